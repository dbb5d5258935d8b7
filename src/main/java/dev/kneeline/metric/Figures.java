package dev.kneeline.metric;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// The figures of one run by metric key, in the order in which they are printed and stored.
///
/// A key that is not there and a key with an absent figure both have no value, but only the second
/// was asked for. A study may hold a hundred thousand runs of a hundred figures each, so the values
/// are plain doubles, and runs of like keys may share them: 900 bytes a run and not 10,000.
public final class Figures {

  private static final Figures NONE = new Figures(new LinkedHashMap<>());

  private final Index index;
  private final Numbers numbers;

  /// The values of figures in the order of their keys, wherever they lie. Immutable.
  public interface Numbers {

    /// The value of the key at a place, NaN where it is absent.
    double value(int place);

    /// Whether the sample carries it.
    boolean reliable(int place);
  }

  public Figures(SequencedMap<String, Figure> byKey) {
    this(Index.of(List.copyOf(byKey.keySet())), Plain.of(List.copyOf(byKey.values())));
  }

  private Figures(Index index, Numbers numbers) {
    this.index = index;
    this.numbers = numbers;
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
    List<Figure> none = Collections.nCopies(keys.size(), Figure.absent());
    return new Figures(Index.of(List.copyOf(keys)), Plain.of(none));
  }

  /// Other figures of the same keys, which are shared.
  ///
  /// @param others one for each key
  public Figures withNumbers(Numbers others) {
    return new Figures(index, others);
  }

  /// The same figures, which keep their keys in the memory of the other's where those are the same.
  public Figures sharingKeysOf(Figures other) {
    return index.keys.equals(other.index.keys) ? new Figures(other.index, numbers) : this;
  }

  /// Every key that was asked for, in order.
  public List<String> keys() {
    return index.keys;
  }

  /// The figure of a key, absent where there is none.
  public Figure figure(String key) {
    Integer place = index.places.get(key);
    double value = place == null ? Double.NaN : numbers.value(place);
    return place == null || Double.isNaN(value)
        ? Figure.absent()
        : Figure.of(value, numbers.reliable(place));
  }

  /// The value of a key, NaN where it is absent; for loops over very many runs.
  public double number(String key) {
    Integer place = index.places.get(key);
    return place == null ? Double.NaN : numbers.value(place);
  }

  /// Whether the sample carries the figure; false where it is absent.
  public boolean reliable(String key) {
    Integer place = index.places.get(key);
    return place != null && !Double.isNaN(numbers.value(place)) && numbers.reliable(place);
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
        && plain().equals(that.plain());
  }

  @Override
  public int hashCode() {
    return 31 * index.keys.hashCode() + plain().hashCode();
  }

  @Override
  public String toString() {
    return "Figures" + byKey();
  }

  private Plain plain() {
    return Plain.of(index.keys.stream().map(this::figure).toList());
  }

  /// Values that lie in arrays, an absent one as NaN.
  private static final class Plain implements Numbers {

    private final double[] values;
    private final boolean[] marks;

    private Plain(double[] values, boolean[] marks) {
      this.values = values;
      this.marks = marks;
    }

    static Plain of(List<Figure> figures) {
      double[] values = new double[figures.size()];
      boolean[] marks = new boolean[values.length];
      int place = 0;
      for (Figure figure : figures) {
        values[place] = figure.value().orElse(Double.NaN);
        marks[place++] = figure.reliable();
      }
      return new Plain(values, marks);
    }

    @Override
    public double value(int place) {
      return values[place];
    }

    @Override
    public boolean reliable(int place) {
      return marks[place];
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Plain that
          && Arrays.equals(values, that.values)
          && Arrays.equals(marks, that.marks);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(values);
    }
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
