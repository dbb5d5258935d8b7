package dev.kneeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.house.Need;
import dev.kneeline.study.Run;
import dev.kneeline.study.Study;
import dev.kneeline.study.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The README's first command, through the launcher, on the real engine: what a newcomer sees.
class FirstSweepIT {

  private static final String EXAMPLE = "examples/01-first-sweep.yaml";

  @TempDir Path folder;

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void the_first_sweep_measures_real_servers_and_finds_that_smaller_weights_are_faster()
      throws Exception {
    Path study = folder.resolve("study");
    Cli.Result first = kneeline(Map.of(), "run", EXAMPLE, "-o", study.toString());
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.err()).contains("Best: weights=");
    assertThat(study.resolve("pareto.png")).isNotEmptyFile();
    assertThat(study.resolve("pareto.svg")).isNotEmptyFile();

    Study measured = StudyFolders.study(study);
    assertThat(measured.trials()).hasSize(12);
    assertThat(measured.trials().stream().flatMap(trial -> trial.state().committed().stream()))
        .hasSize(12)
        .noneMatch(Run::simulated);

    Cli.Result again = kneeline(Map.of(), "run", EXAMPLE, "-o", study.toString());
    assertThat(again.code()).isZero();
    assertThat(again.err()).contains("everything is measured").doesNotContain("ready in");
    assertThat(again.out()).isEqualTo(first.out());

    Cli.Result more =
        kneeline(Map.of(), "run", EXAMPLE, "-o", study.toString(), "--set", "repeat=3");
    assertThat(more.code()).as(more.err()).isZero();
    Study repeated = StudyFolders.study(study);
    assertThat(best(repeated, "q4_0")).isGreaterThan(1.5 * best(repeated, "f16"));
  }

  @Test
  void the_launcher_works_through_a_link_and_from_another_folder() throws Exception {
    Path link = folder.resolve("kneeline");
    Files.createSymbolicLink(link, Path.of("kneeline").toAbsolutePath());
    Cli.Result version = call(List.of(link.toString(), "--version"), folder, Map.of());
    assertThat(version.code()).isZero();
    assertThat(version.out()).startsWith("kneeline ").contains("Java 25");
  }

  @Test
  void without_a_fitting_java_the_launcher_says_how_to_get_one() throws Exception {
    Need.that(Files.exists(Path.of("/bin/bash")), "bash is not at /bin/bash");
    Path empty = Files.createDirectories(folder.resolve("empty"));
    String script =
        Files.readString(Path.of("kneeline"))
            .replace("/usr/lib/jvm/*", empty.toString())
            .replace("/opt/", empty + "/");
    Path launcher = folder.resolve("launcher");
    Files.writeString(launcher, script);
    Cli.Result refused =
        call(
            List.of("/bin/bash", launcher.toString(), "--version"),
            folder,
            Map.of(
                "JAVA_HOME", empty.toString(), "PATH", "/usr/bin:/bin", "HOME", empty.toString()));
    Need.that(
        refused.code() != 0 || !refused.out().contains("Java 25"),
        "the default java of this machine is 25 already");
    assertThat(refused.code()).isEqualTo(ExitCode.IMPOSSIBLE);
    assertThat(refused.err()).contains("needs JDK 25").contains("hint: install one");
  }

  /// Other programs only ever take throughput away, so the best of each is what is compared; about
  /// 2 on two quiet cores.
  private static double best(Study study, String weights) {
    return study.trials().stream()
        .filter(trial -> trial.point().value("server.weights").spelling().equals(weights))
        .map(Trial::state)
        .flatMap(state -> state.committed().stream())
        .mapToDouble(run -> run.figures().value("output_throughput").getAsDouble())
        .max()
        .orElseThrow();
  }

  private Cli.Result kneeline(Map<String, String> environment, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("./kneeline"));
    command.addAll(List.of(words));
    return call(command, Path.of("").toAbsolutePath(), environment);
  }

  private Cli.Result call(List<String> command, Path directory, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    if (!process.waitFor(8, TimeUnit.MINUTES)) {
      process.destroy();
      throw new AssertionError("still running: " + String.join(" ", command));
    }
    return new Cli.Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
