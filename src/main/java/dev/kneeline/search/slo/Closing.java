package dev.kneeline.search.slo;

import dev.kneeline.search.slo.Step.Answer;
import dev.kneeline.search.slo.Step.Probe;
import dev.kneeline.search.slo.Step.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// Brings together the highest value that passes and the lowest above it that does not.
///
/// The crossing is foreseen by a monotone cubic over the logarithm of the load. What it goes
/// through is 1 - 1 / (times too bad), which for a queue is a line: its time grows as 1 / (1 - load
/// / throughput). How far a step may stray from the middle is bounded as in ITP (Oliveira and
/// Takahashi 2020), so that no shape of curve costs more than three steps beyond bisection.
final class Closing {

  private static final int SLACK = 3;

  /// Strains of neighbours that differ by less tell nothing of a slope.
  private static final double FLAT = 0.1;

  /// What never changes is flat.
  private static final double STILL = 0.02;

  /// A limit that is kept by so much is not broken before the server is nearly full.
  private static final double EASY = 0.3;

  /// Numbers that differ by less are one.
  private static final double SAME = 0.001;

  /// One step up goes no further than this.
  private static final double MOST_FACTOR = 4;

  private static final double MOST_CLIENTS = 16;

  /// That a limit is used up by less than a third tells nothing more of where it breaks.
  private static final double EASE = 1.2;

  private final SloSettings settings;
  private final Levels levels;
  private final Range range;

  Closing(SloSettings settings, Levels levels, Range range) {
    this.settings = settings;
    this.levels = levels;
    this.range = range;
  }

  /// @param pass the highest level that passes
  Step next(Level pass) {
    Optional<Level> miss = levels.lowestMissAbove(pass.value());
    if (miss.isEmpty()) {
      return upwards(pass);
    }
    Level fails = miss.get();
    if (Crossing.soon(levels, pass, tolerance(pass))) {
      return confirmed(pass, fails, "by the slope below it less than the tolerance is left");
    }
    if (settings.variable().closed(pass.value(), fails.value(), settings.tolerance())) {
      return confirmed(pass, fails, "the two lie within the tolerance");
    }
    if (withinNoise(pass, fails)) {
      return confirmed(pass, fails, "what lies between is within the noise");
    }
    return belowFull(pass, fails.value())
        .orElseGet(() -> probe(inside(pass, fails), "where the limit is foreseen"));
  }

  /// A rate that is higher than what the server can do is too much for most limits, so that is
  /// where to look below, once it was seen to be so.
  private Optional<Step> belowFull(Level pass, double high) {
    double full = settings.variable().whole() ? 0 : levels.full().orElse(0);
    double nearly = full / (1 + 0.45 * settings.tolerance());
    double above = nearly * (1 + 0.95 * settings.tolerance());
    if (atLeast(pass.value(), above)) {
      return Optional.empty();
    }
    if (!atLeast(above, high)) {
      return Optional.of(
          pass.strain() < -EASY || atLeast(pass.value(), nearly)
              ? probe(above, "what the server cannot do")
              : probe(inside(pass, wall(pass, full)), "where a queue would miss it"));
    }
    return flat(pass) && !atLeast(pass.value(), nearly) && atLeast(high, above)
        ? Optional.of(probe(nearly, "nearly what the server can do"))
        : Optional.empty();
  }

  private static boolean atLeast(double value, double other) {
    return value >= other * (1 - SAME);
  }

  private boolean flat(Level pass) {
    return pass.strain() < -EASE / 2
        && before(pass)
            .filter(before -> Math.abs(pass.strain() - before.strain()) < FLAT)
            .isPresent();
  }

  private Optional<Level> before(Level level) {
    int place = levels.all().indexOf(level);
    return place > 0 ? Optional.of(levels.all().get(place - 1)) : Optional.empty();
  }

  private Step upwards(Level pass) {
    double value = pass.value();
    if (value >= range.most() * (1 - settings.tolerance())) {
      Answer answer =
          new Answer(
              Status.UNBOUNDED,
              OptionalDouble.of(value),
              OptionalDouble.empty(),
              "even %s meets it".formatted(Numbers.shortest(value)));
      return levels.doubtful(pass) ? Levels.again(pass, settings).orElse(answer) : answer;
    }
    return belowFull(pass, Double.POSITIVE_INFINITY)
        .orElseGet(() -> probe(Math.min(value * factor(pass), range.most()), "more load"));
  }

  private static Level wall(Level pass, double throughput) {
    List<Double> limits = Collections.nCopies(pass.limits().size(), Strain.MOST);
    return new Level(throughput, List.of(Strain.MOST), limits, Strain.MOST);
  }

  /// As much more load as the strain leaves room for, if it grows in proportion or as it did; as
  /// much as there is where more than the server can do changed nothing.
  private double factor(Level pass) {
    Optional<Level> before = before(pass);
    double grown = before.map(level -> pass.strain() - level.strain()).orElse(1.0);
    if (Math.abs(grown) < STILL && pass.value() > levels.full().orElse(Double.POSITIVE_INFINITY)) {
      return range.most() / pass.value();
    }
    double slope = before.map(level -> grown / Math.log(pass.value() / level.value())).orElse(1.0);
    double room = -pass.strain() / Math.max(slope, 0.01);
    return Math.clamp(
        Math.exp(Math.min(room, 10)) * (1 + settings.tolerance()),
        1 + settings.tolerance(),
        settings.variable().whole() ? MOST_CLIENTS : MOST_FACTOR);
  }

  private double inside(Level pass, Level fails) {
    double low = Math.log(pass.value());
    double high = Math.log(fails.value());
    double tolerance = tolerance(pass);
    double foreseen = foreseen(pass, fails);
    double close = 0.75 * tolerance;
    double wanted =
        foreseen - low < tolerance / 2
            ? low + close
            : high - foreseen < tolerance / 2 ? high - close : foreseen;
    double middle = (low + high) / 2;
    double stray = Math.max(0, stray(fails, tolerance) - (high - low) / 2);
    double step = Math.clamp(wanted, middle - stray, middle + stray);
    return within(Math.exp(step), pass.value(), fails.value());
  }

  /// The tolerance as a difference of logarithms.
  private double tolerance(Level pass) {
    double relative = Math.log1p(settings.tolerance());
    return settings.variable().whole()
        ? Math.max(relative, Math.log1p(1 / pass.value()))
        : relative;
  }

  /// Half of the width that bisection of all that was probed, given some steps of slack, would have
  /// by now.
  private double stray(Level fails, double tolerance) {
    List<Level> all = levels.all();
    double top = Math.max(all.getLast().value(), fails.value());
    double width = Math.log(top / all.getFirst().value());
    double halvings = Math.max(0, Math.ceil(Math.log(width / tolerance) / Math.log(2)));
    return tolerance * Math.pow(2, halvings + SLACK - (all.size() - 2)) / 2;
  }

  private double foreseen(Level pass, Level fails) {
    List<Level> all = new ArrayList<>(levels.all());
    int place = all.indexOf(pass);
    if (!all.contains(fails)) {
      all.add(place + 1, fails);
    }
    double[] xs = all.stream().mapToDouble(level -> coordinate(level.value())).toArray();
    double[] ys =
        all.stream().mapToDouble(level -> 1 - Math.exp(-Math.max(level.strain(), -EASE))).toArray();
    // An exact 0 passes; the crossing is above it.
    ys[place] = Math.min(ys[place], -1e-9);
    double root = new Pchip(xs, ys).rootIn(place);
    return settings.variable().whole() ? -Math.log(-root) : Math.log(root);
  }

  /// Where a full server's strain is a line: over the rate of a queue, over one by the number of
  /// clients.
  private double coordinate(double value) {
    return settings.variable().whole() ? -1 / value : value;
  }

  private double within(double wanted, double low, double high) {
    double value = settings.variable().at(wanted);
    if (settings.variable().whole()) {
      return Math.clamp(value, low + 1, high - 1);
    }
    return value > low && value < high ? value : settings.variable().at(Math.sqrt(low * high));
  }

  /// Whether the deviation of a run is worth more load than lies between the two.
  private boolean withinNoise(Level pass, Level fails) {
    if (!levels.noiseMeasured()) {
      return false;
    }
    Optional<Level> below =
        levels.all().stream()
            .filter(level -> level.value() <= pass.value() / 1.1)
            .reduce((lower, higher) -> higher);
    Optional<Level> above =
        levels.all().stream().filter(level -> level.value() >= fails.value() * 1.1).findFirst();
    Level from = below.orElse(pass);
    Level to = above.orElse(fails);
    double slope = (to.strain() - from.strain()) / Math.log(to.value() / from.value());
    return Math.log(fails.value() / pass.value()) * slope <= levels.noise();
  }

  /// The answer, once it is beyond doubt.
  private Step confirmed(Level pass, Level fails, String why) {
    boolean passFirst =
        pass.runs() == fails.runs()
            ? Math.abs(pass.strain()) <= Math.abs(fails.strain())
            : pass.runs() < fails.runs();
    if (doubtful(pass, fails)) {
      Level first = passFirst ? pass : fails;
      Level second = passFirst ? fails : pass;
      Optional<Step> again = Levels.again(first, settings).or(() -> Levels.again(second, settings));
      if (again.isPresent()) {
        return again.get();
      }
    }
    String noise =
        levels.noiseMeasured()
            ? String.format(Locale.ROOT, "; runs differ by %.1f %%", 100 * levels.noise())
            : "";
    return new Answer(
        Status.FOUND,
        OptionalDouble.of(pass.value()),
        OptionalDouble.of(fails.value()),
        "%s meets it, %s does not: %s%s"
            .formatted(
                Numbers.shortest(pass.value()), Numbers.shortest(fails.value()), why, noise));
  }

  private boolean doubtful(Level pass, Level fails) {
    return Crossing.of(levels, pass, fails)
        .filter(crossing -> !crossing.near(pass.value(), tolerance(pass)))
        .isPresent();
  }

  private static Probe probe(double value, String why) {
    return new Probe(value, 0, why);
  }
}
