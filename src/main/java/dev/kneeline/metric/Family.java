package dev.kneeline.metric;

import java.util.Locale;

/// A kind of time that every completed request (or every gap in it) has one of, and of which mean,
/// median, standard deviation and percentiles are figures: `mean_ttft_ms`, `p99_itl_ms`.
public enum Family {
  TTFT("time to first token", "first token event - sent"),
  TPOT(
      "time per output token after the first",
      "(last token event - first) / (output tokens - 1), requests of two tokens or more in two "
          + "events or more"),
  ITL(
      "gap between two token events (a chunk may hold several tokens)",
      "token event - the one before, pooled over all requests"),
  E2EL("end-to-end latency", "last token event - sent"),
  TOKEN_GAP(
      "gap between two tokens",
      "(token event - the one before) / its tokens, once for each of its tokens, pooled; the first "
          + "event has none"),
  RESPONSE_TTFT(
      "time to first token from the intended start",
      "first token event - intended start, so that a late client or a full cap shows"),
  RESPONSE(
      "end-to-end latency from the intended start",
      "last token event - intended start, so that a late client or a full cap shows"),
  QUEUE("wait in the client", "sent - intended start"),
  CONNECT("time to open a connection", "connect's duration, requests that opened one");

  private final String words;
  private final String formula;

  Family(String words, String formula) {
    this.words = words;
    this.formula = formula;
  }

  /// As it stands in a key: `ttft` in `mean_ttft_ms`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String words() {
    return words;
  }

  public String formula() {
    return formula;
  }

  /// The key of one of its figures: `key("p99")` of TTFT is `p99_ttft_ms`.
  public String key(String statistic) {
    return statistic + suffix();
  }

  /// What all its keys end in: `_ttft_ms`.
  String suffix() {
    return "_" + word() + "_ms";
  }

  /// The key of a percentile: `p99_ttft_ms`, and `p99.9_ttft_ms` where it is not whole.
  public String percentileKey(double percentile) {
    return key("p" + Numbers.shortest(percentile));
  }
}
