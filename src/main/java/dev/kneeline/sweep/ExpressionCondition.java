package dev.kneeline.sweep;

import dev.kneeline.space.Condition;
import dev.kneeline.space.Value;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// A condition that an expression decides.
record ExpressionCondition(Expression expression, Optional<Value> otherwise) implements Condition {

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
    return expression.evaluate(values).orElse(false);
  }
}
