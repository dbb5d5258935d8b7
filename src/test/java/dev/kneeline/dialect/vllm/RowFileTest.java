package dev.kneeline.dialect.vllm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.plan.PlannedRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowFileTest {

  @TempDir Path folder;

  private SweepMaker maker() {
    return new SweepMaker(folder);
  }

  private List<String> names(String json) {
    return maker().serveRows(json).prepare().pairs().stream()
        .map(pair -> pair.serve().name())
        .toList();
  }

  @Test
  void a_list_of_records_is_as_many_rows_in_order() {
    assertThat(
            names("[{\"b\": 2, \"a\": true}, {\"a\": null}, {\"_benchmark_name\": 7, \"a\": 1}]"))
        .containsExactly("b=2-a=True", "a=None", "7");
  }

  @Test
  void a_record_of_records_names_them_and_an_inner_name_wins() {
    assertThat(names("{\"small\": {\"a\": 1}, \"x\": {\"_benchmark_name\": \"large\", \"a\": 2}}"))
        .containsExactly("small", "large");
  }

  @Test
  void axes_multiply_and_rules_take_out() {
    assertThat(
            names(
                """
                {"axes": {"max_num_seqs": "32..128 x2", "enable_x": [true, false]},
                 "exclude": ["enable_x && max_num_seqs > 64"]}
                """))
        .containsExactly(
            "max_num_seqs=32-enable_x=True",
            "max_num_seqs=32-enable_x=False",
            "max_num_seqs=64-enable_x=True",
            "max_num_seqs=64-enable_x=False",
            "max_num_seqs=128-enable_x=False");
  }

  @Test
  void a_conditional_axis_takes_its_flag_away_elsewhere() {
    assertThat(
            maker()
                .serve("vllm serve m --block-size 16")
                .serveRows(
                    """
                    {"axes": {"enable_x": [true, false]},
                     "params": {"block_size": {"values": [8], "when": "enable_x"}}}
                    """)
                .serverCommands())
        .containsExactly("vllm serve m --enable-x --block-size 8", "vllm serve m --no-enable-x");
  }

  @Test
  void json_may_be_indented_with_tabs_and_files_may_be_yaml() {
    assertThat(names("[\n\t{\n\t\t\"a\": \"x\ty\"\n\t}\n]")).containsExactly("a=x\ty");
    assertThat(names("- {a: 1}\n- {a: 2}\n")).containsExactly("a=1", "a=2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "7                                | serve.json:1:1  | a parameter file is a list of"
            + " records",
        "[]                               | serve.json:1:1  | the file has no row",
        "{}                               | serve.json:1:1  | the file has no row",
        "[{\"a\": 1}, 5]                  | serve.json:1:12 | a row is a record of parameters",
        "{\"a\": 5}                       | serve.json:1:7  | 'a' names a record of parameters",
        "[{\"a\": 1, \"a\": 2}]           | serve.json:1:11 | the key 'a' is given twice",
        "[{\"a\": 1}                      | serve.json:1:10 | ``",
        "[{\"--a\": 1}]                   | serve.json:1:3  | '--a' is no parameter's name",
        "[{\"a_b\": 1, \"a-b\": 2}]       | serve.json:1:13 | 'a_b' and 'a-b' are one flag",
        "[{\"tp\": 1, \"tensor_parallel_size\": 2}] | serve.json:1:12 | are one flag",
        "[{\"_benchmark_name\": 1}, {\"_benchmark_name\": \"1\"}] | serve.json:1:27 | two rows are"
            + " called '1'",
        "{\"x\": {}, \"y\": {\"_benchmark_name\": \"x\"}} | serve.json:1:17 | two rows are called"
            + " 'x'",
        "[{\"_benchmark_name\": [1]}]      | serve.json:1:3  | _benchmark_name is a text",
        "[{\"env.\": 1}]                  | serve.json:1:3  | names no environment variable",
        "[{\"env.A\": [1]}]               | serve.json:1:3  | a variable is a text or a number",
        "{\"axes\": {\"a\": []}}          | serve.json:1:16 | an axis needs at least one value",
        "{\"axes\": {\"a\": [1]}, \"frobnicate\": 1} | serve.json:1:22 | unknown key 'frobnicate'",
        "{\"axes\": {\"a\": [1]}, \"require\": [\"b > 1\"]} | serve.json:1:35 | unknown name 'b'",
      })
  void what_is_wrong_with_a_file_is_told_with_its_place(String json, String place, String message) {
    String refusal = maker().serveRows(json).refusal();
    assertThat(refusal).contains(place).contains(message);
  }

  @Test
  void problems_of_both_files_are_told_at_once() {
    String refusal =
        maker()
            .serveRows("[{\"a\": 1, \"a\": 2}, 5]")
            .benchRows("[{\"env.X\": 1}, \"x\"]")
            .refusal();
    assertThat(refusal)
        .contains("serve.json:1:11")
        .contains("serve.json:1:20")
        .contains("bench.json:1:3")
        .contains("a variable of the load cannot vary")
        .contains("bench.json:1:16")
        .contains("4 problems");
  }

  @Test
  void a_missing_file_is_told() {
    SweepMaker maker = maker();
    maker.options.serveParams = Optional.of(folder.resolve("none.json"));
    assertThat(maker.refusal()).contains("there is no such file").contains("none.json");
  }

  @Test
  void links_keep_the_pairs_that_agree_and_start_no_server_without_any() {
    SweepMaker maker =
        maker()
            .serveRows("[{\"len\": 8}, {\"len\": 16}, {\"len\": 32}]")
            .benchRows("[{\"random_input_len\": 8}, {\"random_input_len\": 16}]");
    maker.options.linkVars = " len = random_input_len ";
    assertThat(maker.serverCommands())
        .containsExactly("vllm serve m --len 8", "vllm serve m --len 16");
    assertThat(maker.plan().runs()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "len                     | 'len' is no link",
        "len=a=b                 | 'len=a=b' is no link",
        "len=random_input_len,   | '' is no link",
        "lenn=random_input_len   | no row of --serve-params has 'lenn'",
        "len=input               | no row of --bench-params has 'input'",
      })
  void what_is_wrong_with_links_is_told(String links, String message) {
    SweepMaker maker = maker().serveRows("[{\"len\": 8}]").benchRows("[{\"random_input_len\": 8}]");
    maker.options.linkVars = links;
    assertThat(maker.refusal()).contains(message).contains("hint: ");
  }

  @Test
  void links_that_leave_nothing_are_refused() {
    SweepMaker maker = maker().serveRows("[{\"len\": 8}]").benchRows("[{\"num_prompts\": 9}]");
    maker.options.linkVars = "len=num_prompts";
    assertThat(maker.refusal()).contains("leaves no pair");
  }

  @Test
  void rows_that_come_to_the_same_command_are_measured_once_and_said() {
    Prepared prepared =
        maker().serve("vllm serve m --a 1").serveRows("[{}, {\"a\": 1}, {\"a\": 2}]").prepare();
    assertThat(prepared.pairs()).hasSize(3);
    assertThat(prepared.plan().servers()).hasSize(2);
    assertThat(prepared.notes()).anyMatch(note -> note.contains("measured once"));
    PlannedRun first = prepared.plan().runs().getFirst();
    assertThat(prepared.pairsOf(first.point())).hasSize(2);
  }

  @Test
  void options_that_the_built_in_client_refuses_are_told_before_anything_starts() {
    assertThat(maker().benchRows("[{\"num_prompts\": -1}]").refusal()).contains("num-prompts");
    assertThat(maker().bench("kneeline bench serve --nonsense 1").refusal()).contains("nonsense");
  }
}
