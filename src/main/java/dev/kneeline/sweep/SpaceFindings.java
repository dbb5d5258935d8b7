package dev.kneeline.sweep;

import dev.kneeline.space.SearchSpace;
import dev.kneeline.space.SpaceWarning;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells what a space has found in itself at the places of its file.
///
/// @param parameters where each parameter is declared
/// @param rules where each rule stands, by its name
/// @param ofMachine names of rules that read machine facts: on a large machine they remove nothing,
///   and are right to
record SpaceFindings(Map<String, Span> parameters, Map<String, Span> rules, Set<String> ofMachine) {

  /// An empty space is an error, everything else a warning.
  void tell(SearchSpace space, Problems problems) {
    for (SpaceWarning warning : space.warnings()) {
      if (warning instanceof SpaceWarning.IdleRule(String rule) && ofMachine.contains(rule)) {
        continue;
      }
      problems.add(
          new Problem(
              warning instanceof SpaceWarning.Contradiction
                  ? Problem.Kind.ERROR
                  : Problem.Kind.WARNING,
              warning.message(),
              hint(warning),
              place(warning)));
    }
  }

  private Optional<Span> place(SpaceWarning warning) {
    return Optional.ofNullable(
        switch (warning) {
          case SpaceWarning.IdleRule idle -> rules.get(idle.rule());
          case SpaceWarning.DeadValue dead -> parameters.get(dead.parameter());
          case SpaceWarning.Constant constant -> parameters.get(constant.parameter());
          case SpaceWarning.Repeated repeated -> parameters.get(repeated.parameter());
          case SpaceWarning.Uncounted uncounted -> rules.get(uncounted.rule());
          case SpaceWarning.Contradiction contradiction -> first(contradiction);
          case SpaceWarning.Refused refused -> rules.get(refused.rule());
        });
  }

  private @Nullable Span first(SpaceWarning.Contradiction contradiction) {
    return contradiction.rules().stream()
        .filter(rules::containsKey)
        .findFirst()
        .map(rules::get)
        .orElse(null);
  }

  private static String hint(SpaceWarning warning) {
    return switch (warning) {
      case SpaceWarning.IdleRule idle -> "is it what you mean? otherwise remove it";
      case SpaceWarning.DeadValue dead -> "remove the value, or loosen the rules";
      case SpaceWarning.Constant constant -> "loosen the rules, or make it a constant";
      case SpaceWarning.Repeated repeated -> "it counts once; remove the others";
      case SpaceWarning.Uncounted uncounted -> "join fewer parameters in one rule";
      case SpaceWarning.Contradiction contradiction -> "loosen one of them";
      case SpaceWarning.Refused refused -> "remove the point, or loosen the rule";
    };
  }
}
