package dev.kneeline.sweep;

import dev.kneeline.space.Condition;
import dev.kneeline.space.Dimension;
import dev.kneeline.space.Parameter;
import dev.kneeline.space.Rows;
import dev.kneeline.space.Rule;
import dev.kneeline.space.Value;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// Compiles the expressions of a file into rules and conditions: CEL, typed by the values that the
/// parameters take.
///
/// Names are spelled with `_`: `server.max-num-seqs` is `server.max_num_seqs`, or `max_num_seqs`
/// alone where only one parameter ends so. Whole and decimal numbers mix freely. `has(name)` asks
/// whether a parameter is set; a rule that touches an unset one without asking holds. Facts, such
/// as `gpus`, are names with one value; where a fact is unknown, rules that read it hold.
///
/// The expression library is loaded by the first expression, not before.
public final class Rules {

  private final RuleNames names;
  private Optional<RuleCompiler> compiler = Optional.empty();

  private Rules(RuleNames names) {
    this.names = names;
  }

  /// @param parameters every parameter with the values that it may take
  /// @param facts what else expressions may read, unset where it is unknown
  public static Rules over(SequencedMap<String, List<Value>> parameters, Map<String, Value> facts) {
    return new Rules(new RuleNames(parameters, facts));
  }

  /// The same from the dimensions of a space.
  public static Rules over(Collection<? extends Dimension> dimensions, Map<String, Value> facts) {
    SequencedMap<String, List<Value>> parameters = new LinkedHashMap<>();
    for (Dimension dimension : dimensions) {
      switch (dimension) {
        case Parameter parameter -> parameters.put(parameter.name(), values(parameter));
        case Rows rows ->
            rows.scopes().keySet().forEach(name -> parameters.put(name, column(rows, name)));
      }
    }
    return over(parameters, facts);
  }

  /// A rule that lets be the points for which the expression is true.
  ///
  /// @param name what it is called in counts; its text where it has no better name
  /// @throws InvalidRuleException with every problem and its place in the text
  public Rule require(String text, String name) {
    return new ExpressionRule(name, compiler().compile(text), true);
  }

  /// A rule that lets be the points for which the expression is false.
  ///
  /// @throws InvalidRuleException with every problem and its place in the text
  public Rule exclude(String text, String name) {
    return new ExpressionRule(name, compiler().compile(text), false);
  }

  /// Where a parameter exists.
  ///
  /// @param otherwise the value that it has elsewhere
  /// @throws InvalidRuleException with every problem and its place in the text
  public Condition when(String text, Optional<Value> otherwise) {
    return new ExpressionCondition(compiler().compile(text), otherwise);
  }

  private RuleCompiler compiler() {
    RuleCompiler ready = compiler.orElseGet(() -> new RuleCompiler(names));
    compiler = Optional.of(ready);
    return ready;
  }

  private static List<Value> values(Parameter parameter) {
    List<Value> own =
        parameter.domain().isFinite() ? parameter.domain().values() : List.of(Value.of(0.5));
    return parameter
        .when()
        .flatMap(Condition::otherwise)
        .map(otherwise -> Stream.concat(own.stream(), Stream.of(otherwise)).toList())
        .orElse(own);
  }

  private static List<Value> column(Rows rows, String name) {
    return rows.rows().stream().map(row -> row.getOrDefault(name, Value.UNSET)).toList();
  }
}
