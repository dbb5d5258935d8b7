package dev.kneeline.exec;

import dev.kneeline.load.LoadException;
import dev.kneeline.load.LoadPart;
import dev.kneeline.load.Progress;
import dev.kneeline.load.SampleFile;
import dev.kneeline.space.Value;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A load client as its conductor sees it.
final class ClientProcess {

  private static final long PATIENCE_SECONDS = 5;
  private static final int LAST_WORDS = 400;

  private final String name;
  private final Path samples;
  private final Path log;
  private final Process process;
  private final BufferedWriter to;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CompletableFuture<LoadPart> done = new CompletableFuture<>();
  private final Runnable onProgress;
  private volatile Progress progress =
      new Progress(0, 0, 0, 0, 0, OptionalDouble.empty(), Duration.ZERO);

  /// @param name for messages: `load client 2 of 4`
  /// @param command starts it
  /// @param samples where it was told to write its records
  /// @param log takes what it says on its error stream
  ClientProcess(String name, List<String> command, Path samples, Path log, Runnable onProgress)
      throws IOException {
    this.name = name;
    this.samples = samples;
    this.log = log;
    this.onProgress = onProgress;
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    process = Orphans.start(builder);
    to = process.outputWriter(StandardCharsets.UTF_8);
    Thread.ofPlatform().daemon().name("kneeline-client-reader").start(this::listen);
  }

  CompletableFuture<Void> ready() {
    return ready;
  }

  CompletableFuture<LoadPart> done() {
    return done;
  }

  Progress progress() {
    return progress;
  }

  /// Tells it something; one that is gone is heard of by its end.
  synchronized void tell(String key, Value value) {
    try {
      to.write(ClientMessages.line(key, value));
      to.newLine();
      to.flush();
    } catch (IOException gone) {
      // Its end is told by the reader.
    }
  }

  /// Ends it if it has not ended, and waits for that.
  void close() {
    try {
      to.close();
    } catch (IOException gone) {
      // It has closed its side.
    }
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException impatient) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void listen() {
    try (BufferedReader from = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = from.readLine(); line != null; line = from.readLine()) {
        hear(ClientMessages.read(line));
      }
    } catch (IOException | RuntimeException garbled) {
      fail(new LoadException("%s cannot be understood: %s".formatted(name, garbled), lastWords()));
    }
    int code = process.onExit().join().exitValue();
    fail(
        new LoadException(
            "%s ended with exit code %d before its result".formatted(name, code), lastWords()));
  }

  private void hear(Map.Entry<String, Value> message) throws IOException {
    switch (message.getKey()) {
      case "ready" -> ready.complete(null);
      case "progress" -> {
        progress = ClientMessages.progress(message.getValue());
        onProgress.run();
      }
      case "done" -> {
        done.complete(ClientMessages.done(message.getValue(), SampleFile.read(samples).samples()));
        ready.complete(null);
      }
      case "failed" -> {
        Map<String, Value> why = ClientMessages.entries(message.getValue());
        fail(
            new LoadException(
                "%s: %s".formatted(name, ClientMessages.text(why, "message")),
                ClientMessages.text(why, "hint")));
      }
      default -> throw new IOException("an unknown word: " + message.getKey());
    }
  }

  private void fail(LoadException why) {
    ready.completeExceptionally(why);
    done.completeExceptionally(why);
  }

  private String lastWords() {
    try {
      String said = Files.readString(log).strip();
      return said.isEmpty()
          ? "it said nothing; was it killed?"
          : said.substring(Math.max(0, said.length() - LAST_WORDS));
    } catch (IOException none) {
      return "its log cannot be read: " + log;
    }
  }
}
