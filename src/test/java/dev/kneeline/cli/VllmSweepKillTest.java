package dev.kneeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.house.Need;
import dev.kneeline.store.OpenMode;
import dev.kneeline.store.StoredRun;
import dev.kneeline.store.StudyFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `kill -9` of a sweep of vLLM's at seeded random instants: continued each time, it ends with the
/// runs of an undisturbed one, each measured once.
class VllmSweepKillTest {

  private static final int KILLS = Need.soak() ? 50 : 5;
  private static final long SEED = 20_261_122;
  private static final int RUNS = 2 * 3 * 2;

  @TempDir Path folder;

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void a_killed_sweep_goes_on_and_measures_nothing_twice() throws Exception {
    Path experiment = folder.resolve("results").resolve("one");
    SplittableRandom random = new SplittableRandom(SEED);
    Map<String, String> committed = new LinkedHashMap<>();
    int kills = 0;
    int round = 0;
    while (kills < KILLS) {
      Process sweep = Cli.start(folder, words(Files.exists(experiment)), Map.of());
      if (sweep.waitFor(500 + random.nextLong(3_000), TimeUnit.MILLISECONDS)) {
        assertThat(sweep.exitValue()).as(talk()).isZero();
        assertThat(kept(experiment, committed)).hasSize(RUNS);
        committed.clear();
        round++;
        Files.move(experiment, folder.resolve("done-" + round));
        continue;
      }
      sweep.destroyForcibly().waitFor();
      kills++;
      awaitFreePort();
      if (Files.exists(experiment.resolve(".kneeline/format.json"))) {
        committed.putAll(kept(experiment, committed));
      }
    }
    Process last = Cli.start(folder, words(Files.exists(experiment)), Map.of());
    assertThat(last.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(last.exitValue()).as(talk()).isZero();
    assertThat(kept(experiment, committed)).hasSize(RUNS).containsAllEntriesOf(committed);
    for (String serve : List.of("8", "16")) {
      for (String bench : List.of("1", "2", "3")) {
        Path pair =
            experiment.resolve(
                "SERVE--max_num_seqs=%s-BENCH--max_concurrency=%s".formatted(serve, bench));
        JsonNode summary = JsonMapper.shared().readTree(pair.resolve("summary.json").toFile());
        assertThat(summary.size()).as(pair.toString()).isEqualTo(2);
        assertThat(summary.get(1))
            .isEqualTo(JsonMapper.shared().readTree(pair.resolve("run=1.json").toFile()));
      }
    }
    assertThat(Files.readAllLines(experiment.resolve("summary.csv"))).hasSize(RUNS + 1);
  }

  /// Every committed run by its place with the hash of its raw file: none twice, and those of
  /// before as they were.
  private static Map<String, String> kept(Path experiment, Map<String, String> before) {
    try (StudyFolder study = StudyFolder.open(experiment.resolve(".kneeline"), OpenMode.READ)) {
      assertThat(study.verify().damages()).isEmpty();
      Map<String, String> now = new LinkedHashMap<>();
      for (StoredRun run : study.records().runs()) {
        String which = run.point().id() + "/" + run.run().repetition();
        assertThat(now.put(which, run.raw().orElseThrow().sha256()))
            .as("measured twice: " + which)
            .isNull();
      }
      assertThat(now).containsAllEntriesOf(before);
      return now;
    }
  }

  private int port;

  private List<String> words(boolean resume) throws IOException {
    if (port == 0) {
      port = freePort();
    }
    Files.writeString(
        folder.resolve("serve.json"), "[{\"max_num_seqs\": 8}, {\"max_num_seqs\": 16}]");
    Files.writeString(
        folder.resolve("bench.json"),
        "[{\"max_concurrency\": 1}, {\"max_concurrency\": 2}, {\"max_concurrency\": 3}]");
    List<String> words =
        new ArrayList<>(
            List.of(
                "bench",
                "sweep",
                "serve",
                "--serve-cmd",
                "vllm serve tiny --port %d --fixed 3,1".formatted(port),
                "--bench-cmd",
                "kneeline bench serve --model tiny --random-input-len 8 --random-output-len 8"
                    + " --num-prompts 12",
                "--serve-params",
                folder.resolve("serve.json").toString(),
                "--bench-params",
                folder.resolve("bench.json").toString(),
                "--num-runs",
                "2",
                "-o",
                folder.resolve("results").toString(),
                "-e",
                "one",
                "--simulate"));
    if (resume) {
      words.add("--resume");
    }
    return words;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitFreePort() throws Exception {
    for (int look = 0; look < 100; look++) {
      try (ServerSocket socket = new ServerSocket()) {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return;
      } catch (IOException taken) {
        Thread.sleep(100);
      }
    }
    throw new AssertionError("ten seconds after the kill the server still listens");
  }

  private String talk() {
    try {
      return Files.readString(folder.resolve("err.txt"));
    } catch (IOException unreadable) {
      return "(nothing was said)";
    }
  }
}
