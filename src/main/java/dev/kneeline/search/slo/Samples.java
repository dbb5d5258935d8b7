package dev.kneeline.search.slo;

import dev.kneeline.metric.Figures;
import dev.kneeline.metric.Percentiles;
import dev.kneeline.metric.Slo;
import dev.kneeline.search.slo.Reading.Finding;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Whether the runs of a value had enough requests for the percentiles that limits name.
///
/// The requests of a value's runs count together: three runs of 100 carry a p99, which asks for
/// 299, and one does not.
///
/// @param readings all of the search
record Samples(Sla sla, List<Reading> readings) {

  private static final Pattern PERCENTILE = Pattern.compile("p([0-9]+(?:\\.[0-9]+)?)_.*");

  /// Why a level's verdict cannot be relied on; empty where it can.
  ///
  /// To pass, every limit must hold beyond doubt; to miss, one that is broken beyond doubt is
  /// enough.
  Optional<String> thin(Level level) {
    List<Slo> limits = sla.all();
    Optional<String> first = Optional.empty();
    for (int limit = 0; limit < limits.size(); limit++) {
      boolean broken = level.limits().get(limit) > 0;
      if (level.passes() || broken) {
        Optional<String> thin = thin(limits.get(limit), level.value());
        if (thin.isEmpty() && !level.passes()) {
          return Optional.empty();
        }
        first = first.or(() -> thin);
      }
    }
    return first;
  }

  private Optional<String> thin(Slo limit, double value) {
    OptionalDouble percentile = percentile(limit.key());
    if (percentile.isEmpty()) {
      return Optional.empty();
    }
    double requests = 0;
    for (Reading reading : readings) {
      if (reading.value() != value) {
        continue;
      }
      switch (reading.finding()) {
        case Finding.Measured(Figures figures) -> {
          if (figures.reliable(limit.key()) || figures.value(limit.key()).isEmpty()) {
            return Optional.empty();
          }
          requests += figures.value("completed").orElse(0);
        }
        case Finding.BrokeDown _ -> {
          return Optional.empty();
        }
        case Finding.Invalid _, Finding.Unusable _ -> {}
      }
    }
    return Percentiles.reliable((int) requests, percentile.getAsDouble())
        ? Optional.empty()
        : Optional.of(
            "%s at %s rests on %.0f requests, and takes %d"
                .formatted(
                    limit.key(),
                    Numbers.shortest(value),
                    requests,
                    Percentiles.needed(percentile.getAsDouble())));
  }

  private static OptionalDouble percentile(String key) {
    if (key.startsWith("median_")) {
      return OptionalDouble.of(50);
    }
    Matcher matcher = PERCENTILE.matcher(key);
    return matcher.matches()
        ? OptionalDouble.of(Double.parseDouble(matcher.group(1))).stream()
            .filter(percentile -> percentile > 0 && percentile < 100)
            .findFirst()
        : OptionalDouble.empty();
  }
}
