package dev.kneeline.metric;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/// The figures of one run by metric key, in the order in which they are printed and stored.
///
/// A key that is not there and a key with an absent figure both have no value, but only the second
/// was asked for. A study may hold a hundred thousand runs of a hundred figures each, so the values
/// are plain doubles, and runs of like keys may share them: 900 bytes a run and not 10,000.
public final class Figures {

  private static final Figures NONE = new Figures(new LinkedHashMap<>());

  private final Index index;
  private final double[] values;
  private final boolean[] reliable;

  public Figures(SequencedMap<String, Figure> byKey) {
    this.index = Index.of(List.copyOf(byKey.keySet()));
    this.values =
        byKey.values().stream().mapToDouble(figure -> figure.value().orElse(Double.NaN)).toArray();
    this.reliable = new boolean[values.length];
    int place = 0;
    for (Figure figure : byKey.values()) {
      reliable[place++] = figure.reliable();
    }
  }

  private Figures(Index index, double[] values, boolean[] reliable) {
    this.index = index;
    this.values = values;
    this.reliable = reliable;
  }

  public static Figures none() {
    return NONE;
  }

  /// Figures read from elsewhere, such as another tool's result file; each counts as reliable.
  public static Figures of(Map<String, Double> values) {
    SequencedMap<String, Figure> figures = new LinkedHashMap<>();
    values.forEach((key, value) -> figures.put(key, Figure.of(value)));
    return new Figures(figures);
  }

  /// Keys that were asked for and of which nothing was measured.
  public static Figures absent(List<String> keys) {
    double[] values = new double[keys.size()];
    Arrays.fill(values, Double.NaN);
    return new Figures(Index.of(List.copyOf(keys)), values, new boolean[keys.size()]);
  }

  /// Other figures of the same keys, which are shared.
  ///
  /// @param others one for each key, NaN for an absent one; given away, not to be changed later
  /// @param marks whether each is reliable; given away likewise
  public Figures withValues(double[] others, boolean[] marks) {
    if (others.length != values.length || marks.length != values.length) {
      throw new IllegalArgumentException(
          "%d values for %d keys".formatted(others.length, values.length));
    }
    return new Figures(index, others, marks);
  }

  /// The same figures, which keep their keys in the memory of the other's where those are the same.
  public Figures sharingKeysOf(Figures other) {
    return index.keys.equals(other.index.keys) ? new Figures(other.index, values, reliable) : this;
  }

  /// Every key that was asked for, in order.
  public List<String> keys() {
    return index.keys;
  }

  /// The figure of a key, absent where there is none.
  public Figure figure(String key) {
    Integer place = index.places.get(key);
    return place == null || Double.isNaN(values[place])
        ? Figure.absent()
        : Figure.of(values[place], reliable[place]);
  }

  /// The value of a key, NaN where it is absent; for loops over very many runs.
  public double number(String key) {
    Integer place = index.places.get(key);
    return place == null ? Double.NaN : values[place];
  }

  /// Whether the sample carries the figure; false where it is absent.
  public boolean reliable(String key) {
    Integer place = index.places.get(key);
    return place != null && !Double.isNaN(values[place]) && reliable[place];
  }

  public OptionalDouble value(String key) {
    return figure(key).value();
  }

  /// All figures by key, in order.
  public SequencedMap<String, Figure> byKey() {
    SequencedMap<String, Figure> byKey = new LinkedHashMap<>();
    index.keys.forEach(key -> byKey.put(key, figure(key)));
    return Collections.unmodifiableSequencedMap(byKey);
  }

  /// These figures and the other's; where both have a key, the other's.
  public Figures with(Figures other) {
    SequencedMap<String, Figure> merged = new LinkedHashMap<>(byKey());
    merged.putAll(other.byKey());
    return new Figures(merged);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Figures that
        && index.keys.equals(that.index.keys)
        && Arrays.equals(values, that.values)
        && Arrays.equals(reliable, that.reliable);
  }

  @Override
  public int hashCode() {
    return 31 * index.keys.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Figures" + byKey();
  }

  /// Keys with the place of each.
  private record Index(List<String> keys, Map<String, Integer> places) {

    static Index of(List<String> keys) {
      Map<String, Integer> places = new HashMap<>();
      for (String key : keys) {
        places.put(key, places.size());
      }
      return new Index(keys, places);
    }
  }
}
