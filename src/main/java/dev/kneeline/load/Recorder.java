package dev.kneeline.load;

import dev.kneeline.metric.Sample;
import dev.kneeline.metric.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// Keeps the records of a run: in memory while they are few, in a file when one was asked for or
/// they are many.
///
/// The file is written by a thread of its own, so that a slow disk does not hold the load up.
final class Recorder implements SampleSink {

  /// About 100 MB of records.
  private static final long MOST_EVENTS_IN_MEMORY = 4_000_000;

  private final List<Sample> inMemory = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();
  private final boolean keepTexts;
  private final boolean keepInMemory;
  private final @Nullable FileThread file;

  Recorder(LoadOptions options, int askedTokens) throws IOException {
    WorkloadSpec workload = options.workload();
    keepTexts = options.reporting().keepTexts();
    keepInMemory = workload.count() * (10L + askedTokens) <= MOST_EVENTS_IN_MEMORY;
    Optional<Path> wanted = options.reporting().samplesFile();
    if (wanted.isPresent()) {
      file = new FileThread(wanted.get());
    } else {
      file = keepInMemory ? null : new FileThread(temporary());
    }
  }

  /// Gone when the program ends; the directory of temporary files must bear about 5 bytes a token.
  private static Path temporary() throws IOException {
    Path path = Files.createTempFile("kneeline", ".samples");
    path.toFile().deleteOnExit();
    return path;
  }

  @Override
  public void accept(Sample sample, String text) {
    if (keepInMemory) {
      inMemory.add(sample);
    }
    if (keepTexts) {
      texts.add(text);
    }
    if (file != null) {
      file.queue.add(new Entry.Request(sample));
    }
  }

  /// Ends the recording and gives the records.
  Samples finish(Window window) throws IOException {
    if (file != null) {
      file.finish(window);
    }
    return keepInMemory || file == null
        ? Samples.of(inMemory)
        : SampleFile.read(file.path).samples();
  }

  List<String> texts() {
    return List.copyOf(texts);
  }

  private sealed interface Entry {
    record Request(Sample sample) implements Entry {}

    record End(Window window) implements Entry {}
  }

  private static final class FileThread {
    private final Path path;
    private final BlockingQueue<Entry> queue = new LinkedBlockingQueue<>();
    private final SampleFile.Writer writer;
    private final Thread thread =
        Thread.ofPlatform().daemon().name("kneeline-samples").unstarted(this::write);
    private volatile @Nullable IOException failure;

    FileThread(Path path) throws IOException {
      this.path = path;
      this.writer = new SampleFile.Writer(path);
      thread.start();
    }

    private void write() {
      try (writer) {
        while (true) {
          switch (queue.take()) {
            case Entry.Request(Sample sample) -> writer.write(sample);
            case Entry.End(Window window) -> {
              writer.write(window);
              return;
            }
          }
        }
      } catch (IOException broken) {
        failure = broken;
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    }

    void finish(Window window) throws IOException {
      queue.add(new Entry.End(window));
      try {
        thread.join();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
      if (failure != null) {
        throw new IOException("cannot write %s: %s".formatted(path, failure.getMessage()), failure);
      }
    }
  }
}
