package dev.kneeline.dialect.results;

import dev.kneeline.space.Names;
import dev.kneeline.space.Value;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// How many GPUs a server has, from whatever names its sizes: a number of GPUs, or tensor x
/// pipeline x data parallel.
public final class GpuCount {

  private static final List<String> COUNTS = List.of("num-gpus", "gpu-count", "gpus");

  private static final List<List<String>> SIZES =
      List.of(
          List.of("tensor-parallel-size", "tp-size", "tp"),
          List.of("pipeline-parallel-size", "pp-size", "pp"));

  private static final List<String> DATA = List.of("data-parallel-size", "dp-size", "dp");

  private GpuCount() {}

  /// The count: with tp 4, pp 2 and nothing of dp it is 8.
  ///
  /// @param values by names with or without a prefix, dashes and underscores alike
  /// @return empty where none of the names is there
  public static OptionalInt of(Map<String, Value> values) {
    OptionalDouble counted = first(values, COUNTS);
    if (counted.isPresent()) {
      return OptionalInt.of((int) counted.getAsDouble());
    }
    double product = 1;
    boolean any = false;
    for (List<String> names : SIZES) {
      OptionalDouble size = first(values, names);
      any |= size.isPresent();
      product *= size.orElse(1);
    }
    OptionalDouble data = first(values, DATA);
    any |= data.isPresent();
    // With SGLang's attention data parallelism the replicas share the tensor parallel GPUs.
    product *= sharesGpus(values) ? 1 : data.orElse(1);
    return any ? OptionalInt.of((int) product) : OptionalInt.empty();
  }

  private static boolean sharesGpus(Map<String, Value> values) {
    return values.entrySet().stream()
        .anyMatch(entry ->
            Names.brief(Names.key(entry.getKey())).equals("enable-dp-attention")
                && entry.getValue().equals(Value.of(true)));
  }

  private static OptionalDouble first(Map<String, Value> values, List<String> names) {
    for (String name : names) {
      for (Map.Entry<String, Value> entry : values.entrySet()) {
        OptionalDouble number = Sheet.number(entry.getValue());
        boolean named = Names.brief(Names.key(entry.getKey())).equals(name);
        if (named && number.isPresent() && number.getAsDouble() >= 1) {
          return number;
        }
      }
    }
    return OptionalDouble.empty();
  }
}
