package dev.kneeline.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kneeline.llama.CommonWords;
import dev.kneeline.sim.SimServer;
import dev.kneeline.space.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Prompts have the length that was asked for, in the tokens of the model's own tokenizer.
@Timeout(60)
class PromptLengthsTest {

  private static final int STEP = 3;

  @TempDir Path folder;

  @Test
  void words_of_several_tokens_are_left_out_whatever_their_place() throws Exception {
    Set<String> odd = Set.of("about", "after", "island", "wood", "yet");
    TokenCounter counter = text -> 1 + letters(text, odd);
    PromptForm.Words found = WordChoice.find(counter, LengthsBy.SERVER).orElseThrow();
    assertThat(found.words()).doesNotContainAnyElementsOf(odd).contains("again", "write");
    assertThat(found.openers()).isNotEmpty().doesNotContainAnyElementsOf(odd);
    assertThat(found.added()).isEqualTo(1);
    assertThat(counter.count(prompt(found, 100))).isEqualTo(100);
  }

  @Test
  void a_vocabulary_without_common_words_gives_no_exact_lengths() throws IOException {
    assertThat(WordChoice.find(String::length, LengthsBy.TOKENIZER)).isEmpty();
  }

  @Test
  void a_tokenizer_that_merges_across_words_is_found_out() throws IOException {
    TokenCounter merging = text -> words(text) - (words(text) >= 400 ? 1 : 0);
    assertThat(WordChoice.find(merging, LengthsBy.TOKENIZER)).isEmpty();
  }

  @Test
  void a_local_tokenizer_gives_texts_of_exactly_the_asked_length() throws Exception {
    Path file = byteLevelTokenizer();
    try (LocalTokenizer tokenizer = LocalTokenizer.open(file)) {
      PromptForm.Words found = WordChoice.find(tokenizer, LengthsBy.TOKENIZER).orElseThrow();
      assertThat(found.words())
          .hasSizeBetween(100, CommonWords.LIST.size() - 1)
          .allMatch(word -> tokenizer.count(found.openers().getFirst() + " " + word) == 3);
      assertThat(found.added()).isEqualTo(1);
      for (int tokens : List.of(1, 2, 17, 512, 513, 3000)) {
        assertThat(tokenizer.count(prompt(found, tokens))).isEqualTo(tokens);
      }
    }
  }

  @Test
  void a_folder_with_a_tokenizer_is_a_tokenizer_and_so_is_a_models_folder() throws Exception {
    Path file = byteLevelTokenizer();
    assertThat(options("tokenizer", folder).workload().counting().tokenizer()).contains(file);
    assertThat(options("model", folder).workload().counting().tokenizer()).contains(file);
    assertThat(options("tokenizer", "meta/model").notes())
        .containsExactly(
            "tokenizer meta/model is no file or folder here: the server's /tokenize counts");
  }

  @Test
  void what_is_no_tokenizer_is_said_in_words() throws Exception {
    Path file = Files.writeString(folder.resolve("tokenizer.json"), "{}");
    assertThatThrownBy(() -> LocalTokenizer.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("tokenizer.json");
  }

  @Test
  void a_servers_tokenize_counts_and_its_usage_agrees() throws Exception {
    try (SimServer server = SimServer.start("--port", "0", "--fixed", "1,1,2", "tiny")) {
      LoadResult result = run(server.port());
      assertThat(result.options().workload().lengths()).isEqualTo(LengthsBy.SERVER);
      assertThat(result.options().notes()).isEmpty();
      assertThat(result.samples()).allMatch(sample -> sample.inputTokens() == 40);
      assertThat(result.client().number("prompt_tokens_off_max")).isZero();
      assertThat(result.client().numbers()).containsKey("prompt_tokens_off_mean");
    }
  }

  @Test
  void without_any_tokenizer_lengths_are_called_approximate_and_the_difference_is_told()
      throws Exception {
    try (FaultServer server = new FaultServer((number, call) -> call.tokens(2))) {
      LoadResult result = run(server.port());
      assertThat(result.options().workload().lengths()).isEqualTo(LengthsBy.APPROXIMATE);
      assertThat(result.options().notes())
          .singleElement()
          .asString()
          .contains("approximate", "HTTP 404", "--tokenizer");
      assertThat(result.client().number("prompt_tokens_off_mean")).isEqualTo(7 - 40);
      assertThat(result.client().number("prompt_tokens_off_max")).isEqualTo(40 - 7);
    }
  }

  private static LoadResult run(int port) throws LoadException {
    Map<String, Value> values = new LinkedHashMap<>();
    values.put("port", Value.of(port));
    values.put("model", Value.of("tiny"));
    values.put("num-prompts", Value.of(4));
    values.put("max-concurrency", Value.of(2));
    values.put("random-input-len", Value.of(30));
    values.put("random-prefix-len", Value.of(10));
    values.put("random-output-len", Value.of(2));
    return LoadRun.execute(LoadOptions.of(values), LoadListener.none());
  }

  private static LoadOptions options(String name, Object value) {
    return LoadOptions.of(Map.of(name, Value.of(value.toString())));
  }

  private static String prompt(PromptForm.Words form, int tokens) {
    TokenText.Part part = new TokenText.Part(Seeds.stream(1, 2, tokens), tokens);
    return new TokenText(form).json(List.of(part)).replace("\"", "");
  }

  private static int words(String text) {
    return text.isEmpty() ? 0 : text.split(" ").length;
  }

  /// One token a word, but for the odd ones, which have one a letter.
  private static int letters(String text, Set<String> odd) {
    int tokens = 0;
    for (String word : text.isEmpty() ? new String[0] : text.split(" ")) {
      tokens += odd.contains(word) ? word.length() : 1;
    }
    return tokens;
  }

  private static List<String> known() {
    return CommonWords.LIST.stream()
        .filter(word -> CommonWords.LIST.indexOf(word) % STEP != 1)
        .toList();
  }

  /// A byte-level BPE as GPT-2, Llama 3 and Qwen have it, which adds an opening token, and whose
  /// merges know many of the common words, with a blank before them and without.
  private Path byteLevelTokenizer() throws IOException {
    Set<String> vocabulary = new TreeSet<>();
    Set<String> merges = new LinkedHashSet<>();
    for (char letter = '!'; letter <= '~'; letter++) {
      vocabulary.add(String.valueOf(letter));
    }
    vocabulary.add("\u0120");
    for (String word : known()) {
      for (String spelled : List.of(word, "\u0120" + word)) {
        for (int i = 1; i < spelled.length(); i++) {
          merges.add(spelled.substring(0, i) + " " + spelled.charAt(i));
          vocabulary.add(spelled.substring(0, i + 1));
        }
      }
    }
    ObjectNode json = (ObjectNode) JsonMapper.shared().readTree(TOKENIZER);
    ObjectNode model = (ObjectNode) json.path("model");
    ObjectNode ids = model.putObject("vocab");
    vocabulary.forEach(token -> ids.put(token, ids.size() + 1));
    ids.put("<s>", 0);
    ArrayNode rules = model.putArray("merges");
    merges.forEach(rules::add);
    return Files.writeString(folder.resolve("tokenizer.json"), json.toString());
  }

  private static final String TOKENIZER =
      """
      {"version":"1.0","truncation":null,"padding":null,"normalizer":null,
       "added_tokens":[{"id":0,"content":"<s>","single_word":false,"lstrip":false,"rstrip":false,
         "normalized":false,"special":true}],
       "pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,
         "use_regex":true},
       "post_processor":{"type":"TemplateProcessing",
         "single":[{"SpecialToken":{"id":"<s>","type_id":0}},{"Sequence":{"id":"A","type_id":0}}],
         "pair":[{"Sequence":{"id":"A","type_id":0}},{"Sequence":{"id":"B","type_id":0}}],
         "special_tokens":{"<s>":{"id":"<s>","ids":[0],"tokens":["<s>"]}}},
       "decoder":{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":true},
       "model":{"type":"BPE","dropout":null,"unk_token":null,"continuing_subword_prefix":null,
         "end_of_word_suffix":null,"fuse_unk":false,"byte_fallback":false,"ignore_merges":false}}
      """;
}
