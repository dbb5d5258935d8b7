package dev.kneeline.sweep;

import dev.kneeline.metric.Objective;
import dev.kneeline.metric.Parsed;
import dev.kneeline.metric.Slo;
import dev.kneeline.plan.Goal;
import dev.kneeline.space.Value;
import dev.kneeline.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/// The question as a study keeps it in `sweep.json`, for verbs that have the study and not the
/// file.
///
/// @param name the sweep's
/// @param goal what is best, and what must hold; empty where the study has no question, because its
///   runs were imported
/// @param excluded by rule how many points it took out of the space; those of studies that were
///   last run by an older version are not known
/// @param constants what does not vary: parameters and flags of the server's and the benchmark's
///   commands, as `server.NAME`, `env.NAME` and `load.NAME`
/// @param gpuHourPrice what one GPU costs for an hour; empty where the sweep file does not say
public record KeptQuestion(
    String name,
    Optional<Goal> goal,
    SequencedMap<String, Long> excluded,
    SequencedMap<String, Value> constants,
    OptionalDouble gpuHourPrice) {

  private static final String FILE = "sweep.json";

  /// Reads it back; what cannot be read counts as not there.
  public static KeptQuestion read(Path folder) {
    String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    try {
      Path file = folder.resolve(FILE);
      if (Files.exists(file)
          && Json.read(Files.readAllBytes(file))
              instanceof Value.Entries(SequencedMap<String, Value> entries)) {
        return new KeptQuestion(
            text(entries, "name").orElse(name),
            goal(entries),
            excluded(entries),
            KeptConstants.of(entries),
            price(entries.getOrDefault("gpu_hour_price", Value.UNSET)));
      }
    } catch (IOException | IllegalArgumentException damaged) {
      return nothing(name);
    }
    return nothing(name);
  }

  private static KeptQuestion nothing(String name) {
    return new KeptQuestion(
        name,
        Optional.empty(),
        new LinkedHashMap<>(),
        new LinkedHashMap<>(),
        OptionalDouble.empty());
  }

  private static OptionalDouble price(Value value) {
    return switch (value) {
      case Value.Whole whole -> OptionalDouble.of(whole.number());
      case Value.Real real -> OptionalDouble.of(real.number().doubleValue());
      case Value.Text _, Value.Flag _, Value.Items _, Value.Entries _, Value.Unset _ ->
          OptionalDouble.empty();
    };
  }

  /// Rules that took nothing out are left out. A count beyond a long becomes one.
  private static SequencedMap<String, Long> excluded(SequencedMap<String, Value> question) {
    SequencedMap<String, Long> excluded = new LinkedHashMap<>();
    if (question.get("excluded") instanceof Value.Items(List<Value> items)) {
      for (Value item : items) {
        if (item instanceof Value.Entries(SequencedMap<String, Value> removal)) {
          if (!(removal.get("points") instanceof Value.Whole whole)) {
            excluded.put("or more " + words(removal), Long.MAX_VALUE);
          } else if (whole.number() > 0) {
            excluded.merge(words(removal), whole.number(), KeptQuestion::sum);
          }
        }
      }
    }
    return excluded;
  }

  private static long sum(long one, long other) {
    return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
  }

  /// A rule with what it does.
  private static String words(SequencedMap<String, Value> removal) {
    String rule = text(removal, "rule").orElse("");
    return switch (text(removal, "kind").orElse("")) {
      case "when" -> "only %s: the same as another point elsewhere".formatted(rule);
      case "same" -> "the same as another point by the rule: " + rule;
      default -> "by the rule: " + rule;
    };
  }

  private static Optional<Goal> goal(SequencedMap<String, Value> question) {
    if (!(question.get("goal") instanceof Value.Entries(SequencedMap<String, Value> entries))) {
      return Optional.empty();
    }
    List<Slo> slos = new ArrayList<>();
    if (entries.get("slos") instanceof Value.Items(List<Value> items)) {
      for (Value item : items) {
        if (Slo.parse(item.spelling()) instanceof Parsed.Good<Slo>(Slo slo)) {
          slos.add(slo);
        }
      }
    }
    return text(entries, "objective")
        .map(Objective::parse)
        .flatMap(parsed ->
            parsed instanceof Parsed.Good<Objective>(Objective objective)
                ? Optional.of(new Goal(objective, slos))
                : Optional.empty());
  }

  private static Optional<String> text(SequencedMap<String, Value> entries, String key) {
    return entries.get(key) instanceof Value.Text(String text)
        ? Optional.of(text)
        : Optional.empty();
  }
}
