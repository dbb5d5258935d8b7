package dev.kneeline.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.metric.RequestSlo;
import dev.kneeline.space.Value;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class LoadOptionsTest {

  @Test
  void without_options_it_is_vllms_default_run() {
    LoadOptions options = read();
    assertThat(options.target().base()).hasToString("http://127.0.0.1:8000");
    assertThat(options.target().endpoint()).isEqualTo("/v1/completions");
    assertThat(options.workload().count()).isEqualTo(1000);
    assertThat(options.workload().dataset())
        .isEqualTo(
            new Dataset.RandomPrompts(
                new Lengths(1024, 1024), new Lengths(128, 128), 0, RangeRule.AROUND));
    assertThat(options.pace().isClosedLoop()).isFalse();
    assertThat(options.body().ignoreEos()).isTrue();
  }

  @Test
  void a_value_may_be_typed_or_text_and_a_name_dashed_or_not() {
    assertThat(LoadOptions.of(Map.of("max_concurrency", Value.of(64))).pace())
        .isEqualTo(LoadOptions.of(Map.of("max-concurrency", Value.of("64"))).pace());
  }

  @Test
  void the_range_ratio_is_vllms_rounded_outwards() {
    assertThat(random("random-input-len", "10", "random-range-ratio", "0.25").input())
        .isEqualTo(new Lengths(7, 13));
    Dataset.RandomPrompts bySide =
        random("random-range-ratio", "{\"input\": 0.5, \"output\": 0}", "random-output-len", "9");
    assertThat(bySide.input()).isEqualTo(new Lengths(512, 1536));
    assertThat(bySide.output()).isEqualTo(new Lengths(9, 9));
  }

  @Test
  void the_other_convention_of_the_range_ratio_draws_from_below() {
    Dataset.RandomPrompts below =
        random(
            "random-input-len", "1000",
            "random-output-len", "10",
            "random-range-ratio", "0.8",
            "random-range-rule", "below");
    assertThat(below.input()).isEqualTo(new Lengths(800, 1000));
    assertThat(below.output()).isEqualTo(new Lengths(8, 10));
    assertThat(random("random-input-len", "7", "random-range-rule", "below").input())
        .isEqualTo(new Lengths(7, 7));
    assertThat(problems("random-range-rule", "below", "random-range-ratio", "0"))
        .extracting(Problem::hint)
        .contains("1 gives equal lengths");
    assertThat(problems("random-range-rule", "beside"))
        .extracting(Problem::hint)
        .contains("use around or below");
  }

  @Test
  void an_answer_has_at_least_one_token() {
    assertThat(random("random-output-len", "1", "random-range-ratio", "0.9").output())
        .isEqualTo(new Lengths(1, 2));
  }

  @Test
  void a_completions_backend_sent_to_the_chat_path_means_chat() {
    LoadOptions options = read("backend", "vllm", "endpoint", "/v1/chat/completions");
    assertThat(options.target().backend()).isEqualTo(Backend.OPENAI_CHAT);
  }

  @Test
  void all_problems_come_at_once_each_with_a_way_out() {
    assertThat(
            problems(
                "num-promts", "3",
                "max-concurrency", "0",
                "request-rate", "-2",
                "backend", "vlm",
                "dataset-name", "randon",
                "verdict-limits", "loop_lag_max=3"))
        .extracting(Problem::key, Problem::hint)
        .contains(
            Tuple.tuple("num-promts", "did you mean 'num-prompts'?"),
            Tuple.tuple("max-concurrency", "at least 1"),
            Tuple.tuple("request-rate", "write a number above 0"),
            Tuple.tuple("dataset-name", "did you mean 'random'?"),
            Tuple.tuple("verdict-limits", "did you mean 'loop_lag_max_ms'?"))
        .extracting(tuple -> tuple.toList().getFirst())
        .contains("backend");
  }

  @Test
  void a_ramp_needs_both_ends_and_no_other_rate() {
    assertThat(problems("ramp-up-strategy", "linear", "ramp-up-start-rps", "1"))
        .extracting(Problem::key)
        .containsExactly("ramp-up-end-rps");
    assertThat(
            problems(
                "ramp-up-strategy", "linear",
                "ramp-up-start-rps", "0",
                "ramp-up-end-rps", "4",
                "request-rate", "3"))
        .extracting(Problem::key)
        .containsExactly("ramp-up-start-rps", "request-rate");
  }

  @Test
  void an_option_that_makes_no_sense_here_is_taken_with_a_note() {
    assertThat(read("tokenizer-mode", "auto").notes())
        .containsExactly("tokenizer-mode has no effect here: tokenizer.json tells its own");
  }

  @Test
  void bodies_have_vllms_members_and_extra_ones_win() {
    LoadOptions options =
        read(
            "model", "m",
            "extra-body", "{\"max_tokens\": 3, \"seed\": 1}",
            "temperature", "0.20",
            "random-output-len", "5");
    String body =
        new RequestEncoder(options.target(), options.body()).content(new Prompt("[1]", 1, 5));
    assertThat(body)
        .isEqualTo(
            "{\"prompt\":[1],\"max_tokens\":3,\"model\":\"m\",\"ignore_eos\":true,\"stream\":true,"
                + "\"stream_options\":{\"include_usage\":true},\"temperature\":0.20,\"seed\":1}");
  }

  @Test
  void what_vllm_reads_and_we_do_not_is_refused_with_what_to_do() {
    assertThat(
            problems("dataset-name", "hf", "dataset-path", "a/b", "backend", "openai-embeddings"))
        .extracting(Problem::key, Problem::message)
        .containsExactly(
            Tuple.tuple(
                "backend", "'openai-embeddings' answers without tokens, which is not measured"),
            Tuple.tuple("dataset-name", "no model hub is asked for datasets"));
    assertThat(problems("dataset-name", "hf").getFirst().hint())
        .contains("--dataset-name custom --dataset-path FILE");
    assertThat(problems("dataset-name", "random-mm").getFirst().message())
        .contains("only text is sent");
    assertThat(read("hf-split", "train", "hf-output-len", "3").notes())
        .hasSize(2)
        .allMatch(note -> note.contains("no model hub is asked"));
  }

  @Test
  void an_older_versions_name_of_the_backend_is_understood() {
    assertThat(read("endpoint-type", "openai-chat").target().endpoint())
        .isEqualTo("/v1/chat/completions");
    assertThat(problems("endpoint-type", "none").getFirst().key()).isEqualTo("endpoint-type");
  }

  @Test
  void no_stream_is_vllms_word_on_datasets_and_leaves_requests_alone() {
    LoadOptions options = read("no-stream", "true");
    assertThat(options.body().stream()).isTrue();
    assertThat(options.notes()).singleElement().asString().contains("say stream false");
    assertThat(read("stream", "false").body().stream()).isFalse();
  }

  @Test
  void numbers_without_sense_are_refused_and_not_cut_to_fit() {
    assertThat(
            problems(
                "random-prefix-len", "5000000000",
                "random-input-len", "4294967297",
                "num-warmups", "4294967297",
                "duration", "0",
                "max-error-share", "50",
                "temperature", "inf"))
        .extracting(Problem::key)
        .containsExactlyInAnyOrder(
            "random-prefix-len",
            "random-input-len",
            "num-warmups",
            "duration",
            "max-error-share",
            "temperature");
    assertThat(problems("dataset-name", "sessions", "session-think-sec", "-1"))
        .extracting(Problem::key)
        .containsExactly("session-think-sec");
  }

  @Test
  void goodput_is_understood_as_one_word_or_several() {
    List<RequestSlo> both =
        List.of(
            new RequestSlo(RequestSlo.Latency.TTFT, 200),
            new RequestSlo(RequestSlo.Latency.TPOT, 50));
    Value words = new Value.Items(List.of(Value.of("ttft:200"), Value.of("tpot:50")));
    for (Value value : List.of(words, Value.of("ttft:200 tpot:50"), Value.of("TTFT:200,tpot:50"))) {
      assertThat(LoadOptions.of(Map.of("goodput", value)).reporting().figures().goodput())
          .as(value.toString())
          .isEqualTo(both);
    }
  }

  @Test
  void later_words_of_vllms_for_the_wait_are_ours() {
    assertThat(
            read("percentile-metrics", "ttft,client_queue_time,e2el_including_client_queue")
                .reporting()
                .families())
        .containsExactly("ttft", "queue", "response");
  }

  @Test
  void sampling_stands_where_each_api_looks_for_it() {
    assertThat(bodyOf("openai", "temperature", ".5", "logprobs", "3"))
        .contains("\"temperature\":0.5,\"logprobs\":3");
    assertThat(bodyOf("openai-chat", "logprobs", "3"))
        .contains("\"logprobs\":true,\"top_logprobs\":3");
    assertThat(bodyOf("sglang", "temperature", "0.5", "logprobs", "3"))
        .contains(
            "\"sampling_params\":{\"max_new_tokens\":5,\"ignore_eos\":true,\"temperature\":0.5}",
            "\"return_logprob\":true,\"top_logprobs_num\":3");
    assertThat(bodyOf("tgi", "top-p", "0.9"))
        .contains("\"parameters\":{\"max_new_tokens\":5,\"details\":true,\"top_p\":0.9}");
  }

  @Test
  void an_answer_may_be_short_where_nobody_was_told_to_fill_it() {
    assertThat(read().body().mustFill()).isTrue();
    assertThat(read("backend", "tgi").body().mustFill()).isFalse();
    assertThat(read("backend", "tgi").notes()).singleElement().asString().contains("tgi cannot");
    assertThat(read("extra-body", "{\"max_tokens\": 3}").body().mustFill()).isFalse();
    assertThat(read("extra-body", "{\"seed\": 3}").body().mustFill()).isTrue();
  }

  private static String bodyOf(String backend, String... more) {
    String[] first = {"backend", backend};
    LoadOptions options = read(Loads.joined(first, more));
    return new RequestEncoder(options.target(), options.body()).content(new Prompt("\"x\"", 1, 5));
  }

  @Test
  void a_key_is_never_shown() {
    LoadOptions options = read("header", "Authorization=Bearer secret-1");
    assertThat(options.toString()).doesNotContain("secret-1").contains("Authorization");
  }

  @Test
  void every_option_of_the_table_has_a_default_that_can_be_read() {
    for (LoadOption row : LoadOptions.names()) {
      assertThat(row.help()).as(row.name()).isNotBlank();
      if (!row.fallback().isEmpty()) {
        assertThat(LoadOptions.read(Map.of(row.name(), Value.of(row.fallback()))))
            .as(row.name())
            .isInstanceOf(LoadOptions.Read.class);
      }
    }
  }

  private static Dataset.RandomPrompts random(String... pairs) {
    return (Dataset.RandomPrompts) read(pairs).workload().dataset();
  }

  private static LoadOptions read(String... pairs) {
    return Loads.options(pairs);
  }

  private static List<Problem> problems(String... pairs) {
    return ((LoadOptions.Refused) LoadOptions.read(Loads.values(pairs))).problems();
  }
}
