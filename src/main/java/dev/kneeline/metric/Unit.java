package dev.kneeline.metric;

/// What a figure is counted in.
public enum Unit {
  REQUESTS("req"),
  TOKENS("tok"),
  TOKENS_PER_EVENT("tok/event"),
  SECONDS("s"),
  MILLISECONDS("ms"),
  REQUESTS_PER_SECOND("req/s"),
  TOKENS_PER_SECOND("tok/s"),
  TOKENS_PER_SECOND_PER_USER("tok/s/user"),
  TOKENS_PER_SECOND_PER_GPU("tok/s/GPU"),
  JOULES("J"),
  TOKENS_PER_JOULE("tok/J"),
  COST_PER_MILLION_TOKENS("money/Mtok"),
  RATIO(""),
  NONE("");

  private final String symbol;

  Unit(String symbol) {
    this.symbol = symbol;
  }

  /// As it stands behind a number; empty for a figure without a unit.
  public String symbol() {
    return symbol;
  }
}
