package dev.kneeline.search.slo;

import dev.kneeline.metric.Metrics;
import dev.kneeline.search.slo.Step.Answer;
import dev.kneeline.search.slo.Step.Probe;
import dev.kneeline.search.slo.Step.Status;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Looks for a value that passes while none does.
///
/// Normally that is downwards. Where lower load misses one limit and higher load another, as with
/// `throughput >= X` and `latency <= Y`, it is between them; where some limit is missed on both
/// sides, nothing between can pass.
final class Opening {

  /// A search begins a little below what the server can do at most.
  private static final double FIRST = 0.85;

  /// One step down goes no further than this, so that it does not jump over the answer for long.
  private static final double STEEPEST = 16;

  /// Nor less far than this, so that it does not creep.
  private static final double GENTLEST = 1.15;

  /// A first rate that is twice too bad is so seldom for its queue alone.
  private static final double DEEP = 0.7;

  /// Strains that differ by less may be equal but for noise; throughput has hardly any.
  private static final double FLAT = 0.25;

  private static final double FLAT_RATE = 0.02;

  /// Levels that lie closer tell more of noise than of the slope.
  private static final double APART = 1.5;

  /// At so small a share of what the server can do, its queue adds less than [#IDLE_QUEUE] to the
  /// strain.
  private static final double IDLE = 0.1;

  private static final double IDLE_QUEUE = 0.2;

  private final SloSettings settings;
  private final Sla sla;
  private final Levels levels;
  private final Range range;

  Opening(SloSettings settings, Sla sla, Levels levels, Range range) {
    this.settings = settings;
    this.sla = sla;
    this.levels = levels;
    this.range = range;
  }

  Step next() {
    if (levels.isEmpty()) {
      return first();
    }
    List<Level> all = levels.all();
    for (int gap = all.size() - 2; gap >= 0; gap--) {
      Level low = all.get(gap);
      Level high = all.get(gap + 1);
      if (!low.sharesMissWith(high)
          && !settings.variable().closed(low.value(), high.value(), settings.tolerance())) {
        return between(low, high);
      }
    }
    if (hopeAbove(all)) {
      double top = all.getLast().value();
      double throughput = settings.variable().whole() ? 0 : levels.throughput().orElse(0);
      return probe(top < 0.98 * throughput ? throughput : 2 * top, "a limit asks for more load");
    }
    return hopeBelow(all) ? below(all) : infeasible();
  }

  private Step first() {
    boolean passes = levels.saturated().map(Level::passes).orElse(false);
    double throughput = levels.throughput().orElse(Math.sqrt(range.least() * range.most()));
    return probe(
        passes ? throughput : FIRST * throughput,
        passes ? "at what the server can do" : "a little below what the server can do");
  }

  /// Where the limits that low load misses and those that high load misses cross.
  private Step between(Level low, Level high) {
    double from = Math.log(low.value());
    double to = Math.log(high.value());
    double reached = from;
    double left = to;
    for (int limit = 0; limit < low.limits().size(); limit++) {
      double before = low.limits().get(limit);
      double after = high.limits().get(limit);
      if (before > 0 != after > 0) {
        double crossing = from + (to - from) * before / (before - after);
        if (before > 0) {
          reached = Math.max(reached, crossing);
        } else {
          left = Math.min(left, crossing);
        }
      }
    }
    double margin = (to - from) / 8;
    double middle = Math.clamp((reached + left) / 2, from + margin, to - margin);
    return probe(Math.exp(middle), "between limits that ask for more load and for less");
  }

  /// More load may help where every limit that is missed at the top eases upwards.
  private boolean hopeAbove(List<Level> all) {
    Level top = all.getLast();
    if (top.value() >= range.most()) {
      return false;
    }
    for (int limit = 0; limit < top.limits().size(); limit++) {
      if (top.limits().get(limit) > 0 && !easesUpwards(limit, all)) {
        return false;
      }
    }
    return true;
  }

  /// Of one level alone only this can be told: throughput is what more load makes better.
  private boolean easesUpwards(int limit, List<Level> all) {
    return all.size() == 1
        ? rate(sla.all().get(limit).key())
        : eases(limit, all.get(all.size() - 2), all.getLast());
  }

  private boolean eases(int limit, Level from, Level to) {
    double flat = rate(sla.all().get(limit).key()) ? FLAT_RATE : FLAT;
    return from.limits().get(limit) > to.limits().get(limit) + flat;
  }

  private static boolean rate(String key) {
    return Metrics.find(key)
        .map(metric ->
            switch (metric.unit()) {
              case REQUESTS_PER_SECOND, TOKENS_PER_SECOND, TOKENS_PER_SECOND_PER_GPU -> true;
              case REQUESTS,
                  TOKENS,
                  TOKENS_PER_EVENT,
                  SECONDS,
                  MILLISECONDS,
                  TOKENS_PER_SECOND_PER_USER,
                  JOULES,
                  TOKENS_PER_JOULE,
                  COST_PER_MILLION_TOKENS,
                  RATIO,
                  NONE ->
                  false;
            })
        .orElse(false);
  }

  /// Less load may help unless a limit that is missed at the bottom strains more the lower it goes.
  private boolean hopeBelow(List<Level> all) {
    Level bottom = all.getFirst();
    if (bottom.value() <= range.least() * (1 + settings.tolerance())) {
      return false;
    }
    for (int limit = 0; limit < bottom.limits().size(); limit++) {
      if (bottom.limits().get(limit) > 0 && all.size() > 1 && eases(limit, bottom, all.get(1))) {
        return false;
      }
    }
    return !idle(bottom) || bottom.strain() < IDLE_QUEUE;
  }

  private boolean idle(Level level) {
    return !settings.variable().whole()
        && level.value() <= IDLE * levels.throughput().orElse(0) * 1.001;
  }

  private Step below(List<Level> all) {
    Level bottom = all.getFirst();
    double guess = alone(all, bottom) ? 0 : guess(all, bottom);
    double least = range.least();
    double nearlyIdle = IDLE * (settings.variable().whole() ? 0 : levels.throughput().orElse(0));
    if (guess < nearlyIdle && bottom.value() > nearlyIdle * 1.001) {
      return probe(nearlyIdle, "hardly any load");
    }
    return guess < 2 * least
        ? probe(least, "the least load")
        : probe(guess, "less load, as far as the strain asks for");
  }

  /// Whether what remains of the strain is more than a queue explains, so that an idle server is to
  /// be asked whether it meets the limit at all.
  ///
  /// So many clients take at most the time alone and what the full server takes for them. The
  /// second number asked for is the one at which that alone would use up the limit; if it is missed
  /// by more than twice there, the time alone misses it as well. Of rates, and further numbers, it
  /// is likely.
  private boolean alone(List<Level> all, Level bottom) {
    if (settings.variable().whole()) {
      return bottom.strain() > (all.size() > 2 ? FLAT : Math.log(2)) && all.size() > 1;
    }
    boolean begun = all.size() == 1 && bottom.value() < 0.9 * levels.throughput().orElse(0);
    boolean twice = all.size() > 1 && all.get(1).value() < levels.full().orElse(0);
    return (begun && bottom.strain() > DEEP) || (twice && bottom.strain() > FLAT);
  }

  /// Down by what the strain is, or along the line through the two lowest levels.
  private double guess(List<Level> all, Level bottom) {
    double value = bottom.value();
    double full = settings.variable().whole() ? 0 : levels.throughput().orElse(0);
    if (value > 0.95 * full && full > 0) {
      return Math.min(FIRST * full, value / 1.25);
    }
    Optional<Level> next = all.stream().filter(level -> level.value() >= APART * value).findFirst();
    if (next.isEmpty() && full > value) {
      return hyperbola(value, full, bottom.strain());
    }
    double slope =
        next.map(level -> (level.strain() - bottom.strain()) / Math.log(level.value() / value))
            .orElse(1.0);
    if (slope <= FLAT_RATE) {
      return range.least();
    }
    double down = bottom.strain() / slope + FLAT_RATE;
    return value * Math.exp(-Math.clamp(down, Math.log(GENTLEST), Math.log(STEEPEST)));
  }

  /// A queue's time grows as 1 / (1 - load / throughput); where that would leave the limit broken
  /// without any load, only the least load can tell.
  private static double hyperbola(double value, double throughput, double strain) {
    double alone = 1 - value / throughput;
    double load = throughput * (1 - Math.exp(strain) * alone);
    return Math.max(load, 0) * 0.98;
  }

  private Step probe(double value, String why) {
    return new Probe(
        settings.variable().at(Math.clamp(value, range.least(), range.most())), 0, why);
  }

  /// What no load can help; a single run says so only where noise could not have, and never that
  /// less load makes it worse.
  private Step infeasible() {
    Level bottom = levels.all().getFirst();
    boolean least = bottom.value() <= range.least() * (1 + settings.tolerance()) || idle(bottom);
    boolean doubtful = levels.doubtful(bottom) || (!least && bottom.runs() == 1);
    String why =
        least
            ? "even %s misses it".formatted(Numbers.shortest(bottom.value()))
            : "from %s to %s some limit is missed everywhere"
                .formatted(
                    Numbers.shortest(bottom.value()),
                    Numbers.shortest(levels.all().getLast().value()));
    Answer answer =
        new Answer(
            Status.INFEASIBLE, OptionalDouble.empty(), OptionalDouble.of(bottom.value()), why);
    return doubtful ? Levels.again(bottom, settings).orElse(answer) : answer;
  }
}
