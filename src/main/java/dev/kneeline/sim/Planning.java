package dev.kneeline.sim;

import dev.kneeline.sim.model.Gpu;
import dev.kneeline.sim.model.Gpus;
import dev.kneeline.sim.model.ModelShape;
import dev.kneeline.sim.model.Precision;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What both engines read alike from their flags.
final class Planning {

  private final Arguments arguments;
  private final ModelShape model;

  Planning(Arguments arguments, ModelShape model) {
    this.arguments = arguments;
    this.model = model;
  }

  ModelShape model() {
    return model;
  }

  Gpu gpu() {
    Gpu usual = Gpus.all().getFirst();
    String named = arguments.text("gpu").orElse(usual.name());
    return Gpus.find(named)
        .orElseGet(() ->
            arguments.fault(
                "gpu", "invalid choice: '%s' (choose from %s)".formatted(named, names()), usual));
  }

  private static String names() {
    return Gpus.all().stream().map(Gpu::name).collect(Collectors.joining(", "));
  }

  /// The format that `--quantization` names; without it, the one the weights are published in.
  Precision weights() {
    String named = arguments.text("quantization").orElse("").toLowerCase(Locale.ROOT);
    if (named.contains("fp4") || named.startsWith("awq") || named.startsWith("gptq")) {
      return Precision.FP4;
    }
    if (named.contains("fp8") || named.equals("modelopt")) {
      return Precision.FP8;
    }
    return model.precision();
  }

  Precision cache() {
    String named = arguments.text("kv-cache-dtype").orElse("auto");
    if (named.contains("fp8") || named.startsWith("int8")) {
      return Precision.FP8;
    }
    return named.contains("fp4") || named.startsWith("int4") ? Precision.FP4 : Precision.BF16;
  }

  /// The largest number in a list, however it is written.
  static int largest(String list, int otherwise) {
    return Stream.of(list.split("[^0-9]+"))
        .filter(number -> !number.isEmpty())
        .mapToInt(Integer::parseInt)
        .max()
        .orElse(otherwise);
  }

  /// A whole flag of at least 1; a smaller one becomes a fault.
  int degree(String name) {
    int value = arguments.whole(name, 1);
    return value >= 1 ? value : arguments.fault(name, "must be at least 1, not " + value, 1);
  }
}
