package dev.kneeline.store;

import static dev.kneeline.store.Given.concurrency;
import static dev.kneeline.store.Given.planned;

import dev.kneeline.plan.PlannedRun;
import dev.kneeline.study.Failure;
import dev.kneeline.study.FailureKind;
import dev.kneeline.study.Run;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

/// A process that measures as fast as the store allows, to be killed while it does.
///
/// It says on its output what has been committed, after the store has said so.
final class CommitLoop {

  private static final int POINTS = 4_000;

  private CommitLoop() {}

  public static void main(String[] arguments) throws IOException {
    Random random = new Random(Long.parseLong(arguments[1]));
    try (StudyFolder study = StudyFolder.open(Path.of(arguments[0]), OpenMode.CONTROL)) {
      Records records = study.records();
      say("ready");
      for (int point = 1; point <= POINTS; point++) {
        PlannedRun planned = planned(concurrency(point), 1);
        if (records.answer(planned, Map.of()) instanceof Answer.Missing) {
          RunAttempt attempt = study.beginRun(planned, "");
          if (point % 10 == 0) {
            attempt.fail(Failure.of(FailureKind.LOAD_FAILED, "every tenth"));
          } else {
            write(attempt, random);
            Run run = attempt.commit(Given.record(point));
            say(run.folder());
          }
        }
      }
    }
  }

  /// In pieces, so that a kill may come between two of them.
  private static void write(RunAttempt attempt, Random random) throws IOException {
    byte[] piece = new byte[1 + random.nextInt(20_000)];
    try (OutputStream samples = Files.newOutputStream(attempt.samples())) {
      for (int count = random.nextInt(5); count >= 0; count--) {
        random.nextBytes(piece);
        samples.write(piece);
      }
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
