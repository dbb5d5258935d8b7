package dev.kneeline.plan;

import dev.kneeline.space.Value;
import java.util.Map;
import java.util.OptionalInt;

/// Which points are measured: `grid` is all of them in the space's order.
///
/// @param method name of the strategy
/// @param limit how many points at most; empty for the strategy's own end
/// @param seed makes it repeatable
/// @param options the strategy's own, such as `t` of `cover`
public record SearchMethod(
    String method, OptionalInt limit, long seed, Map<String, Value> options) {

  public static SearchMethod grid() {
    return new SearchMethod("grid", OptionalInt.empty(), 0, Map.of());
  }
}
