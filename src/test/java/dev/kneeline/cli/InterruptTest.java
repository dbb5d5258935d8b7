package dev.kneeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.study.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ctrl-C ends a sweep cleanly, and the next call goes on where it stopped.
class InterruptTest {

  @TempDir Path folder;

  @Test
  void an_interrupted_sweep_leaves_nothing_running_and_loses_nothing() throws Exception {
    Sandbox box = new Sandbox(folder).with("sweep: {load.num-prompts: [2, 1000, 3]}\n");
    String slow = "server.params.fixed=10,5";
    Process child = Cli.start(folder, box.words("run", "--set", slow), Map.of());
    await("the second run", () -> attempts(box) >= 2);
    List<ProcessHandle> family = child.descendants().toList();
    assertThat(family).as("the simulator is a process of its own").isNotEmpty();

    new ProcessBuilder("kill", "-INT", Long.toString(child.pid())).start().waitFor();
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).as("it ends by itself").isTrue();
    String said = Files.readString(folder.resolve("err.txt"));
    assertThat(child.exitValue()).as(said).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(said)
        .contains("what is committed is safe")
        .contains("interrupted; continue with: kneeline run " + box.file());
    assertThat(family).noneMatch(ProcessHandle::isAlive);
    List<String> before = folders(box);
    assertThat(before).hasSize(1);

    Cli.Result rest = box.run("--set", slow, "--sweep", "load.num-prompts=2,3");
    assertThat(rest.code()).as(rest.err()).isZero();
    assertThat(rest.err()).contains("1 run to measure").contains("1 measured already");
    assertThat(folders(box)).hasSize(2).containsAll(before);
  }

  private static List<String> folders(Sandbox box) {
    return box.runs().stream().map(Run::folder).toList();
  }

  /// Runs that were begun.
  private static int attempts(Sandbox box) {
    String[] points = box.study().resolve("runs").toFile().list();
    return points == null ? 0 : points.length;
  }

  private static void await(String what, BooleanSupplier holds) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited a minute for %s", what).isLessThan(deadline);
      Thread.sleep(20);
    }
  }
}
