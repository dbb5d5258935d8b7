package dev.kneeline.space;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Where a parameter exists. Elsewhere it is unset, or has the one value that the condition names.
///
/// A condition that touches an unset parameter is not met: what hangs on a switch that is not there
/// is not there either.
public interface Condition {

  /// The expression as written.
  String text();

  /// The parameters that the condition looks at.
  Set<String> reads();

  /// Whether the parameter exists.
  ///
  /// @param values gives the value of each parameter that the condition reads, unset where the
  ///   point has none
  boolean holds(Function<String, Value> values);

  /// The value that the parameter has where the condition is not met; unset where this is empty.
  default Optional<Value> otherwise() {
    return Optional.empty();
  }
}
