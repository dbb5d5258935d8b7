package dev.kneeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.house.Need;
import dev.kneeline.store.OpenMode;
import dev.kneeline.store.StoredRun;
import dev.kneeline.store.StudyFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` of a running sweep at seeded random instants, continued each time: nothing of ours
/// lives on, nothing committed is lost, nothing is measured twice but what was in flight.
class KilledSweepTest {

  private static final int KILLS = Need.soak() ? 20 : 5;
  private static final long SEED = 20_261_121;
  private static final int POINTS = 12;

  private static final String SWEEP =
      """
      name: killed
      engine: sim
      server:
        params: {fixed: "3,1"}
      sweep:
        server.max-num-seqs: [8, 16, 32, 64]
        load.max-concurrency: [1, 2, 4]
      load: {random-input-len: 8, random-output-len: 16, num-prompts: 12}
      objective: max output_throughput
      """;

  @TempDir Path folder;

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void a_killed_sweep_leaves_nothing_behind_and_loses_nothing() throws Exception {
    Path file = Files.writeString(folder.resolve("killed.yaml"), SWEEP);
    Path results = folder.resolve("study");
    String mark = folder.getFileName().toString();
    SplittableRandom random = new SplittableRandom(SEED);
    Map<String, String> committed = new LinkedHashMap<>();
    int kills = 0;
    int finished = 0;
    while (kills < KILLS) {
      Process sweep =
          Cli.start(
              folder,
              List.of("run", file.toString(), "-o", results.toString()),
              Map.of("KNEELINE_TEST_MARK", mark));
      long instant = 600 + random.nextLong(4_000);
      if (sweep.waitFor(instant, TimeUnit.MILLISECONDS)) {
        assertThat(sweep.exitValue()).as(talk()).isZero();
        finished++;
        assertAllKept(results, committed);
        Files.move(results, folder.resolve("done-" + finished));
        committed.clear();
        continue;
      }
      sweep.destroyForcibly().waitFor();
      kills++;
      assertNothingLives(mark);
      if (Files.exists(results.resolve("format.json"))) {
        assertAllKept(results, committed);
      }
    }
    Process last =
        Cli.start(folder, List.of("run", file.toString(), "-o", results.toString()), Map.of());
    assertThat(last.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(last.exitValue()).as(talk()).isZero();
    assertAllKept(results, committed);
    assertThat(committed).hasSize(POINTS);
  }

  /// Every run that was committed before still is, with the same raw bytes; and none came twice.
  private void assertAllKept(Path results, Map<String, String> before) {
    try (StudyFolder study = StudyFolder.open(results, OpenMode.READ)) {
      assertThat(study.verify().damages()).isEmpty();
      Map<String, String> now = new LinkedHashMap<>();
      for (StoredRun run : study.records().runs()) {
        String which = run.point().id() + "/" + run.run().repetition();
        String hash = run.raw().orElseThrow().sha256();
        assertThat(now.put(which, hash)).as("measured twice: " + which).isNull();
      }
      assertThat(now).containsAllEntriesOf(before);
      before.putAll(now);
    }
  }

  /// Processes inherit the mark through their environment, whatever session they are in.
  private static void assertNothingLives(String mark) throws Exception {
    List<String> alive = List.of();
    for (int i = 0; i < 50; i++) {
      alive = marked(mark);
      if (alive.isEmpty()) {
        return;
      }
      Thread.sleep(100);
    }
    assertThat(alive).as("alive five seconds after the kill").isEmpty();
  }

  private static List<String> marked(String mark) throws IOException {
    List<String> alive = new ArrayList<>();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process :
          processes.filter(path -> path.getFileName().toString().matches("[0-9]+")).toList()) {
        try {
          String environment =
              new String(
                  Files.readAllBytes(process.resolve("environ")), StandardCharsets.ISO_8859_1);
          if (environment.contains("KNEELINE_TEST_MARK=" + mark)) {
            alive.add(
                process.getFileName()
                    + " "
                    + Files.readString(process.resolve("cmdline")).replace('\0', ' '));
          }
        } catch (IOException gone) {
          continue;
        }
      }
    }
    return alive;
  }

  private String talk() {
    try {
      return Files.readString(folder.resolve("err.txt"));
    } catch (IOException unreadable) {
      return "(nothing was said)";
    }
  }
}
