package dev.kneeline.sim;

import java.util.Locale;

/// Lines of Prometheus text, format 0.0.4.
final class MetricText {

  private final String labels;
  private final StringBuilder text = new StringBuilder();

  /// @param labels of every line, without braces
  MetricText(String labels) {
    this.labels = labels;
  }

  MetricText gauge(String name, double value) {
    text.append(
        String.format(Locale.ROOT, "# TYPE %s gauge\n%s{%s} %.6f\n", name, name, labels, value));
    return this;
  }

  MetricText counter(String name, long value) {
    text.append("# TYPE %s counter\n".formatted(name));
    return sample(name, "", value);
  }

  /// One more line of a counter, with a label of its own.
  MetricText sample(String name, String label, long value) {
    String all = label.isEmpty() ? labels : labels + "," + label;
    text.append("%s{%s} %d\n".formatted(name, all, value));
    return this;
  }

  MetricText type(String name, String type) {
    text.append("# TYPE %s %s\n".formatted(name, type));
    return this;
  }

  MetricText histogram(Histogram histogram) {
    text.append(histogram.lines(labels));
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
