package dev.kneeline.space;

import java.util.List;
import java.util.stream.Collectors;

/// Something in a space that is legal and probably not meant.
public sealed interface SpaceWarning {

  /// A rule that removes no point.
  record IdleRule(String rule) implements SpaceWarning {}

  /// A value that no valid point has.
  record DeadValue(String parameter, Value value) implements SpaceWarning {}

  /// A parameter with several values of which valid points have one only.
  record Constant(String parameter, Value value) implements SpaceWarning {}

  /// The same value is given twice.
  record Repeated(String parameter, Value value) implements SpaceWarning {}

  /// A rule that joins too many values to be counted through: it is asked about each point instead,
  /// and merges nothing.
  record Uncounted(String rule) implements SpaceWarning {}

  /// No point is valid; these rules together, and no fewer of them, see to that.
  record Contradiction(List<String> rules) implements SpaceWarning {
    public Contradiction {
      rules = List.copyOf(rules);
    }
  }

  /// An included point that a `require` rule forbids.
  record Refused(Point point, String rule) implements SpaceWarning {}

  /// One line for a person.
  default String message() {
    return switch (this) {
      case IdleRule(String rule) -> "the rule '%s' removes nothing".formatted(rule);
      case DeadValue(String parameter, Value value) ->
          "no valid point has %s = %s".formatted(parameter, value.spelling());
      case Constant(String parameter, Value value) ->
          "%s never varies: every valid point has %s".formatted(parameter, value.spelling());
      case Repeated(String parameter, Value value) ->
          "%s lists %s more than once".formatted(parameter, value.spelling());
      case Uncounted(String rule) ->
          "the rule '%s' joins too many values to be counted: sizes are bounds".formatted(rule);
      case Contradiction(List<String> rules) ->
          rules.stream()
              .map("'%s'"::formatted)
              .collect(Collectors.joining(" and ", "no point is valid, because of ", ""));
      case Refused(Point point, String rule) ->
          "the included point %s is refused by '%s'".formatted(point.label(), rule);
    };
  }
}
