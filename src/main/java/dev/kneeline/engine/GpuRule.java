package dev.kneeline.engine;

import dev.kneeline.space.Value;
import java.util.List;
import java.util.function.Function;

/// How many GPUs one server takes: the product of some of its parameters.
///
/// With `factors` tensor-parallel-size and pipeline-parallel-size, TP 4 and PP 2 make 8 GPUs; a
/// parameter that is not set counts 1. An engine that uses no GPU has `perServer` 0.
///
/// @param perServer GPUs of a server whose factors are all 1
/// @param factors groups of parameter names, each group being spellings of one factor (`tp-size`,
///   `tensor-parallel-size`)
public record GpuRule(int perServer, List<List<String>> factors) {

  public GpuRule {
    factors = factors.stream().map(List::copyOf).toList();
  }

  /// @param parameters the server's parameters by name without scope prefix
  public int count(Function<String, Value> parameters) {
    long gpus = perServer;
    for (List<String> spellings : factors) {
      for (String spelling : spellings) {
        if (parameters.apply(spelling) instanceof Value.Whole whole) {
          gpus = Math.multiplyExact(gpus, whole.number());
          break;
        }
      }
    }
    return Math.toIntExact(gpus);
  }
}
