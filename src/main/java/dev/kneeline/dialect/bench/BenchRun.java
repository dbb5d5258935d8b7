package dev.kneeline.dialect.bench;

import dev.kneeline.exec.LoadClients;
import dev.kneeline.load.AppliedLoad;
import dev.kneeline.load.LoadException;
import dev.kneeline.load.LoadOptions;
import dev.kneeline.load.LoadResult;
import dev.kneeline.load.Problem;
import dev.kneeline.metric.Sample;
import dev.kneeline.space.Value;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// `bench serve` once its words are read: applies the load, prints and keeps the result.
///
/// @param out takes the result
/// @param err takes progress and messages
/// @param terminal whether `err` is one, so that a progress line may be rewritten in place
record BenchRun(PrintWriter out, PrintWriter err, boolean terminal) {

  private static final int FAILED = 1;
  private static final int WRONG = 2;

  /// How long Ctrl-C waits for the partial result: of a million requests it takes a while. Before
  /// the first request there is none.
  private static final long LAST_WORDS_SECONDS = 60;

  private static final long NO_WORDS_SECONDS = 5;

  /// @param values the options by name
  /// @return the exit code
  int run(Map<String, Value> values) {
    return switch (LoadOptions.read(values)) {
      case LoadOptions.Refused(List<Problem> problems) -> refuse(problems);
      case LoadOptions.Read(LoadOptions options) -> run(options, values);
    };
  }

  private int refuse(List<Problem> problems) {
    for (Problem problem : problems) {
      err.printf("error: --%s: %s%n", problem.key(), problem.message());
      err.printf("hint: %s%n", problem.hint());
    }
    err.flush();
    return WRONG;
  }

  private int run(LoadOptions options, Map<String, Value> values) {
    SaveOptions save = SaveOptions.of(values);
    Optional<String> unwritable = save.problem();
    if (unwritable.isPresent()) {
      complain(unwritable.get(), "check --result-dir and --result-filename");
      return WRONG;
    }
    options.notes().forEach(note -> err.println("note: " + note));
    err.flush();
    Instant started = Instant.now();
    ProgressLine line = new ProgressLine(err, terminal && !save.quiet());
    AppliedLoad run = LoadClients.of(values, options, line, logs(save));
    CountDownLatch written = new CountDownLatch(1);
    Thread lastWords = Thread.ofPlatform().unstarted(() -> endEarly(run, line, written));
    Runtime.getRuntime().addShutdownHook(lastWords);
    try {
      LoadResult result = run.execute();
      line.clear();
      return finish(result, save, started);
    } catch (LoadException failure) {
      line.clear();
      return complain(String.valueOf(failure.getMessage()), failure.hint());
    } catch (IOException failure) {
      return complain("cannot write the result: " + failure.getMessage(), "check --result-dir");
    } finally {
      written.countDown();
      withdraw(lastWords);
    }
  }

  /// Where several clients leave what they say: beside the result, or with other temporary files.
  private static Path logs(SaveOptions save) {
    return save.folder()
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")))
        .resolve("kneeline-clients-%d".formatted(ProcessHandle.current().pid()));
  }

  private int finish(LoadResult result, SaveOptions save, Instant started) throws IOException {
    ConsoleBlock.print(result, out);
    out.flush();
    if (save.wanted()) {
      Path file = save.write(result, LocalDateTime.ofInstant(started, ZoneId.systemDefault()));
      err.println("wrote " + file);
      err.flush();
    }
    return anyCompleted(result) ? 0 : FAILED;
  }

  private static boolean anyCompleted(LoadResult result) {
    for (Sample sample : result.samples()) {
      if (sample.completed() && result.window().counts(sample.timing())) {
        return true;
      }
    }
    return false;
  }

  private int complain(String message, String hint) {
    err.println("error: " + message);
    err.println("hint: " + hint);
    err.flush();
    return FAILED;
  }

  /// Ctrl-C: the run ends soon, and the program not before its partial result is written.
  private static void endEarly(AppliedLoad run, ProgressLine line, CountDownLatch written) {
    run.cancel();
    try {
      long patience = line.hasBegun() ? LAST_WORDS_SECONDS : NO_WORDS_SECONDS;
      boolean inTime = written.await(patience, TimeUnit.SECONDS);
      if (!inTime) {
        return;
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private static void withdraw(Thread lastWords) {
    try {
      Runtime.getRuntime().removeShutdownHook(lastWords);
    } catch (IllegalStateException shuttingDown) {
      // It is running, and has just heard that the result is written.
    }
  }
}
