package dev.kneeline.sweep;

import dev.cel.common.CelErrorCode;
import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.kneeline.space.InvalidSpaceException;
import dev.kneeline.space.Value;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A compiled expression: a function of the parameters that it reads.
final class Expression {

  /// The prefix of the hidden variables that `has()` reads.
  static final String HAS = "has:";

  private final String text;
  private final CelRuntime.Program program;
  private final List<RuleNames.Name> reads;
  private final Set<String> asked;

  /// @param reads the names that it reads
  /// @param asked the subjects that it tests with `has()`
  Expression(
      String text, CelRuntime.Program program, List<RuleNames.Name> reads, Set<String> asked) {
    this.text = text;
    this.program = program;
    this.reads = List.copyOf(reads);
    this.asked = Set.copyOf(asked);
  }

  String text() {
    return text;
  }

  /// The parameters among the names that it reads.
  Set<String> parameters() {
    return reads.stream()
        .filter(RuleNames.Name::isParameter)
        .map(RuleNames.Name::subject)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// True or false, or nothing where it touches something unset without having asked.
  ///
  /// @throws InvalidSpaceException where the values make no sense to it, such as a division by zero
  Optional<Boolean> evaluate(Function<String, Value> values) {
    Map<String, Object> variables = HashMap.newHashMap(2 * reads.size());
    boolean lacking = false;
    for (RuleNames.Name name : reads) {
      Value value = name.value(values);
      boolean tested = asked.contains(name.subject());
      if (tested) {
        variables.put(HAS + name.variable(), !value.isUnset());
      } else if (value.isUnset()) {
        return Optional.empty();
      }
      lacking |= value.isUnset();
      if (!value.isUnset()) {
        variables.put(name.variable(), plain(value, name.sort()));
      }
    }
    try {
      return Optional.of(program.eval(variables).equals(true));
    } catch (CelEvaluationException failure) {
      if (lacking && failure.getErrorCode() == CelErrorCode.ATTRIBUTE_NOT_FOUND) {
        return Optional.empty();
      }
      throw senseless(values, failure);
    }
  }

  private InvalidSpaceException senseless(
      Function<String, Value> values, CelEvaluationException failure) {
    String where =
        reads.stream()
            .map(name -> name.variable() + " = " + name.value(values).json())
            .collect(Collectors.joining(", "));
    String why = RuleMessages.evaluation(String.valueOf(failure.getMessage()));
    return new InvalidSpaceException(
        List.of(
            new InvalidSpaceException.Problem(
                text,
                "'%s' cannot be evaluated for %s: %s".formatted(text, where, why),
                "test for that case first, as in `type(x) == int && x > 4` or `y != 0 && x / y"
                    + " > 1`")));
  }

  private static Object plain(Value value, RuleNames.Sort sort) {
    return switch (value) {
      case Value.Whole(long number, String _) when sort == RuleNames.Sort.NUMBER -> (double) number;
      case Value.Whole(long number, String _) -> number;
      case Value.Real(BigDecimal number, String _) -> number.doubleValue();
      case Value.Text(String words) -> words;
      case Value.Flag(boolean on) -> on;
      case Value.Items(List<Value> items) ->
          items.stream().map(item -> plain(item, RuleNames.Sort.MIXED)).toList();
      case Value.Entries entries -> plainMap(entries);
      case Value.Unset() -> NullValue.NULL_VALUE;
    };
  }

  private static Map<String, Object> plainMap(Value.Entries entries) {
    Map<String, Object> map = new LinkedHashMap<>();
    entries.entries().forEach((key, value) -> map.put(key, plain(value, RuleNames.Sort.MIXED)));
    return map;
  }
}
