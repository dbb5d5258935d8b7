package dev.kneeline.dialect.results;

import dev.kneeline.exec.Derived;
import dev.kneeline.metric.Figure;
import dev.kneeline.metric.Figures;
import dev.kneeline.metric.Metrics;
import dev.kneeline.metric.Percentiles;
import dev.kneeline.space.Names;
import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What one record of a result file gives, filled in by its reader name by name.
final class Sheet {

  static final String LOAD = "load.";
  static final String SERVER = "server.";
  static final String CONCURRENCY = LOAD + "max-concurrency";

  private static final Pattern PERCENTILE =
      Pattern.compile("p(\\d+(?:\\.\\d+)?)_(ttft|tpot|itl|e2el)_ms");

  private final SequencedMap<String, Value> settings = new LinkedHashMap<>();
  private final SequencedMap<String, Double> figures = new LinkedHashMap<>();
  private final SequencedMap<String, Value> told = new LinkedHashMap<>();
  private final List<String> unmapped = new ArrayList<>();
  private OptionalInt number = OptionalInt.empty();
  private int gpus;

  /// A metric; a name that is none of ours is unmapped.
  void figure(String key, String theirs, double value) {
    if (Metrics.find(key).isEmpty()) {
      unmapped(theirs);
    } else if (Double.isFinite(value)) {
      figures.put(key, value);
    }
  }

  /// A parameter under its full name; an unset one is none.
  void setting(String name, Value value) {
    if (!value.isUnset()) {
      settings.put(Names.key(name), value);
    }
  }

  void unmapped(String theirs) {
    unmapped.add(theirs);
  }

  /// A value of the record as it stands there.
  void told(String name, Value value) {
    told.put(name, value);
  }

  void number(long fromZero) {
    if (fromZero >= 0 && fromZero < Integer.MAX_VALUE) {
      number = OptionalInt.of((int) fromZero);
    }
  }

  /// The server's GPUs where the tool counts them itself.
  void gpus(int count) {
    gpus = count;
  }

  /// The run, with the figures that follow from those that were read.
  ///
  /// @param assumedGpus what the user says of runs that do not tell their GPUs; 0 for nothing
  FoundRun run(ResultFormat format, FoundRun.Place place, int assumedGpus) {
    int own = gpus > 0 ? gpus : GpuCount.of(settings).orElse(0);
    int counted = own > 0 ? own : assumedGpus;
    Figures derived = Derived.with(perUser(judged()), counted);
    return new FoundRun(
        format, place, new Point(ordered()), derived, told, number, counted, unmapped);
  }

  /// The server's parameters before the load's, and how many requests were sent at the end, since
  /// that is most often chosen by the others.
  private SequencedMap<String, Value> ordered() {
    SequencedMap<String, Value> ordered = new LinkedHashMap<>();
    for (int rank = 0; rank < 3; rank++) {
      int wanted = rank;
      settings.forEach((name, value) -> {
        if (rank(name) == wanted) {
          ordered.put(name, value);
        }
      });
    }
    return ordered;
  }

  private static int rank(String name) {
    return !name.startsWith(LOAD) ? 0 : name.equals(LOAD + "num-prompts") ? 2 : 1;
  }

  /// A percentile of fewer requests than can carry it is marked as everywhere else.
  private Figures judged() {
    SequencedMap<String, Figure> judged = new LinkedHashMap<>();
    figures.forEach((key, value) -> judged.put(key, Figure.of(value, carried(key))));
    return new Figures(judged);
  }

  private boolean carried(String key) {
    Matcher matcher = PERCENTILE.matcher(key);
    Double completed = figures.get("completed");
    if (!matcher.matches() || completed == null) {
      return true;
    }
    Double tokens = figures.get("total_output_tokens");
    boolean gaps = matcher.group(2).equals("itl");
    double samples = !gaps ? completed : tokens == null ? Integer.MAX_VALUE : tokens - completed;
    return Percentiles.reliable(
        (int) Math.min(samples, Integer.MAX_VALUE), Double.parseDouble(matcher.group(1)));
  }

  /// Throughput of one user: by the cap on concurrency, or by the most that were in flight.
  private Figures perUser(Figures read) {
    OptionalDouble output = read.value("output_throughput");
    OptionalDouble cap = number(settings.getOrDefault(CONCURRENCY, Value.UNSET));
    OptionalDouble users = cap.isPresent() ? cap : read.value("max_concurrent_requests");
    return output.isPresent() && users.isPresent() && users.getAsDouble() > 0
        ? Figures.of(Map.of("tok_s_user", output.getAsDouble() / users.getAsDouble())).with(read)
        : read;
  }

  static OptionalDouble number(Value value) {
    return switch (value) {
      case Value.Whole whole -> OptionalDouble.of(whole.number());
      case Value.Real real -> OptionalDouble.of(real.number().doubleValue());
      case Value.Text _, Value.Flag _, Value.Items _, Value.Entries _, Value.Unset _ ->
          OptionalDouble.empty();
    };
  }
}
