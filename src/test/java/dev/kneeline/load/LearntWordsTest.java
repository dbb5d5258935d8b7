package dev.kneeline.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What a server's tokenizer was asked once need not be asked again, and serves no other server.
class LearntWordsTest {

  private static final PromptForm.Words FOUND =
      new PromptForm.Words(List.of("again", "write"), List.of("again"), 1, LengthsBy.SERVER);

  private final LearntWords learnt = new LearntWords();
  private final LoadOptions asked = options();

  @Test
  void the_next_load_on_the_server_knows_the_words() {
    learnt.learn(asked, settled(FOUND));
    assertThat(form(options("num-prompts", "7"))).isEqualTo(FOUND);
  }

  @Test
  void another_server_or_model_is_asked_itself() {
    learnt.learn(asked, settled(FOUND));
    for (LoadOptions other :
        List.of(options("base-url", "http://127.0.0.1:2"), options("model", "other"))) {
      assertThat(form(other)).isEqualTo(other.workload().form());
    }
  }

  @Test
  void token_ids_stay_token_ids() {
    learnt.learn(asked, settled(FOUND));
    assertThat(form(options("prompt-token-ids", "true"))).isInstanceOf(PromptForm.TokenIds.class);
  }

  @Test
  void a_server_that_could_not_tell_is_asked_again() {
    learnt.learn(
        asked, settled(PromptForm.Words.of(List.of("again", "write"), LengthsBy.APPROXIMATE)));
    assertThat(form(asked)).isEqualTo(asked.workload().form());
  }

  private PromptForm form(LoadOptions options) {
    return learnt.recall(options).workload().form();
  }

  private LoadOptions settled(PromptForm form) {
    return asked.withWorkload(asked.workload().withForm(form));
  }

  private static LoadOptions options(String... more) {
    String[] usual = {"base-url", "http://127.0.0.1:1", "model", "m"};
    return Loads.options(Loads.joined(usual, more));
  }
}
