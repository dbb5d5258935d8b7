package dev.kneeline.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Requests that are encoded while others are already sent.
@Timeout(10)
class RequestsAheadTest {

  private static final RequestEncoder ENCODER =
      new RequestEncoder(Loads.options("model", "m").target(), Loads.options().body());

  @Test
  void requests_come_in_their_order_and_end() {
    try (RequestsAhead ahead =
        new RequestsAhead(prompts(Integer.MAX_VALUE), ENCODER, Places.all(3, 5000))) {
      for (long i = 3; i < 5003; i++) {
        assertThat(Objects.requireNonNull(ahead.next()).index()).isEqualTo(i);
      }
      assertThat(ahead.next()).isNull();
    }
  }

  @Test
  void when_no_further_one_can_be_made_the_load_breaks_rather_than_wait() {
    try (RequestsAhead ahead = new RequestsAhead(prompts(10), ENCODER, Places.all(0, 100))) {
      for (int i = 0; i < 10; i++) {
        assertThat(ahead.next()).isNotNull();
      }
      assertThatThrownBy(ahead::next)
          .isInstanceOf(IllegalStateException.class)
          .hasRootCauseMessage("broken at 10");
    }
  }

  private static Prompts prompts(int good) {
    return new Prompts() {
      @Override
      public long distinct() {
        return Long.MAX_VALUE;
      }

      @Override
      public Prompt prompt(long index) {
        if (index >= good) {
          throw new IllegalArgumentException("broken at " + index);
        }
        return new Prompt("\"x\"", 1, 1);
      }
    };
  }
}
