package dev.kneeline.dialect.results;

import dev.kneeline.space.Value;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// InferenceMAX's `agg_*.json`: latencies in seconds, throughput for each GPU, parameters beside
/// them.
final class InferenceMaxReader {

  private static final Pattern LATENCY =
      Pattern.compile("(mean|median|std|p\\d+(?:\\.\\d+)?)_(ttft|tpot|itl|e2el)");
  private static final Pattern SPEED = Pattern.compile("(mean|median|std|p\\d+).*_intvty");

  private static final Map<String, String> LOAD =
      Map.of("conc", "max-concurrency", "isl", "random-input-len", "osl", "random-output-len");

  /// Sizes under which a server's GPUs are counted, and which are parameters as well.
  private static final Set<String> FIGURES =
      Set.of("tput_per_gpu", "output_tput_per_gpu", "input_tput_per_gpu");

  private InferenceMaxReader() {}

  static void read(SequencedMap<String, Value> record, Sheet sheet) {
    boolean multinode = record.getOrDefault("is_multinode", Value.UNSET).equals(Value.of(true));
    double gpus = gpus(record, multinode);
    if (gpus > 0) {
      sheet.gpus((int) gpus);
    }
    record.forEach((name, value) -> {
      sheet.told(name, value);
      Matcher latency = LATENCY.matcher(name);
      OptionalDouble number = Sheet.number(value);
      if (latency.matches()) {
        number.ifPresent(seconds -> sheet.figure(name + "_ms", name, seconds * 1000));
      } else if (name.equals("mean_intvty")) {
        // 1000 / mean_tpot_ms, which is our interactivity.
        number.ifPresent(speed -> sheet.figure("interactivity", name, speed));
      } else if (SPEED.matcher(name).matches()) {
        sheet.unmapped(name);
      } else if (FIGURES.contains(name)) {
        number.ifPresent(each -> throughput(name, each, gpus, multinode, sheet));
      } else if (LOAD.containsKey(name)) {
        sheet.setting(Sheet.LOAD + LOAD.get(name), value);
      } else {
        sheet.setting(Sheet.SERVER + name, flag(value));
      }
    });
  }

  /// In disaggregated results output is counted for each decode GPU, which is no metric of ours.
  private static void throughput(
      String name, double each, double gpus, boolean multinode, Sheet sheet) {
    if (name.equals("tput_per_gpu")) {
      sheet.figure("total_tokens_per_gpu", name, each);
      sheet.figure("total_token_throughput", name, gpus > 0 ? each * gpus : Double.NaN);
    } else if (name.equals("output_tput_per_gpu") && !multinode) {
      sheet.figure("output_tokens_per_gpu", name, each);
      sheet.figure("output_throughput", name, gpus > 0 ? each * gpus : Double.NaN);
    } else {
      sheet.unmapped(name);
    }
  }

  private static double gpus(SequencedMap<String, Value> record, boolean multinode) {
    return multinode
        ? Shapes.number(record, "num_prefill_gpu").orElse(0)
            + Shapes.number(record, "num_decode_gpu").orElse(0)
        : Shapes.number(record, "tp").orElse(0)
            * Shapes.number(record, "pp").orElse(1)
            * Shapes.number(record, "pcp").orElse(1);
  }

  /// `"false"` and `"False"` stand for a switch.
  private static Value flag(Value value) {
    return value instanceof Value.Text(String text) && text.matches("(?i)true|false")
        ? Value.of(Boolean.parseBoolean(text.toLowerCase(java.util.Locale.ROOT)))
        : value;
  }
}
