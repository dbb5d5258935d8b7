package dev.kneeline.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.house.Need;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Both halves of what a verdict is for: a client that cannot keep up says so every time, and one
/// that can is not slandered. Clients are processes of their own, as a user starts them. Twenty
/// times each under `KNEELINE_SOAK=full`, else a few.
@Timeout(600)
class VerdictProofTest {

  private static final int TIMES = Need.soak() ? 20 : 2;

  private static final int TRIES = Need.soak() ? TIMES : 6;

  private static final String TWO_TOKENS = "random-output-len=2";

  /// Beyond this the machine was not the client's, and its reasons must say so.
  private static final double OTHERS = 0.05;

  @TempDir private Path folder;

  @Test
  void a_client_that_is_stopped_for_200_ms_is_never_ok() throws Exception {
    for (int time = 0; time < TIMES; time++) {
      try (FaultServer server = new FaultServer((number, call) -> call.tokens(2))) {
        Process client = start(server, "request-rate=100", "duration=1.2", TWO_TOKENS);
        await(server, 15);
        kill("-STOP", client);
        Thread.sleep(200);
        kill("-CONT", client);
        assertThat(verdict(client).at("/verdict/status").asString()).isNotEqualTo("OK");
      }
    }
  }

  /// Its ceiling is a made-up one, so that a busy machine cannot help the test.
  @Test
  void a_client_at_three_times_its_ceiling_is_never_ok() throws Exception {
    Path cache = Files.createDirectories(folder.resolve("kneeline"));
    Path kept = cache.resolve(Ceiling.file().getFileName());
    Files.writeString(
        kept, "kneeline-load-ceiling 1\nrequests_per_second 50\nevents_per_second 200\n");
    for (int time = 0; time < TIMES; time++) {
      try (FaultServer server = new FaultServer((number, call) -> call.tokens(2))) {
        JsonNode result = verdict(start(server, "request-rate=100", "duration=0.6", TWO_TOKENS));
        assertThat(result.at("/client/ceiling_share").asDouble()).isBetween(2.0, 4.0);
        assertThat(result.at("/verdict/status").asString()).isNotEqualTo("OK");
        assertThat(result.at("/verdict/reasons").toString()).contains("doctor --self-test");
      }
    }
  }

  /// A virtual machine is held up now and then without being told so, so that outside of the soak
  /// one good run of a few is enough; what is never forgiven is a reason that hides who took it.
  @Test
  void a_client_with_little_to_do_is_ok_or_says_who_took_the_machine() throws Exception {
    List<String> doubted = new ArrayList<>();
    int undisturbed = 0;
    for (int time = 0; time < TRIES && (Need.soak() || doubted.size() == undisturbed); time++) {
      try (FaultServer server = new FaultServer((number, call) -> call.tokens(1))) {
        JsonNode result =
            verdict(start(server, "request-rate=100", "duration=1", "random-output-len=1"));
        double taken =
            result.at("/client/other_programs_cpu_share").asDouble()
                + result.at("/client/machine_steal_share").asDouble();
        boolean clear = result.at("/verdict/status").asString().equals("OK");
        if (taken < OTHERS) {
          undisturbed++;
        }
        if (!clear && taken < OTHERS) {
          doubted.add(result.at("/verdict").toString());
        } else if (!clear) {
          assertThat(result.at("/verdict/reasons").toString()).contains("other programs");
        }
      }
    }
    if (undisturbed > 0) {
      assertThat(doubted).hasSizeLessThanOrEqualTo(Need.soak() ? 0 : undisturbed - 1);
    }
  }

  private Process start(FaultServer server, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmn48m"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("dev.kneeline.cli.Main", "bench", "serve", "--model=m"));
    command.addAll(List.of("--port=" + server.port(), "--prompt-token-ids=true"));
    command.addAll(List.of("--random-input-len=4", "--save-result"));
    command.addAll(List.of("--result-dir=" + folder, "--result-filename=result.json"));
    for (String option : options) {
      command.add("--" + option);
    }
    Files.deleteIfExists(folder.resolve("result.json"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("XDG_CACHE_HOME", folder.toString());
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("said.txt").toFile());
    return builder.start();
  }

  private JsonNode verdict(Process client) throws Exception {
    assertThat(client.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(client.exitValue()).as(Files.readString(folder.resolve("said.txt"))).isZero();
    return JsonMapper.shared().readTree(Files.readString(folder.resolve("result.json")));
  }

  private static void await(FaultServer server, int requests) throws InterruptedException {
    while (server.requests() < requests) {
      Thread.sleep(5);
    }
  }

  private static void kill(String signal, Process process) throws Exception {
    new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
  }
}
