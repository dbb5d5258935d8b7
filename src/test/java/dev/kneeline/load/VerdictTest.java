package dev.kneeline.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.space.Value;
import dev.kneeline.wire.StampSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class VerdictTest {

  @Test
  void a_client_with_nothing_to_say_against_itself_is_ok() {
    assertThat(Checks.verdict(facts(), Map.of()).status()).isEqualTo(Verdict.Status.OK);
  }

  @Test
  void the_worst_reason_comes_first_and_decides() {
    Verdict verdict =
        Checks.verdict(facts("send_lateness_p99_ms", 7.0, "loop_lag_max_ms", 240.0), Map.of());
    assertThat(verdict.status()).isEqualTo(Verdict.Status.INVALID);
    assertThat(verdict.reasons())
        .containsExactly(
            "the client stood still for up to 240.0 ms",
            "1 % of the requests left 7.0 ms late or more");
  }

  @Test
  void every_check_speaks_up_beyond_its_doubt_and_not_before() {
    for (Check row : Check.all()) {
      assertThat(Checks.verdict(facts(row.fact(), row.doubt()), Map.of()).reasons()).isEmpty();
      assertThat(Checks.verdict(facts(row.fact(), row.doubt() + 0.01), Map.of()).reasons())
          .hasSize(1);
    }
  }

  @Test
  void limits_can_be_set() {
    LoadOptions options =
        LoadOptions.of(Map.of("verdict-limits", Value.of("loop_lag_max_ms=300:900")));
    Verdict verdict = Checks.verdict(facts("loop_lag_max_ms", 240.0), options.client().limits());
    assertThat(verdict.status()).isEqualTo(Verdict.Status.OK);
  }

  @Test
  @Timeout(30)
  void a_cap_that_holds_the_schedule_back_is_seen_by_rate_queue_and_law() throws Exception {
    try (FaultServer server =
        new FaultServer((number, call) -> {
          Thread.sleep(10);
          call.tokens(2);
        })) {
      LoadResult result =
          LoadRun.execute(
              LoadOptions.of(
                  Map.of(
                      "port", Value.of(server.port()),
                      "model", Value.of("m"),
                      "num-prompts", Value.of(150),
                      "request-rate", Value.of(2000),
                      "max-concurrency", Value.of(2),
                      "random-input-len", Value.of(2),
                      "random-output-len", Value.of(2))),
              LoadListener.none());
      assertThat(result.verdict().status()).isEqualTo(Verdict.Status.INVALID);
      assertThat(result.verdict().reasons())
          .anyMatch(reason -> reason.contains("the delivered rate is off"))
          .anyMatch(reason -> reason.contains("requests waited in the client"));
      assertThat(result.figures().value("mean_response_ms").orElseThrow())
          .isGreaterThan(3 * result.figures().value("mean_e2el_ms").orElseThrow());
    }
  }

  private static ClientFacts facts(Object... pairs) {
    SequencedMap<String, Double> numbers = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      numbers.put((String) pairs[i], (Double) pairs[i + 1]);
    }
    return new ClientFacts(StampSource.READER, numbers);
  }
}
