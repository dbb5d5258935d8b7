package dev.kneeline.search.slo;

import dev.kneeline.metric.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/// What the readings say, value by value.
///
/// Strain normally rises with load. Where it falls from one level to the next by no more than noise
/// explains, both count as having their mean (the pooling of isotonic regression); a larger fall is
/// taken for real.
final class Levels {

  /// What a strain's deviation is taken to be as long as no value was measured twice: 5 %.
  private static final double ASSUMED_NOISE = 0.05;

  private static final double NOISE_LIMITS = 3;

  /// Nor less than this where a status hangs on a single run: 15 %.
  private static final double CAUTIOUS_NOISE = 0.15;

  private static final double DOUBTS = 2;

  /// A server that does less than this share of the rate that it is offered is full.
  private static final double DELIVERED = 0.95;

  private final List<Level> levels;
  private final Optional<Level> saturated;
  private final OptionalDouble throughput;
  private final OptionalDouble full;
  private final double noise;
  private final boolean noiseMeasured;

  private Levels(
      List<Level> raw, Optional<Level> saturated, OptionalDouble throughput, OptionalDouble full) {
    this.saturated = saturated;
    this.throughput = throughput;
    this.full = full;
    double squares = ASSUMED_NOISE * ASSUMED_NOISE;
    int freedom = 0;
    for (Level level : raw) {
      for (double worst : level.worsts()) {
        squares += Math.pow(worst - mean(level.worsts()), 2);
      }
      freedom += level.runs() - 1;
    }
    this.noise = Math.sqrt(squares / (1 + freedom));
    this.noiseMeasured = freedom > 0;
    this.levels = pooled(raw);
  }

  /// @param history without readings that are no measurements
  static Levels of(List<Reading> history, Sla sla) {
    Map<Double, List<List<Strain>>> byValue = new TreeMap<>();
    double most = 0;
    double full = 0;
    double saturatedRate = 0;
    for (Reading reading : history) {
      strains(reading, sla)
          .ifPresent(strains ->
              byValue.computeIfAbsent(reading.value(), value -> new ArrayList<>()).add(strains));
      if (reading.finding() instanceof Reading.Finding.Measured(Figures figures)) {
        double rate = figures.value("request_throughput").orElse(0);
        most = Math.max(most, rate);
        if (reading.saturated()) {
          saturatedRate = Math.max(saturatedRate, rate);
        } else if (rate < DELIVERED * reading.value()) {
          full = Math.max(full, rate);
        }
      }
    }
    List<List<Strain>> runs = byValue.remove(Double.POSITIVE_INFINITY);
    Optional<Level> saturated =
        Optional.ofNullable(runs).map(each -> Level.of(Double.POSITIVE_INFINITY, each));
    if (saturated.filter(Level::passes).isEmpty()) {
      full = Math.max(full, saturatedRate);
    }
    List<Level> levels = new ArrayList<>();
    byValue.forEach((value, strains) -> levels.add(Level.of(value, strains)));
    return new Levels(
        levels,
        saturated,
        DoubleStream.of(most).filter(rate -> rate > 0).max(),
        DoubleStream.of(full).filter(rate -> rate > 0).max());
  }

  private static Optional<List<Strain>> strains(Reading reading, Sla sla) {
    return switch (reading.finding()) {
      case Reading.Finding.Measured(Figures figures) ->
          sla.judge(figures) instanceof Sla.Judged.Possible(List<Strain> strains)
              ? Optional.of(strains)
              : Optional.empty();
      case Reading.Finding.BrokeDown _ ->
          Optional.of(sla.all().stream().map(Strain::worst).toList());
      case Reading.Finding.Invalid _, Reading.Finding.Unusable _ -> Optional.empty();
    };
  }

  /// Pools neighbours from low to high, as long as one strains more than the next.
  private List<Level> pooled(List<Level> raw) {
    record Block(double strain, int runs, List<Level> members) {}
    List<Block> blocks = new ArrayList<>();
    for (Level level : raw) {
      Block block = new Block(level.strain(), level.runs(), List.of(level));
      while (!blocks.isEmpty()
          && alike(blocks.getLast().strain, blocks.getLast().runs, block.strain, block.runs)) {
        Block before = blocks.removeLast();
        int runs = before.runs + block.runs;
        List<Level> members = new ArrayList<>(before.members);
        members.addAll(block.members);
        double strain = (before.strain * before.runs + block.strain * block.runs) / runs;
        block = new Block(strain, runs, members);
      }
      blocks.add(block);
    }
    List<Level> all = new ArrayList<>();
    for (Block block : blocks) {
      block.members.forEach(level -> all.add(level.pooled(block.strain)));
    }
    return all;
  }

  private boolean alike(double before, int beforeRuns, double after, int afterRuns) {
    double spread = noise * Math.sqrt(1.0 / beforeRuns + 1.0 / afterRuns);
    return before > after && before - after <= NOISE_LIMITS * spread;
  }

  private static double mean(List<Double> values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.size();
  }

  boolean isEmpty() {
    return levels.isEmpty();
  }

  /// From the lowest value to the highest; without the saturated run.
  List<Level> all() {
    return levels;
  }

  Optional<Level> saturated() {
    return saturated;
  }

  /// The most requests a second that any run saw.
  OptionalDouble throughput() {
    return throughput;
  }

  /// Requests a second of a run that was offered more; none where another run then did more. A
  /// saturated run that meets the SLA does not tell, since it had too few clients.
  OptionalDouble full() {
    return full.stream().filter(rate -> throughput.orElse(0) <= rate * 1.01).max();
  }

  /// The deviation of one run's strain.
  double noise() {
    return noise;
  }

  boolean noiseMeasured() {
    return noiseMeasured;
  }

  /// Whether two deviations of its mean could put a level on the other side of the limit.
  boolean doubtful(Level level) {
    double deviation = noiseMeasured ? noise : CAUTIOUS_NOISE;
    return Math.abs(level.mean()) < DOUBTS * deviation / Math.sqrt(level.runs());
  }

  /// The level once more; empty where it was measured as often as asked.
  static Optional<Step> again(Level level, SloSettings settings) {
    return level.runs() < settings.runs()
        ? Optional.of(new Step.Probe(level.value(), 0, "again, since noise could have decided it"))
        : Optional.empty();
  }

  Optional<Level> highestPass() {
    return levels.reversed().stream().filter(Level::passes).findFirst();
  }

  Optional<Level> lowestMissAbove(double value) {
    return levels.stream().filter(level -> level.value() > value && !level.passes()).findFirst();
  }

  Optional<Level> at(double value) {
    return levels.stream().filter(level -> level.value() == value).findFirst();
  }
}
