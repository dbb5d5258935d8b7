package dev.kneeline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SecretsTest {

  @Test
  void names_that_unlock_something_are_secrets() {
    assertThat(
            List.of(
                "HF_TOKEN",
                "--api-key",
                "server.api_key",
                "DB_PASSWORD",
                "secrets",
                "Authorization"))
        .allMatch(Secrets::isSecret);
  }

  @Test
  void names_that_count_tokens_are_none() {
    assertThat(
            List.of("max-num-batched-tokens", "load.max-tokens", "max_total_tokens", "tokenizer"))
        .noneMatch(Secrets::isSecret);
  }

  @Test
  void the_value_of_a_secret_flag_is_hidden_in_both_its_forms() {
    assertThat(
            Secrets.hideInArguments(
                List.of("serve", "--api-key", "sk-1", "--api-key=sk-2", "--max-tokens", "9")))
        .containsExactly(
            "serve", "--api-key", "(hidden)", "--api-key=(hidden)", "--max-tokens", "9");
  }
}
