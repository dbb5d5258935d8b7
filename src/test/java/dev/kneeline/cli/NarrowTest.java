package dev.kneeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The next sweep file out of a study.
class NarrowTest {

  @TempDir Path folder;

  @Test
  void the_next_file_spans_the_best_with_a_neighbour_and_can_be_planned() throws Exception {
    Sandbox box =
        new Sandbox(folder)
            .with(
                """
                # a comment that stays
                sweep:
                  load.max-concurrency: 1..16 x2   # the ladder
                  load.num-prompts: [4, 8]
                require: ["load.max_concurrency <= 64"]
                """);
    assertThat(box.run().code()).isZero();
    Path next = folder.resolve("next.yaml");

    Cli.Result init =
        Cli.call(
            "init", "--narrow", box.study().toString(), "--keep", "10%", "-o", next.toString());
    assertThat(init.code()).as(init.err()).isZero();
    String text = Files.readString(next);
    assertThat(text)
        .contains("# Narrowed to the best 1 of 10 configurations (--keep 10%) by max")
        .contains("# a comment that stays", "# the ladder", "require: [\"load.max_concurrency")
        .containsPattern(
            "# load.max-concurrency: the best have \\d+; a neighbour on each side, steps")
        .containsPattern("  load.max-concurrency: \\[[\\d, ]+\\]   # the ladder");
    Cli.Result plan = Cli.call("plan", next.toString(), "-o", box.study().toString());
    assertThat(plan.code()).as(plan.err() + text).isZero();
    assertThat(plan.out()).contains("measured already");

    Cli.Result again = Cli.call("init", "--narrow", box.study().toString(), "-o", next.toString());
    assertThat(again.code()).isEqualTo(ExitCode.WRONG);
    assertThat(again.err()).contains("is there already");
    assertThat(Files.readString(next)).isEqualTo(text);
    Cli.Result forced =
        Cli.call("init", "--narrow", box.study().toString(), "-o", next.toString(), "--force");
    assertThat(forced.code()).as(forced.err()).isZero();
    assertThat(Files.readString(next)).contains("best 2 of 10 configurations (--keep 20%)");
  }

  @Test
  void a_share_that_is_none_is_refused() {
    assertThat(Cli.call("init", "--narrow", folder.toString(), "--keep", "200%").err())
        .contains("'200%' is no share above 0");
    assertThat(Cli.call("init", "--keep", "20%").err()).contains("--keep is for --narrow");
  }
}
