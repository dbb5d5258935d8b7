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
  void no_two_verbs_share_a_name() {
    assertThat(Verbs.all()).extracting(Verb::name).doesNotHaveDuplicates();
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
  void the_version_of_a_verb_is_the_programs() {
    assertThat(Cli.call("plan", "--version")).isEqualTo(Cli.call("--version"));
  }

  @Test
  void assignments_may_stand_before_the_file_and_each_zip_is_a_group() {
    Cli.Result plan =
        Cli.call(
            "plan",
            "--format",
            "json",
            "-o",
            "no-such-folder",
            "--set",
            "repeat=3",
            "name=other",
            "--zip",
            "server.a=1,2",
            "server.b=3,4",
            "--zip",
            "server.c=5,6",
            "server.d=7,8",
            "examples/02-product.yaml");
    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out())
        .contains("\"name\" : \"other\"")
        .contains("\"points\" : 48")
        .contains("\"runs\" : 144");
  }

  @Test
  void an_assignment_without_words_says_what_it_takes() {
    Cli.Result plan = Cli.call("plan", "x.yaml", "--set");
    assertThat(plan.code()).isEqualTo(ExitCode.WRONG);
    assertThat(plan.err()).contains("error: option --set takes KEY=VALUE").contains("hint: ");
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
    assertThat(result.out())
        .as("the options of vLLM's commands, three words deep")
        .contains(
            "_picocli_kneeline_bench_sweep_serve_sla", "'--link-vars'", "'--random-input-len'");
  }
}
