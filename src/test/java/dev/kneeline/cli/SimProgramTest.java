package dev.kneeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The simulator as a process: what only a process can do wrong.
class SimProgramTest {

  private static final Pattern ANNOUNCEMENT = Pattern.compile("pid (\\d+), on http://[^:]+:(\\d+)");

  @TempDir Path folder;

  @Test
  void term_ends_it_and_frees_its_port() throws Exception {
    Process sim = launch("--fixed", "1,1");
    int port = awaitAnnouncements(1).getFirst().port();
    sim.destroy();
    assertThat(sim.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(answers(port)).isFalse();
  }

  @Test
  void told_to_ignore_term_it_goes_on_until_killed() throws Exception {
    Process sim = launch("--fixed", "1,1", "--ignore-term");
    int port = awaitAnnouncements(1).getFirst().port();
    sim.destroy();
    assertThat(sim.waitFor(1, TimeUnit.SECONDS)).isFalse();
    assertThat(answers(port)).isTrue();
    sim.destroyForcibly().waitFor();
    assertThat(answers(port)).isFalse();
  }

  @Test
  void a_launcher_that_leaves_is_survived_by_its_workers() throws Exception {
    Process launcher = launch("--fixed", "1,1", "--fork-and-leave");
    List<Announcement> workers = awaitAnnouncements(2);
    try {
      assertThat(launcher.waitFor()).isZero();
      assertThat(workers).allMatch(worker -> answers(worker.port()));
    } finally {
      for (Announcement worker : workers) {
        ProcessHandle.of(worker.pid()).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
  }

  @Test
  void a_process_without_memory_ends_with_the_engines_own_code_and_line() throws Exception {
    Process vllm = launch("--engine", "vllm", "m", "--fixed", "1,1", "--oom-at-load");
    assertThat(vllm.waitFor()).isEqualTo(1);
    assertThat(Files.readString(folder.resolve("log")))
        .contains("torch.OutOfMemoryError: CUDA out of memory. Tried to allocate");
    Process sglang =
        launch("--engine", "sglang", "--model-path", "m", "--fixed", "1,1", "--oom-at-load");
    assertThat(sglang.waitFor()).isEqualTo(137);
  }

  @Test
  @Timeout(60)
  void leaked_memory_is_memory_that_the_system_sees() throws Exception {
    Process sim = launch("--fixed", "1,1", "--leak-memory", "100");
    try {
      awaitAnnouncements(1);
      Path status = Path.of("/proc", Long.toString(sim.pid()), "status");
      assumeThat(status).as("a system that tells a process's memory").exists();
      long before = residentKilobytes(status);
      while (residentKilobytes(status) < before + 100_000) {
        assertThat(sim.isAlive()).isTrue();
        Thread.sleep(50);
      }
    } finally {
      sim.destroyForcibly().waitFor();
    }
  }

  private static long residentKilobytes(Path status) throws IOException {
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  private record Announcement(long pid, int port) {}

  /// Into a file and not a pipe, which Java closes when the launcher ends although its workers
  /// still write.
  private Process launch(String... options) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(ProcessHandle.current().info().command().orElseThrow());
    line.addAll(
        List.of(
            "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "sim"));
    line.addAll(List.of(options));
    line.addAll(List.of("--port", "0"));
    return new ProcessBuilder(line)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  private List<Announcement> awaitAnnouncements(int count) throws Exception {
    for (int attempt = 0; attempt < 3000; attempt++) {
      List<Announcement> found =
          ANNOUNCEMENT
              .matcher(Files.readString(folder.resolve("log")))
              .results()
              .map(match ->
                  new Announcement(
                      Long.parseLong(match.group(1)), Integer.parseInt(match.group(2))))
              .toList();
      if (found.size() == count) {
        return found;
      }
      Thread.sleep(10);
    }
    throw new AssertionError(Files.readString(folder.resolve("log")));
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }
}
