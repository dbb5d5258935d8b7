package dev.kneeline.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VocabularyTest {

  private static final String WORD_MARK = "\u2581";

  @ParameterizedTest
  @EnumSource(ModelSize.class)
  void every_prefix_of_a_word_is_a_token_so_that_the_word_is_one(ModelSize size) {
    Vocabulary vocabulary = Vocabulary.ofSize(size.architecture().vocabulary());
    Set<String> tokens = new HashSet<>(texts(vocabulary));
    for (String word : vocabulary.words()) {
      for (int length = 0; length <= word.length(); length++) {
        assertThat(tokens).contains(WORD_MARK + word.substring(0, length));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(ModelSize.class)
  void a_vocabulary_has_the_size_asked_for_and_no_token_twice(ModelSize size) {
    int asked = size.architecture().vocabulary();
    Vocabulary vocabulary = Vocabulary.ofSize(asked);
    assertThat(texts(vocabulary)).hasSize(asked).doesNotHaveDuplicates();
    assertThat(vocabulary.words()).doesNotHaveDuplicates();
  }

  @Test
  void ban_bel_cor_are_words_of_the_smallest_model() {
    assertThat(Vocabulary.ofSize(2048).words()).contains("ban", "bel", "cor");
  }

  /// The load generator makes its prompts of these.
  @ParameterizedTest
  @EnumSource(ModelSize.class)
  void the_common_words_are_words_of_every_model(ModelSize size) {
    assertThat(Vocabulary.ofSize(size.architecture().vocabulary()).words())
        .containsAll(CommonWords.LIST);
  }

  @Test
  void words_of_a_small_vocabulary_begin_those_of_a_larger_one() {
    List<String> few = Vocabulary.ofSize(2048).words();
    assertThat(Vocabulary.ofSize(4096).words().subList(0, few.size())).isEqualTo(few);
  }

  @Test
  void a_size_without_room_for_words_or_beyond_all_words_is_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Vocabulary.ofSize(300));
    assertThatIllegalArgumentException().isThrownBy(() -> Vocabulary.ofSize(10_000_000));
  }

  private static List<String> texts(Vocabulary vocabulary) {
    return vocabulary.tokens().stream().map(Vocabulary.Token::text).toList();
  }
}
