package dev.kneeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.sim.SimServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a load loads before its first request: each of these took some hundredths of a second.
@Timeout(60)
class BenchStartTest {

  private static final List<String> SLOW = List.of("picocli.", "java.time.zone.ZoneRulesProvider");

  @TempDir private Path folder;

  @Test
  void a_plain_command_line_meets_its_server_without_the_classes_that_are_slow_to_load()
      throws Exception {
    Path log = folder.resolve("classes.txt");
    try (SimServer server =
        SimServer.start("--engine", "plain", "--port", "0", "--fixed", "1,1,2")) {
      Process client =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "--enable-native-access=ALL-UNNAMED",
                  "-Xlog:class+load:file=" + log,
                  "-cp",
                  System.getProperty("java.class.path"),
                  Main.class.getName(),
                  "bench",
                  "serve",
                  "--port=" + server.port(),
                  "--num-prompts",
                  "2",
                  "--random-output-len=2")
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("said.txt").toFile())
              .start();
      assertThat(client.waitFor(50, TimeUnit.SECONDS)).isTrue();
      assertThat(client.exitValue()).as(Files.readString(folder.resolve("said.txt"))).isZero();
    }
    try (Stream<String> lines = Files.lines(log)) {
      List<String> loaded = lines.toList();
      assertThat(loaded).anyMatch(line -> line.contains("dev.kneeline.load.Dispatch"));
      assertThat(loaded.stream().filter(line -> SLOW.stream().anyMatch(line::contains))).isEmpty();
    }
  }

  @Test
  void numbers_are_written_alike_in_every_country() throws Exception {
    try (SimServer server = SimServer.start("--port=0", "--fixed=1,1,2", "tiny")) {
      List<String> words =
          List.of(
              "bench",
              "serve",
              "--port=" + server.port(),
              "--num-prompts=2",
              "--random-input-len=4",
              "--random-output-len=2");
      Process client =
          Cli.start(
              folder, words, Map.of("JAVA_TOOL_OPTIONS", "-Duser.language=ar -Duser.country=EG"));
      assertThat(client.waitFor(50, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(Files.readString(folder.resolve("out.txt")))
        .contains("Successful requests:                     2\n");
  }
}
