package dev.kneeline.sweep;

import dev.kneeline.space.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/// What rules may know of the machine: `server.tensor_parallel_size <= gpus`.
///
/// @param gpus how many there are
/// @param gpuMemoryGib memory of the smallest of them in GiB; empty where there is none
/// @param cpus processors
/// @param memoryGib main memory in GiB; empty where it is unknown
public record MachineFacts(
    int gpus, OptionalDouble gpuMemoryGib, int cpus, OptionalDouble memoryGib) {

  /// A machine of which nothing is known but its processors, without GPUs.
  public static MachineFacts plain(int cpus) {
    return new MachineFacts(0, OptionalDouble.empty(), cpus, OptionalDouble.empty());
  }

  /// The facts by the names that rules use; unset where the machine has none, so that rules hold.
  public Map<String, Value> byName() {
    Map<String, Value> facts = new LinkedHashMap<>();
    facts.put("gpus", gpus == 0 ? Value.UNSET : Value.of(gpus));
    facts.put("gpu.memory", number(gpuMemoryGib));
    facts.put("cpus", Value.of(cpus));
    facts.put("memory", number(memoryGib));
    return facts;
  }

  private static Value number(OptionalDouble fact) {
    return fact.isPresent() ? Value.of(fact.getAsDouble()) : Value.UNSET;
  }
}
