package dev.kneeline.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.json.JsonFactory;

class KilledControllerTest {

  private static final int KILLS = "full".equals(System.getenv("KNEELINE_SOAK")) ? 20 : 5;

  @TempDir Path temporary;

  @Test
  @Timeout(120)
  void a_controller_killed_at_any_instant_loses_no_commit_and_leaves_nothing_half_counted()
      throws Exception {
    Random random = new Random(20260131);
    Path folder = temporary.resolve("study");
    Set<String> said = new LinkedHashSet<>();
    Map<String, String> hashesBefore = new HashMap<>();
    for (int kill = 1; kill <= KILLS; kill++) {
      said.addAll(killedAfter(folder, random));
      try (StudyFolder study = StudyFolder.open(folder, OpenMode.READ)) {
        Records records = study.records();
        Map<String, String> hashes = hashes(records);
        assertThat(records.damages()).as("kill %d", kill).isEmpty();
        assertThat(hashes.keySet()).as("committed runs after kill %d", kill).containsAll(said);
        assertThat(hashes).as("hashes after kill %d", kill).containsAllEntriesOf(hashesBefore);
        assertThat(hashes)
            .as("at most the run in flight was not told")
            .hasSizeLessThanOrEqualTo(said.size() + kill);
        assertThat(study.verify().damages())
            .as("raw files after kill %d", kill)
            .allMatch(damage -> damage.path().startsWith("journal.jsonl:"));
        assertThat(onePerPoint(records)).as("runs that were measured twice").isTrue();
        hashesBefore.putAll(hashes);
      }
    }
    assertThat(said).as("runs committed in all").hasSizeGreaterThan(KILLS);
    assertEveryCommitIsJournalledOnce(folder);
  }

  /// The next controller journals the commit whose line the kill prevented.
  private static void assertEveryCommitIsJournalledOnce(Path folder) {
    try (StudyFolder study = StudyFolder.open(folder, OpenMode.CONTROL)) {
      List<String> journalled =
          new Journal(folder.resolve("journal.jsonl"))
              .read().lines().stream()
                  .filter(line -> line.text("event").equals("committed"))
                  .map(line -> line.text("folder"))
                  .toList();
      assertThat(journalled)
          .doesNotHaveDuplicates()
          .containsExactlyInAnyOrderElementsOf(hashes(study.records()).keySet());
    }
  }

  /// What the controller said before it was killed. It says it into a file: a pipe that nobody
  /// reads would stop it.
  private List<String> killedAfter(Path folder, Random random)
      throws IOException, InterruptedException {
    Path output = temporary.resolve("said-" + random.nextLong());
    Process controller =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath(),
                CommitLoop.class.getName(),
                folder.toString(),
                Long.toString(random.nextLong()))
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      while (!Files.readString(output).startsWith("ready\n")) {
        assertThat(controller.isAlive()).as("the controller runs").isTrue();
        Thread.sleep(5);
      }
      Thread.sleep(random.nextInt(400));
    } finally {
      controller.destroyForcibly().waitFor();
    }
    return Files.readAllLines(output).stream().skip(1).toList();
  }

  /// Where the classes came from: test runners have class paths of their own.
  private static String classPath() {
    return Stream.of(CommitLoop.class, StudyFolder.class, JsonFactory.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
        .map(location -> Path.of(URI.create(location.toString())).toString())
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static Map<String, String> hashes(Records records) {
    return records.runs().stream()
        .collect(
            Collectors.toMap(
                run -> run.run().folder(),
                run -> run.raw().orElseThrow().sha256(),
                (one, other) -> one,
                TreeMap::new));
  }

  private static boolean onePerPoint(Records records) {
    return records.runs().stream().map(StoredRun::point).distinct().count()
        == records.runs().size();
  }
}
