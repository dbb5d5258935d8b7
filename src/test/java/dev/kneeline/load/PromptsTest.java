package dev.kneeline.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kneeline.space.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptsTest {

  private static final PromptForm WORDS =
      PromptForm.Words.of(List.of("ban", "bel", "cor"), LengthsBy.WORDS);

  private static final Dataset.Labels USUAL =
      new Dataset.Labels("timestamp", "input_length", "output_length", "hash_ids");

  @TempDir Path folder;

  @Test
  void burstgpts_rows_are_lengths_and_their_times_hold_only_where_asked_for() throws Exception {
    Path file = folder.resolve("burst.csv");
    Files.writeString(
        file,
        """
        Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type
        5,ChatGPT,9,9,18,Conversation log
        6,GPT-4,3,2,5,Conversation log
        7,GPT-4,4,0,4,Conversation log
        9.5,GPT-4,5,4,9,API log
        """);
    Prompts timed = of(new Dataset.BurstGpt(file, true), WORDS, 1);
    assertThat(timed.distinct()).isEqualTo(2);
    assertThat(timed.prompt(1).tokens()).isEqualTo(5);
    assertThat(timed.prompt(1).askedTokens()).isEqualTo(4);
    Arrivals times = timed.schedule().orElseThrow();
    assertThat(List.of(times.nextNanos(), times.nextNanos())).containsExactly(0L, 3_500_000_000L);
    assertThat(of(new Dataset.BurstGpt(file, false), WORDS, 1).schedule()).isEmpty();
    assertThat(
            Loads.options("dataset-name", "burstgpt", "dataset-path", file.toString())
                .workload()
                .dataset())
        .isEqualTo(new Dataset.BurstGpt(file, false));
  }

  @Test
  void a_trace_has_mooncakes_units_and_under_vllms_name_vllms() throws Exception {
    Path file = Files.writeString(folder.resolve("t.jsonl"), "{}");
    assertThat(trace(file, "trace")).extracting(Dataset.Trace::secondsPerUnit).isEqualTo(0.001);
    assertThat(trace(file, "trace").blockTokens()).isEqualTo(512);
    assertThat(trace(file, "timed_trace").secondsPerUnit()).isEqualTo(1);
    assertThat(trace(file, "timed_trace").blockTokens()).isEqualTo(16);
    assertThat(trace(file, "timed_trace", "trace-block-tokens", "8").blockTokens()).isEqualTo(8);
    assertThat(trace(file, "trace", "timed-trace-sec-multiplier", "2").secondsPerUnit())
        .isEqualTo(2);
  }

  private static Dataset.Trace trace(Path file, String name, String... more) {
    String[] first = {"dataset-name", name, "dataset-path", file.toString()};
    return (Dataset.Trace) Loads.options(Loads.joined(first, more)).workload().dataset();
  }

  @Test
  void a_trace_keeps_its_times_unless_told_not_to() throws Exception {
    Path file = folder.resolve("trace.jsonl");
    Files.writeString(file, "{\"timestamp\":1,\"input_length\":4,\"output_length\":2}\n");
    for (boolean timed : List.of(true, false)) {
      String[] trace = {"dataset-name", "timed_trace", "dataset-path", file.toString()};
      LoadOptions options =
          Loads.options(timed ? trace : Loads.joined(trace, "no-self-timed", "true"));
      assertThat(of(options.workload().dataset(), WORDS, 1).schedule().isPresent())
          .isEqualTo(timed);
    }
  }

  @Test
  void a_random_prompt_has_as_many_words_as_tokens_within_the_lengths() throws LoadException {
    Dataset dataset =
        new Dataset.RandomPrompts(new Lengths(3, 6), new Lengths(2, 4), 5, RangeRule.AROUND);
    Prompts prompts = of(dataset, WORDS, 1);
    Set<Integer> inputs = new HashSet<>();
    Set<Integer> outputs = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      Prompt prompt = prompts.prompt(i);
      assertThat(words(prompt)).hasSize(prompt.tokens()).isSubsetOf("ban", "bel", "cor");
      inputs.add(prompt.tokens());
      outputs.add(prompt.askedTokens());
    }
    assertThat(inputs).containsExactlyInAnyOrder(8, 9, 10, 11);
    assertThat(outputs).containsExactlyInAnyOrder(2, 3, 4);
  }

  @Test
  void all_random_prompts_share_their_prefix_and_nothing_else() throws LoadException {
    Dataset dataset =
        new Dataset.RandomPrompts(new Lengths(40, 40), new Lengths(2, 2), 5, RangeRule.AROUND);
    Prompts prompts = of(dataset, WORDS, 1);
    List<String> first = words(prompts.prompt(0));
    List<String> second = words(prompts.prompt(1));
    assertThat(first.subList(0, 5)).isEqualTo(second.subList(0, 5));
    assertThat(first.subList(5, 45)).isNotEqualTo(second.subList(5, 45));
  }

  @Test
  void token_ids_stay_inside_the_vocabulary() throws LoadException {
    Dataset dataset =
        new Dataset.RandomPrompts(new Lengths(50, 50), new Lengths(2, 2), 0, RangeRule.AROUND);
    String json = of(dataset, new PromptForm.TokenIds(310), 1).prompt(3).json();
    assertThat(List.of(json.substring(1, json.length() - 1).split(",")))
        .hasSize(50)
        .allSatisfy(id -> assertThat(Integer.parseInt(id)).isBetween(300, 309));
  }

  @Test
  void equal_seeds_give_equal_prompts_and_others_do_not() throws LoadException {
    Dataset dataset =
        new Dataset.RandomPrompts(new Lengths(30, 40), new Lengths(2, 9), 0, RangeRule.AROUND);
    assertThat(of(dataset, WORDS, 1).prompt(7)).isEqualTo(of(dataset, WORDS, 1).prompt(7));
    assertThat(of(dataset, WORDS, 1).prompt(7)).isNotEqualTo(of(dataset, WORDS, 2).prompt(7));
  }

  @Test
  void prefixes_repeat_in_turn() throws LoadException {
    Prompts prompts = of(new Dataset.PrefixRepetition(3, 20, 4, 9), WORDS, 1);
    assertThat(words(prompts.prompt(1)).subList(0, 20))
        .isEqualTo(words(prompts.prompt(4)).subList(0, 20))
        .isNotEqualTo(words(prompts.prompt(2)).subList(0, 20));
    assertThat(words(prompts.prompt(1))).hasSize(24);
  }

  @Test
  void custom_lines_give_their_prompts_and_perhaps_their_own_lengths() throws Exception {
    Path file = folder.resolve("prompts.jsonl");
    Files.writeString(
        file, "{\"prompt\": \"tell \\\"me\\\"\", \"output_tokens\": 12}\n\n{\"prompt\": \"b\"}\n");
    Prompts own = of(new Dataset.Custom(file, OptionalInt.empty(), false), WORDS, 1);
    assertThat(own.distinct()).isEqualTo(2);
    assertThat(own.prompt(0).json()).isEqualTo("\"tell \\\"me\\\"\"");
    assertThat(own.prompt(0).askedTokens()).isEqualTo(12);
    assertThat(own.prompt(1).askedTokens()).isZero();
    Prompts given = of(new Dataset.Custom(file, OptionalInt.of(5), false), WORDS, 1);
    assertThat(given.prompt(0).askedTokens()).isEqualTo(5);
  }

  @Test
  void a_bad_line_is_named_by_its_number() throws IOException {
    Path file =
        Files.writeString(folder.resolve("bad.jsonl"), "{\"prompt\": \"a\"}\n{\"text\": 3}\n");
    assertThatThrownBy(() -> of(new Dataset.Custom(file, OptionalInt.of(5), false), WORDS, 1))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("line 2 has no text under \"prompt\"");
  }

  @Test
  void of_a_large_sharegpt_only_what_is_wanted_is_read_and_counted() throws Exception {
    String turn = "{\"from\": \"human\", \"value\": \"%s\"}";
    StringBuilder list = new StringBuilder("[\n");
    for (int i = 0; i < 500; i++) {
      String said = turn.formatted("né 京 😀 number " + i + " of many conversations");
      list.append(i == 0 ? "" : " ,\n")
          .append("{\"id\": \"%d\", \"conversations\": [%s, %s]}".formatted(i, said, said));
    }
    Path file = Files.writeString(folder.resolve("large.json"), list.append("\n]"));
    AtomicInteger counted = new AtomicInteger();
    TokenCounter counter =
        text -> {
          counted.incrementAndGet();
          return 9;
        };
    FilePrompts.Reading reading = new FilePrompts.Reading(counter, 7, 20);
    Prompts inOrder = reading.shareGpt(new Dataset.ShareGpt(file, OptionalInt.empty(), false));
    assertThat(inOrder.distinct()).isEqualTo(20);
    assertThat(counted).hasValue(40);
    for (int i = 0; i < 20; i++) {
      assertThat(inOrder.prompt(i).json())
          .isEqualTo("\"né 京 😀 number " + i + " of many conversations\"");
    }
    Prompts drawn = reading.shareGpt(new Dataset.ShareGpt(file, OptionalInt.empty(), true));
    Prompts again = reading.shareGpt(new Dataset.ShareGpt(file, OptionalInt.empty(), true));
    assertThat(drawn).isEqualTo(again).isNotEqualTo(inOrder);
    Files.writeString(file, "{\"conversations\": []}");
    assertThatThrownBy(() -> reading.shareGpt(new Dataset.ShareGpt(file, OptionalInt.of(3), true)))
        .hasMessage("the file is no list of conversations");
  }

  @Test
  void sharegpt_keeps_the_conversations_that_vllm_keeps() throws Exception {
    String turn = "{\"from\": \"human\", \"value\": \"%s\"}";
    String good = turn.formatted("a question of some length");
    String conversation = "{\"conversations\": [%s]}";
    Path file = folder.resolve("sharegpt.json");
    Files.writeString(
        file,
        "["
            + String.join(
                ",",
                conversation.formatted(good + "," + good),
                conversation.formatted(good),
                conversation.formatted(turn.formatted("hm") + "," + good),
                conversation.formatted(turn.formatted("x".repeat(5000)) + "," + good))
            + "]");
    assertThat(of(new Dataset.ShareGpt(file, OptionalInt.empty(), true), WORDS, 1).distinct())
        .isEqualTo(1);
  }

  @Test
  void a_trace_keeps_its_times_its_lengths_and_which_blocks_are_equal() throws Exception {
    Path file = folder.resolve("trace.jsonl");
    String line =
        "{\"timestamp\": %d, \"input_length\": %d, \"output_length\": 3, \"hash_ids\": [%s]}\n";
    Files.writeString(
        file,
        line.formatted(1500, 10, "1, 2, 3")
            + line.formatted(1000, 6, "1, 9")
            + line.formatted(3000, 9, "1, 2"));
    Prompts trace = of(new Dataset.Trace(file, 0.001, 4, USUAL, true), WORDS, 1);
    assertThat(words(trace.prompt(0))).hasSize(6);
    assertThat(words(trace.prompt(1))).hasSize(10);
    assertThat(words(trace.prompt(2))).hasSize(9);
    assertThat(words(trace.prompt(1)).subList(0, 8))
        .isEqualTo(words(trace.prompt(2)).subList(0, 8));
    assertThat(words(trace.prompt(0)).subList(0, 4))
        .isEqualTo(words(trace.prompt(1)).subList(0, 4));
    Arrivals arrivals = trace.schedule().orElseThrow();
    assertThat(List.of(arrivals.nextNanos(), arrivals.nextNanos(), arrivals.nextNanos()))
        .containsExactly(0L, 500_000_000L, 2_000_000_000L);
  }

  @Test
  void a_trace_may_be_told_by_vllms_options_for_it() throws Exception {
    Path file = folder.resolve("trace.jsonl");
    Files.writeString(file, "{\"at\": 2, \"in\": 40, \"out\": 3, \"ids\": [1, 2]}\n");
    Dataset dataset =
        LoadOptions.of(
                Map.of(
                    "dataset-name", Value.of("timed_trace"),
                    "dataset-path", Value.of(file.toString()),
                    "timed-trace-sec-multiplier", Value.of("1"),
                    "timed-trace-chunk-hash-size", Value.of("16"),
                    "timed-trace-label-timestamp", Value.of("at"),
                    "timed-trace-label-input-length", Value.of("in"),
                    "timed-trace-label-output-length", Value.of("out"),
                    "timed-trace-label-hash-ids", Value.of("ids")))
            .workload()
            .dataset();
    assertThat(dataset)
        .isEqualTo(
            new Dataset.Trace(file, 1, 16, new Dataset.Labels("at", "in", "out", "ids"), true));
    assertThat(words(of(dataset, WORDS, 1).prompt(0))).hasSize(40);
  }

  private static Prompts of(Dataset dataset, PromptForm form, long seed) throws LoadException {
    return PromptsOf.workload(
        new WorkloadSpec(
            dataset, form, 10, seed, true, new Counting(true, Optional.empty(), Optional.empty())),
        Backend.OPENAI,
        0);
  }

  private static List<String> words(Prompt prompt) {
    return List.of(prompt.json().replace("\"", "").split(" "));
  }
}
