package dev.kneeline.metric;

/// Which way a figure gets better.
public enum Direction {
  HIGHER("higher is better"),
  LOWER("lower is better"),
  NEITHER("describes the load");

  private final String words;

  Direction(String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }
}
