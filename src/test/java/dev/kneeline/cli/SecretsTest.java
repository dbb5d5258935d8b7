package dev.kneeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What unlocks something is in no file of a study and on no screen.
class SecretsTest {

  private static final String INHERITED = "hf_inheritedSecret01";
  private static final String FILED = "hf_secretOfTheFile02";
  private static final String TYPED = "sk-typedSecret03";
  private static final String CLIENT = "sk-clientSecret04";

  @TempDir Path folder;

  @Test
  void no_secret_is_in_any_file_of_the_study_nor_on_the_screen() throws Exception {
    // The server refuses a flag and repeats its command line, as real ones do.
    Files.writeString(folder.resolve("server.sh"), "echo \"error: argument --x: $*\"; exit 2\n");
    Sandbox box =
        new Sandbox(folder)
            .withFile(
                """
                name: tiny
                engine: sim
                server:
                  command: [sh, %s]
                  env: {HF_TOKEN: %s}
                load: {num-prompts: 2}
                """
                    .formatted(folder.resolve("server.sh"), FILED));
    String[] more = {
      "--set", "server.params.api-key=" + TYPED, "load.header=Authorization: " + CLIENT
    };

    Path planned = folder.resolve("planned");
    for (String format : List.of("table", "json")) {
      List<String> options = new ArrayList<>(List.of(more));
      options.addAll(List.of("--out", planned.toString(), "--format", format));
      Cli.Result plan = box.plan(options.toArray(String[]::new));
      assertThat(plan.code()).as(plan.err()).isZero();
      assertThat(plan.out()).contains("(hidden)");
      assertClean("plan", plan.out() + plan.err());
    }
    assertCleanFiles(planned);

    Process child = Cli.start(folder, box.words("run", more), Map.of("HF_TOKEN", INHERITED));
    assertThat(child.waitFor(2, TimeUnit.MINUTES)).isTrue();
    String said = text(folder.resolve("out.txt")) + text(folder.resolve("err.txt"));
    assertThat(child.exitValue()).as(said).isEqualTo(ExitCode.FAILED);
    assertThat(said).contains("FAILED, bad flag");
    assertClean("run", said);
    assertCleanFiles(box.study());
    assertThat(said).contains("error: argument --x: --api-key (hidden)");
  }

  /// A server's log is the server's own: it grows in place, and what it says there stays.
  private static void assertCleanFiles(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> all =
          files.filter(file -> Files.isRegularFile(file) && !file.endsWith("server.log")).toList();
      assertThat(all).isNotEmpty();
      for (Path file : all) {
        assertClean(root.relativize(file).toString(), text(file));
      }
    }
  }

  private static void assertClean(String where, String text) {
    for (String secret : List.of(INHERITED, FILED, TYPED, CLIENT)) {
      assertThat(text.contains(secret)).as("%s in %s: %s", secret, where, text).isFalse();
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }
}
