package dev.kneeline.dialect.params;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ParamsCommandTest {

  @TempDir Path folder = Path.of(".");

  /// What a call printed and returned.
  private record Answer(int code, String out, String err) {}

  private static Answer call(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = new CommandLine(new ParamsCommand());
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    int code = line.execute(arguments);
    return new Answer(code, out.toString(), err.toString());
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  @Test
  void the_count_is_exact_and_the_rules_account_for_it() {
    JsonNode count = json(call("--count").out());
    assertThat(count.get("product").asString()).isEqualTo("1058158080000000000");
    assertThat(count.get("valid").asString()).isEqualTo("2095600896000000");
    long removed =
        count.get("removed").valueStream().mapToLong(each -> Long.parseLong(each.asString())).sum();
    assertThat(removed).isEqualTo(1_058_158_080_000_000_000L - 2_095_600_896_000_000L);
    assertThat(count.get("removed").size()).isEqualTo(8);
  }

  @Test
  void with_nsa_there_are_more() {
    JsonNode count = json(call("--count", "--with", "attention_backend=nsa").out());
    assertThat(count.get("valid").asString()).isEqualTo("7334603136000000");
  }

  @Test
  void a_json_file_has_all_keys_in_order_and_keeps_types() throws IOException {
    Path target = file("configs.json");
    Answer answer = call("--max-combinations", "100", "--output", target.toString());
    assertThat(answer.code()).isZero();
    String text = Files.readString(target);
    assertThat(text)
        .startsWith(
            "[\n  {\n    \"tokenizer_worker_num\": 1,\n    \"chunked_prefill_size\": null,\n");
    JsonNode list = json(text);
    assertThat(list.size()).isEqualTo(100);
    assertThat(list.valueStream().distinct()).hasSize(100);
    assertThat(list.get(0).get("hicache_ratio").isFloatingPointNumber()).isTrue();
    assertThat(list.get(7).propertyNames()).hasSize(33).startsWith("tokenizer_worker_num");
    assertThat(call("--check", target.toString()).code()).isZero();
  }

  @Test
  void a_csv_file_is_what_the_generator_writes() {
    Answer answer =
        call("--max-combinations", "1", "--format", "csv", "--method", "first", "--output", "-");
    assertThat(answer.out())
        .endsWith(
            "\r\n"
                + "1,,4096,fcfs,,0.5,lru,,,,,,flashmla_sparse,fa3,False,1.0,0,write_back,kernel,layer_first,,best_effort,False,False,,False,False,False,False,False,False,16,1\r\n");
  }

  @Test
  void an_empty_result_is_an_empty_list_or_a_header() throws IOException {
    Path catalogue = file("none.yaml");
    Files.writeString(catalogue, "parameters: {a: [1, 2]}\nrules: {never: {require: [a > 2]}}\n");
    String params = catalogue.toString();
    assertThat(call("--params", params, "--output", "-").out()).isEqualTo("[]\n");
    Answer csv = call("--params", params, "--output", "-", "--format", "csv");
    assertThat(csv.out()).isEqualTo("a\r\n");
    assertThat(csv.err()).contains("no point is valid, because of 'never'");
  }

  @Test
  void an_existing_file_is_replaced_with_a_note_or_kept() throws IOException {
    Path target = file("configs.json");
    Files.writeString(target, "old");
    Answer kept = call("--max-combinations", "2", "--output", target.toString(), "--no-clobber");
    assertThat(kept.code()).isEqualTo(2);
    assertThat(target).hasContent("old");
    Answer replaced = call("--max-combinations", "2", "--output", target.toString());
    assertThat(replaced.err()).contains("2 combinations; replaced " + target);
    assertThat(json(Files.readString(target)).size()).isEqualTo(2);
  }

  @Test
  void a_file_that_cannot_be_written_leaves_nothing_behind() throws IOException {
    Path target = file("missing").resolve("configs.json");
    Answer answer = call("--max-combinations", "2", "--output", target.toString());
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("error: cannot write").contains("there is no folder");
    assertThat(call("--max-combinations", "2", "--output", folder.toString()).code()).isEqualTo(2);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void more_than_a_million_must_be_asked_for() {
    Answer answer = call("--output", file("all.json").toString());
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("error: 2,095,600,896,000,000 combinations are valid");
    assertThat(file("all.json")).doesNotExist();
  }

  @Test
  void shards_together_are_the_sample() {
    for (String method : List.of("first", "uniform", "balanced")) {
      List<String> whole = lines(method, "1/1");
      List<String> parts = new ArrayList<>();
      for (String shard : List.of("1/3", "2/3", "3/3")) {
        parts.addAll(lines(method, shard));
      }
      assertThat(parts).as(method).hasSize(20).containsExactlyInAnyOrderElementsOf(whole);
    }
  }

  private static List<String> lines(String method, String shard) {
    Answer answer =
        call(
            "--max-combinations",
            "20",
            "--method",
            method,
            "--shard",
            shard,
            "--format",
            "csv",
            "--output",
            "-");
    return answer.out().lines().skip(1).toList();
  }

  @Test
  void parameters_can_be_fixed_replaced_and_removed() {
    Answer answer =
        call(
            "--set",
            "schedule_policy=lpm",
            "--values",
            "page_size=null,16",
            "--remove",
            "tokenizer_worker_num",
            "--count");
    // A fifth of the policies, two of six page sizes, a fifth of the workers.
    assertThat(json(answer.out()).get("valid").asString())
        .isEqualTo(Long.toString(2_095_600_896_000_000L / 5 / 3 / 5));
  }

  @Test
  void what_does_not_exist_is_named_with_the_nearest() {
    assertThat(call("--set", "schedul_policy=lpm").err())
        .contains("error: --set: unknown parameter 'schedul_policy'")
        .contains("hint: did you mean 'schedule_policy'?");
    assertThat(call("--set", "schedule_policy=randon").err())
        .contains("error: schedule_policy has no value randon")
        .contains("hint: did you mean 'random'?");
    assertThat(call("--method", "covers").err()).contains("did you mean 'cover'?");
    assertThat(call("--max-combinations", "0").err()).contains("1 or more, not 0");
    assertThat(call("--shard", "4/3").code()).isEqualTo(2);
  }

  @Test
  void a_check_names_the_rule_and_forgives_an_absent_switch() throws IOException {
    Path given = file("given.json");
    Files.writeString(
        given,
        """
        [{"enable_lmcache": true, "enable_hierarchical_cache": true},
         {"hicache_ratio": 2.0},
         {"hicache_ratio": 2, "enable_hierarchical_cache": false},
         {"page_size": 17, "pagesize": 16}]
        """);
    Answer answer = call("--check", given.toString());
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.out().lines().map(line -> line.split(":")[0] + line.split(":")[1]))
        .containsExactly("0 hierarchical_cache", "2 hierarchical_cache", "3 values", "3 values");
    assertThat(answer.err()).contains("3 of 4 combinations are invalid");
  }

  @Test
  void a_cover_says_what_it_covers() {
    Answer answer = call("--method", "cover", "--output", file("pairs.json").toString());
    assertThat(answer.err())
        .containsPattern(
            "\\d+ points show all 7,197 possible pairs of values \\(819 of 8,016 are"
                + " impossible\\); no set is smaller than 54");
  }

  @Test
  void the_parameters_are_shown_with_the_rules_that_read_them() {
    JsonNode info = json(call("--show-info").out());
    assertThat(info.size()).isEqualTo(33);
    assertThat(info.get("torch_compile_max_bs").get("num_values").asInt()).isEqualTo(5);
    assertThat(info.get("torch_compile_max_bs").get("rules").get(0).asString())
        .isEqualTo("torch_compile");
  }

  @Test
  void without_a_file_a_summary_and_five_combinations_are_shown() {
    Answer answer = call();
    assertThat(answer.out())
        .startsWith(
            "sglang: 33 parameters, 1,058,158,080,000,000,000 combinations,"
                + " 2,095,600,896,000,000 of them valid (0.198 %)")
        .contains("\n  all defaults\n");
  }

  @Test
  void a_catalogue_of_ones_own_is_told_its_problems_with_places() throws IOException {
    Path catalogue = file("mine.yaml");
    Files.writeString(catalogue, "parameters: {a-b: [1, 2]}\nrules: {r: {require: [a-b > 2]}}\n");
    Answer answer = call("--params", catalogue.toString());
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("mine.yaml:2:23").contains("hint: write a_b");
  }
}
