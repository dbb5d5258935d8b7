package dev.kneeline.sweep;

import dev.kneeline.space.Rule;
import dev.kneeline.space.Value;
import java.util.Set;
import java.util.function.Function;

/// A rule that an expression decides.
///
/// @param lets what the expression says of the points that may be
record ExpressionRule(String name, Expression expression, boolean lets) implements Rule {

  @Override
  public String text() {
    return expression.text();
  }

  @Override
  public Set<String> reads() {
    return expression.parameters();
  }

  @Override
  public boolean holds(Function<String, Value> values) {
    return expression.evaluate(values).map(truth -> truth == lets).orElse(true);
  }
}
