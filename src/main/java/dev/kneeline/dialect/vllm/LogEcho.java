package dev.kneeline.dialect.vllm;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Shows what logs say while they grow, for `--show-stdout`; silent otherwise.
final class LogEcho implements AutoCloseable {

  private static final long LOOK_MILLIS = 200;

  private final Path study;
  private final PrintWriter out;
  private final Set<Path> files = new LinkedHashSet<>();
  private final Set<Path> folders = new LinkedHashSet<>();
  private final Map<Path, Long> shown = new HashMap<>();
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("log-echo").factory());
  private final boolean on;

  /// @param study the folder that the logs lie in
  LogEcho(Path study, PrintWriter out, boolean on) {
    this.study = study;
    this.out = out;
    this.on = on;
    if (on) {
      ScheduledFuture<?> _ =
          looks.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /// Shows a file from its beginning.
  synchronized void follow(Path log) {
    files.add(log);
  }

  /// Shows the benchmark's log of every attempt of a run.
  ///
  /// @param folder the run's, relative to the study's
  synchronized void followRuns(String folder) {
    folders.add(study.resolve(folder));
  }

  /// Shows what has been said by now.
  void catchUp() {
    if (on) {
      look();
    }
  }

  /// Shows what is left.
  @Override
  public void close() {
    looks.shutdownNow();
    catchUp();
  }

  private synchronized void look() {
    folders.stream().flatMap(LogEcho::benchmarkLogs).forEach(files::add);
    files.forEach(this::show);
    out.flush();
  }

  private static Stream<Path> benchmarkLogs(Path folder) {
    try (Stream<Path> attempts = Files.list(folder)) {
      return attempts.sorted().map(attempt -> attempt.resolve("benchmark.log")).toList().stream();
    } catch (IOException notYet) {
      return Stream.of();
    }
  }

  private void show(Path log) {
    long from = shown.getOrDefault(log, 0L);
    if (!Files.exists(log)) {
      return;
    }
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      byte[] news = new byte[(int) Math.min(Math.max(0, file.length() - from), 1 << 20)];
      file.seek(from);
      file.readFully(news);
      out.print(new String(news, StandardCharsets.UTF_8));
      shown.put(log, from + news.length);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read " + log, unreadable);
    }
  }
}
