package dev.kneeline.metric;

import java.util.Arrays;
import java.util.Locale;

/// A latency that one request must keep to count as good, as in `--goodput ttft:200`.
///
/// @param latency which time of the request
/// @param limitMillis the most it may take, inclusive
public record RequestSlo(Latency latency, double limitMillis) {

  /// The times that vLLM's `--goodput` knows.
  public enum Latency {
    TTFT,
    TPOT,
    E2EL;

    /// As it is written on a command line.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public RequestSlo {
    if (!(limitMillis >= 0)) {
      throw new IllegalArgumentException("a limit in ms is not negative: " + limitMillis);
    }
  }

  /// Reads `ttft:200`, as `vllm bench serve --goodput` has it.
  public static Parsed<RequestSlo> parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return new Parsed.Bad<>("no ':' in goodput '%s'".formatted(text), "write ttft:200 (ms)");
    }
    String word = text.substring(0, colon).strip().toLowerCase(Locale.ROOT);
    double limit = Numbers.read(text.substring(colon + 1));
    if (Double.isNaN(limit) || limit < 0) {
      return new Parsed.Bad<>(
          "'%s' is not a number of milliseconds".formatted(text.substring(colon + 1)),
          "write %s:200".formatted(word));
    }
    return Arrays.stream(Latency.values())
        .filter(latency -> latency.word().equals(word))
        .findFirst()
        .<Parsed<RequestSlo>>map(latency -> new Parsed.Good<>(new RequestSlo(latency, limit)))
        .orElseGet(() ->
            new Parsed.Bad<>(
                "goodput knows no latency '%s'".formatted(word), "use ttft, tpot or e2el"));
  }

  /// Whether a completed sample keeps the limit; an answer in one piece has no TPOT and keeps any.
  boolean holds(Sample sample) {
    return switch (latency) {
          case TTFT -> sample.ttftNanos() / 1e6;
          case TPOT -> sample.hasTpot() ? sample.tpotNanos() / 1e6 : 0.0;
          case E2EL -> sample.e2elNanos() / 1e6;
        }
        <= limitMillis;
  }
}
