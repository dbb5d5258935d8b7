package dev.kneeline.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kneeline.house.Need;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CeilingTest {

  @Test
  void requests_and_events_take_their_shares_of_a_loop() {
    Ceiling ceiling = new Ceiling(50_000, 100_000);
    assertThat(ceiling.share(20_000, 40_000, 1)).isCloseTo(0.8, within(1e-12));
    assertThat(ceiling.share(20_000, 40_000, 4)).isCloseTo(0.2, within(1e-12));
    assertThat(ceiling.share(0, 0, 0)).isZero();
  }

  @Test
  @Timeout(60)
  void a_self_test_finds_what_a_loop_can_do() throws Exception {
    Need.that(
        Files.exists(Path.of("/proc/thread-self/schedstat")),
        "this system does not tell the processor time of a thread");
    Ceiling ceiling = SelfTest.measure().orElseThrow();
    assertThat(ceiling.requestsPerSecond()).isBetween(2_000.0, 1e7);
    assertThat(ceiling.eventsPerSecond()).isBetween(2_000.0, 1e7);
  }
}
