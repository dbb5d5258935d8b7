package dev.kneeline.engine;

import dev.kneeline.space.Value;
import java.util.List;
import java.util.function.Function;

/// How many GPUs one server takes: the product of some of its parameters.
///
/// With the factors tensor-parallel-size and pipeline-parallel-size, TP 4 and PP 2 make 8 GPUs; a
/// parameter that is not set counts 1. An engine that uses no GPU has `perServer` 0.
///
/// @param perServer GPUs of a server whose factors are all 1
/// @param factors what multiplies them
public record GpuRule(int perServer, List<Factor> factors) {

  /// One parameter that multiplies the GPUs.
  ///
  /// @param spellings its names (`tp-size`, `tensor-parallel-size`); the first that is set counts
  /// @param unless a switch that takes the factor out; empty for none. With attention split over
  ///   data, SGLang's data parallelism lives on the GPUs of its tensor parallelism
  public record Factor(List<String> spellings, String unless) {
    public Factor {
      spellings = List.copyOf(spellings);
    }

    private boolean applies(Function<String, Value> parameters) {
      return unless.isEmpty()
          || !(parameters.apply(unless) instanceof Value.Flag(boolean on) && on);
    }

    private long size(Function<String, Value> parameters) {
      for (String spelling : spellings) {
        if (parameters.apply(spelling) instanceof Value.Whole whole) {
          return whole.number();
        }
      }
      return 1;
    }
  }

  public GpuRule {
    factors = List.copyOf(factors);
  }

  /// @param parameters the server's parameters by name without scope prefix
  public int count(Function<String, Value> parameters) {
    long gpus = perServer;
    for (Factor factor : factors) {
      if (factor.applies(parameters)) {
        gpus = Math.multiplyExact(gpus, factor.size(parameters));
      }
    }
    return Math.toIntExact(gpus);
  }
}
