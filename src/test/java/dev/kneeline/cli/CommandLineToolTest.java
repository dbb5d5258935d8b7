package dev.kneeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommandLineToolTest {

  @Test
  void help_lists_every_verb_with_one_line() {
    Cli.Result help = Cli.call("--help");
    assertThat(help.code()).isZero();
    assertThat(help.err()).isEmpty();
    for (Verb verb : Verbs.all()) {
      if (!verb.hidden()) {
        assertThat(help.out()).contains("\n  " + verb.name() + " ").contains(verb.summary());
      }
    }
    assertThat(help.out().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void without_arguments_help_is_shown() {
    assertThat(Cli.call()).isEqualTo(Cli.call("--help"));
  }

  @Test
  void every_verb_explains_itself() {
    for (Verb verb : Verbs.all()) {
      if (!verb.hidden()) {
        Cli.Result help = Cli.call(verb.name(), "--help");
        assertThat(help.code()).as(verb.name()).isZero();
        assertThat(help.out()).as(verb.name()).containsIgnoringCase("usage");
      }
    }
  }

  @Test
  void an_unknown_verb_names_the_nearest() {
    Cli.Result result = Cli.call("plna", "x.yaml");
    assertThat(result.code()).isEqualTo(ExitCode.WRONG);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .isEqualTo(
            """
            error: unknown verb 'plna'
            hint: did you mean 'plan'? `kneeline --help` lists them
            """);
  }

  @Test
  void an_unknown_option_names_the_nearest() {
    Cli.Result result = Cli.call("plan", "x.yaml", "--limt", "3");
    assertThat(result.code()).isEqualTo(ExitCode.WRONG);
    assertThat(result.err()).contains("error: unknown option").contains("did you mean '--limit'?");
  }

  @Test
  void a_file_that_is_not_there_is_an_error_with_a_way_out() {
    Cli.Result result = Cli.call("plan", "no-such-file.yaml");
    assertThat(result.code()).isEqualTo(ExitCode.WRONG);
    assertThat(result.err()).contains("error: ").contains("no-such-file.yaml").contains("hint: ");
  }

  @Test
  void a_folder_that_is_no_study_is_refused() {
    Cli.Result result = Cli.call("show", "src");
    assertThat(result.code()).isEqualTo(ExitCode.IMPOSSIBLE);
    assertThat(result.err()).contains("error: ").contains("hint: ");
  }

  @Test
  void completion_is_a_script_that_names_the_verbs() {
    Cli.Result result = Cli.call("completion");
    assertThat(result.code()).isZero();
    assertThat(result.out()).startsWith("#!").contains("pareto").contains("--retry-failed");
  }
}
