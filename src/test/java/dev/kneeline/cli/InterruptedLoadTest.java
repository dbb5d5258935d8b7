package dev.kneeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.sim.SimServer;
import dev.kneeline.wire.SimpleHttp;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Ctrl-C ends a load, and what had come in is printed and saved.
class InterruptedLoadTest {

  @TempDir Path folder;

  @Test
  void an_interrupted_load_saves_what_it_has_and_marks_it() throws Exception {
    try (SimServer server = SimServer.start("--port", "0", "--fixed", "5,5", "tiny")) {
      List<String> words =
          List.of(
              "bench",
              "serve",
              "--port",
              "" + server.port(),
              "--num-prompts",
              "100000",
              "--max-concurrency",
              "2",
              "--random-input-len",
              "4",
              "--random-output-len",
              "4",
              "--save-result",
              "--result-dir",
              folder.toString(),
              "--result-filename",
              "r.json");
      Process child = Cli.start(folder, words, Map.of());
      awaitCompleted(server.port());

      new ProcessBuilder("kill", "-INT", Long.toString(child.pid())).start().waitFor();
      assertThat(child.waitFor(30, TimeUnit.SECONDS)).as("it ends by itself").isTrue();
      assertThat(child.exitValue())
          .as(Files.readString(folder.resolve("err.txt")))
          .isEqualTo(ExitCode.INTERRUPTED);
      JsonNode json = JsonMapper.shared().readTree(Files.readString(folder.resolve("r.json")));
      assertThat(json.path("partial").booleanValue()).isTrue();
      assertThat(json.path("stopped").stringValue()).isEqualTo("cancelled");
      assertThat(json.path("completed").asInt()).isBetween(5, 99_999);
      assertThat(json.path("failed").asInt()).as("what we cut off has not failed").isZero();
      assertThat(Files.readString(folder.resolve("out.txt")))
          .contains("Serving Benchmark Result")
          .contains("Partial: cancelled");
    }
  }

  private static void awaitCompleted(int port) throws Exception {
    URI metrics = URI.create("http://127.0.0.1:%d/metrics".formatted(port));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!SimpleHttp.get(metrics, Map.of(), Duration.ofSeconds(5))
        .body()
        .lines()
        .anyMatch(line ->
            line.startsWith("vllm:request_success_total")
                && Double.parseDouble(line.substring(line.lastIndexOf(' '))) >= 10)) {
      assertThat(System.nanoTime()).as("waited a minute for answers").isLessThan(deadline);
      Thread.sleep(20);
    }
  }
}
