package dev.kneeline.analysis;

import dev.kneeline.metric.Bootstrap;
import dev.kneeline.metric.Interval;
import dev.kneeline.metric.Intervals;
import dev.kneeline.metric.Metrics;
import dev.kneeline.metric.Moments;
import dev.kneeline.space.Names;
import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import dev.kneeline.study.Run;
import dev.kneeline.study.Trial;
import dev.kneeline.study.TrialState;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/// One configuration with all that was measured of it: what tables, pictures and answers are made
/// of.
///
/// A configuration's figure is the mean over its runs, never a single run: the luckiest run would
/// win every comparison. Runs whose client called its own measurement INVALID stay in the row and
/// out of the mean.
///
/// @param point the swept parameters
/// @param columns further values to show or group by, such as options of the base command or what
///   the server said of its effective configuration; a parameter of the same name goes before
/// @param state where the trial stands
/// @param leftOut what was measured or tried of it and does not stand in its runs
/// @param moments when each of its runs was measured, in their order; empty where that is not known
public record Row(
    Point point,
    SequencedMap<String, Value> columns,
    TrialState state,
    LeftOut leftOut,
    List<Moment> moments) {

  /// Columns of which the name begins so are what the server itself says that it runs with.
  public static final String EFFECTIVE = "effective.";

  private static final Intervals.Resampling RESAMPLING = new Intervals.Resampling(2000, 1);

  private static final SequencedMap<String, Value> NO_COLUMNS =
      new Point(new LinkedHashMap<>()).values();

  /// What does not stand in a row's runs; INVALID runs do, and are counted from them.
  ///
  /// @param failures tries that failed, also those of repetitions that were measured later on
  /// @param stale runs that answered another question than the one that was asked last
  public record LeftOut(int failures, int stale) {
    public static final LeftOut NOTHING = new LeftOut(0, 0);
  }

  /// When a run was measured.
  ///
  /// @param seconds since the study's first run, at the run's commit
  /// @param server its server's start; empty where none was started
  /// @param place among the runs of that start, from 0
  public record Moment(double seconds, String server, int place) {}

  public Row {
    moments = List.copyOf(moments);
    // A point's map is immutable and is not copied again: rows of one server share theirs.
    columns = new Point(columns).values();
  }

  /// A row of which nothing is known to be left out.
  public Row(Point point, SequencedMap<String, Value> columns, TrialState state) {
    this(point, columns, state, LeftOut.NOTHING, List.of());
  }

  /// A trial without further columns.
  public static Row of(Trial trial) {
    return new Row(trial.point(), NO_COLUMNS, trial.state());
  }

  /// Runs whose client called its own measurement INVALID.
  public int invalid() {
    return (int) runs().stream().filter(run -> !run.counts()).count();
  }

  /// Committed runs, whether they count or not.
  public List<Run> runs() {
    return state.committed();
  }

  /// The runs that enter the means.
  public List<Run> counted() {
    return runs().stream().filter(Run::counts).toList();
  }

  /// Whether a run answers with figures at all.
  public boolean measured() {
    return runs().stream().anyMatch(Run::counts);
  }

  /// Whether a simulated server answered in any run.
  public boolean simulated() {
    return runs().stream().anyMatch(Run::simulated);
  }

  /// Whether another tool measured any run.
  public boolean imported() {
    return runs().stream().anyMatch(Run::imported);
  }

  /// The flags that a simulated server took without any effect.
  public List<String> ignored() {
    return runs().stream().flatMap(run -> run.ignored().stream()).distinct().toList();
  }

  /// The mean of a metric over the runs that have it; empty where none has. Tables of a hundred
  /// thousand runs ask this millions of times.
  public Optional<Average> average(String key) {
    double[] values = new double[runs().size()];
    int count = 0;
    boolean reliable = true;
    for (Run run : runs()) {
      double value = run.counts() ? run.figures().number(key) : Double.NaN;
      if (!Double.isNaN(value)) {
        values[count++] = value;
        reliable &= run.figures().reliable(key);
      }
    }
    return count == 0
        ? Optional.empty()
        : Optional.of(Average.of(Arrays.copyOf(values, count), reliable));
  }

  /// The bootstrap interval (BCa, 2,000 resamples under a fixed seed) of the mean over runs of a
  /// median or another percentile, whose spread is skewed; empty for other metrics and for fewer
  /// than five runs.
  public Optional<Interval> bootstrap(String key) {
    if (!Metrics.isPercentile(key)) {
      return Optional.empty();
    }
    double[] values =
        counted().stream()
            .mapToDouble(run -> run.figures().number(key))
            .filter(value -> !Double.isNaN(value))
            .toArray();
    return Bootstrap.bca(values, Moments::mean, Average.LEVEL, RESAMPLING);
  }

  /// The value of a parameter or column by its full name or its last part, dashes and underscores
  /// alike; unset where there is none or where the last part names several. A last part means a
  /// parameter first, then a constant of the question, then what the server says of itself.
  public Value value(String name) {
    String key = Names.key(name);
    Value exact = own(key);
    if (!exact.isUnset()) {
      return exact;
    }
    List<String> parameters = named(point.values().keySet(), key);
    List<String> others = named(columns.keySet(), key);
    List<String> constants = others.stream().filter(each -> !each.startsWith(EFFECTIVE)).toList();
    List<String> meant =
        Stream.of(parameters, constants, others)
            .filter(each -> !each.isEmpty())
            .findFirst()
            .orElse(List.of());
    return meant.size() == 1 ? own(meant.getFirst()) : Value.UNSET;
  }

  private static List<String> named(Set<String> names, String brief) {
    return names.stream().filter(each -> Names.brief(each).equals(brief)).toList();
  }

  /// The names of parameters and columns, parameters first.
  public List<String> names() {
    SequencedMap<String, Value> all = new LinkedHashMap<>(point.values());
    columns.forEach(all::putIfAbsent);
    return List.copyOf(all.keySet());
  }

  private Value own(String key) {
    Value swept = point.value(key);
    return swept.isUnset() ? columns.getOrDefault(key, Value.UNSET) : swept;
  }
}
