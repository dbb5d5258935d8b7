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
/// Takahashi 2020), so that no shape of curve costs more than two steps beyond bisection.
final class Closing {

  /// A level this many deviations from the limit is not measured again.
  private static final double DOUBTFUL = 1.5;

  private static final int SLACK = 2;

  /// Ends that are this far apart have a knee between them.
  private static final double FAR = 3;

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
    if (settings.variable().closed(pass.value(), fails.value(), settings.tolerance())) {
      return confirmed(pass, fails, "the two lie within the tolerance");
    }
    if (withinNoise(pass, fails)) {
      return confirmed(pass, fails, "what lies between is within the noise");
    }
    return belowFull(pass, fails.value())
        .orElseGet(() -> probe(inside(pass, fails), "where the limit is foreseen"));
  }

  /// A rate that is higher than what the server can do is too much for any limit, sooner or later:
  /// as long as no lower rate was, that is where to look below.
  private Optional<Step> belowFull(Level pass, double high) {
    double value = pass.value();
    double full = settings.variable().whole() ? 0 : levels.full().orElse(0);
    double tolerance = settings.tolerance();
    if (value > full * (1 + 0.4 * tolerance) || high <= full * (1 + 1.1 * tolerance)) {
      return Optional.empty();
    }
    if (settings.variable().closed(value, full, tolerance)) {
      boolean easy =
          high == Double.POSITIVE_INFINITY && levels.all().size() == 1 && pass.strain() < -EASE / 2;
      double above = Math.max(value, full / (1 + tolerance / 2)) * (1 + tolerance);
      return easy ? Optional.empty() : Optional.of(probe(above, "what the server cannot do"));
    }
    boolean flat = levels.all().indexOf(pass) > 0 && pass.strain() < -EASE / 2;
    return Optional.of(
        flat
            ? probe(full / (1 + tolerance / 2), "nearly what the server can do")
            : probe(inside(pass, wall(pass, full)), "where a queue would miss it"));
  }

  private Step upwards(Level pass) {
    double value = pass.value();
    if (value >= range.most() * (1 - settings.tolerance())) {
      return new Answer(
          Status.UNBOUNDED,
          OptionalDouble.of(value),
          OptionalDouble.empty(),
          "even %s meets it".formatted(Numbers.shortest(value)));
    }
    return belowFull(pass, Double.POSITIVE_INFINITY)
        .orElseGet(() -> probe(Math.min(value * factor(pass), range.most()), "more load"));
  }

  private static Level wall(Level pass, double throughput) {
    List<Double> limits = Collections.nCopies(pass.limits().size(), Strain.MOST);
    return new Level(throughput, List.of(Strain.MOST), limits, Strain.MOST);
  }

  /// As much more load as the strain leaves room for, if it grows in proportion or as it did.
  private double factor(Level pass) {
    List<Level> all = levels.all();
    int place = all.indexOf(pass);
    double slope = 1;
    if (place > 0) {
      Level before = all.get(place - 1);
      slope = (pass.strain() - before.strain()) / Math.log(pass.value() / before.value());
    }
    double room = -pass.strain() / Math.max(slope, 0.01);
    return Math.clamp(
        Math.exp(Math.min(room, 10)) * (1 + settings.tolerance()),
        1.25,
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
    boolean far = fails.value() > FAR * pass.value();
    double[] xs = all.stream().mapToDouble(level -> coordinate(level.value(), far)).toArray();
    double[] ys =
        all.stream().mapToDouble(level -> 1 - Math.exp(-Math.max(level.strain(), -EASE))).toArray();
    // An exact 0 passes; the crossing is above it.
    ys[place] = Math.min(ys[place], -1e-9);
    double root = new Pchip(xs, ys).rootIn(place);
    return far ? root : settings.variable().whole() ? -Math.log(-root) : Math.log(root);
  }

  /// Where a full server's strain is a line: over the rate of a queue, over one by the number of
  /// clients. From afar only the logarithm holds for all shapes.
  private double coordinate(double value, boolean far) {
    return far ? Math.log(value) : settings.variable().whole() ? -1 / value : value;
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

  /// The answer, once both ends are beyond doubt.
  private Step confirmed(Level pass, Level fails, String why) {
    boolean passFirst = Math.abs(pass.strain()) <= Math.abs(fails.strain());
    for (Level level : passFirst ? List.of(pass, fails) : List.of(fails, pass)) {
      if (doubtful(level)) {
        return probe(level.value(), "again, since noise could have decided it");
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

  private boolean doubtful(Level level) {
    if (level.runs() >= settings.runs()) {
      return false;
    }
    if (level.runs() == 1) {
      return Math.abs(level.strain()) < DOUBTFUL * levels.noise();
    }
    boolean agree = true;
    for (double worst : level.worsts()) {
      agree &= worst <= 0 == level.worsts().getFirst() <= 0;
    }
    return !agree;
  }

  private static Probe probe(double value, String why) {
    return new Probe(value, 0, why);
  }
}
