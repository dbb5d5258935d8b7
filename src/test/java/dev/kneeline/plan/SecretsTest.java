package dev.kneeline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SecretsTest {

  @Test
  void names_that_end_in_a_word_for_a_secret_carry_one() {
    for (String name :
        List.of("HF_TOKEN", "--api-key", "OPENAI_API_KEY", "db.password", "AWS_SECRET_ACCESS_KEY")) {
      assertThat(Secrets.isSecret(name)).as(name).isTrue();
    }
  }

  @Test
  void names_of_token_counts_carry_none() {
    for (String name :
        List.of("max-num-batched-tokens-limit", "tokenizer", "--max-tokens-per-step", "keyboard")) {
      assertThat(Secrets.isSecret(name)).as(name).isFalse();
    }
  }

  @Test
  void a_flag_for_a_number_of_tokens_is_shown() {
    List<String> words = List.of("--max-num-batched-tokens", "8192", "--max-total-tokens=4096");
    assertThat(Secrets.hideInArguments(words)).isEqualTo(words);
  }

  @Test
  void secret_flags_are_hidden_in_both_their_forms() {
    assertThat(
            Secrets.hideInArguments(
                List.of("serve", "--api-key", "abc", "--hf-token=xyz", "--header",
                    "Authorization=Bearer q", "-x", "1")))
        .containsExactly(
            "serve", "--api-key", "(hidden)", "--hf-token=(hidden)", "--header",
            "Authorization=(hidden)", "-x", "1");
  }
}
