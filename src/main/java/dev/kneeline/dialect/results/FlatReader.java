package dev.kneeline.dialect.results;

import dev.kneeline.metric.ForeignNames;
import dev.kneeline.metric.Metrics;
import dev.kneeline.space.Names;
import dev.kneeline.space.Value;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.Set;

/// Records of `vllm bench serve` and of SGLang's bench_serving: metrics, options and, in vLLM's
/// sweeps, the swept parameters side by side at top level.
final class FlatReader {

  /// Parameters of the load under whatever name a record has them.
  private static final Map<String, String> LOAD =
      Map.ofEntries(
          Map.entry("num_prompts", "num-prompts"),
          Map.entry("request_rate", "request-rate"),
          Map.entry("burstiness", "burstiness"),
          Map.entry("max_concurrency", "max-concurrency"),
          Map.entry("ramp_up_strategy", "ramp-up-strategy"),
          Map.entry("ramp_up_start_rps", "ramp-up-start-rps"),
          Map.entry("ramp_up_end_rps", "ramp-up-end-rps"),
          Map.entry("dataset_name", "dataset-name"),
          Map.entry("random_input_len", "random-input-len"),
          Map.entry("random_output_len", "random-output-len"),
          Map.entry("random_range_ratio", "random-range-ratio"),
          Map.entry("sharegpt_output_len", "sharegpt-output-len"));

  /// What differs from run to run, or only names it, and so is no parameter.
  private static final Set<String> LABELS =
      Set.of(
          "date",
          "label",
          "tag",
          "backend",
          "endpoint_type",
          "tokenizer_id",
          "run_number",
          "_benchmark_name");

  /// Figures of other tools for which there is no metric here; anything of these words is none of a
  /// user's parameters.
  private static final Set<String> FIGURES =
      Set.of("rtfx", "input_throughput", "accept_length", "max_model_len", "failed_requests");

  /// What a server says of itself that is no setting, or that differs from start to start.
  private static final Set<String> VOLATILE =
      Set.of(
          "host",
          "port",
          "nccl_port",
          "dist_init_addr",
          "random_seed",
          "api_key",
          "admin_api_key",
          "log_level",
          "version",
          "status",
          "last_gen_throughput",
          "internal_states");

  private final SweepFolder folder;

  FlatReader(SweepFolder folder) {
    this.folder = folder;
  }

  void read(SequencedMap<String, Value> record, Sheet sheet) {
    folder.values().forEach((name, value) -> sheet.setting(Sheet.LOAD + name, value));
    record.forEach((name, value) -> {
      if (name.equals("server_info")
          && value instanceof Value.Entries(SequencedMap<String, Value> entries)) {
        server(entries, sheet);
      } else {
        entry(name, value, sheet);
      }
    });
    Sheet.number(record.getOrDefault("run_number", Value.UNSET))
        .ifPresent(number -> sheet.number((long) number));
  }

  private void entry(String name, Value value, Sheet sheet) {
    sheet.told(name, value);
    String key = ForeignNames.sglang(name);
    OptionalDouble number = Sheet.number(value);
    if (LABELS.contains(name)) {
      return;
    }
    if (LOAD.containsKey(name)) {
      sheet.setting(Sheet.LOAD + LOAD.get(name), value);
    } else if (name.equals("model_id")) {
      sheet.setting(Sheet.SERVER + "model", value);
    } else if (Metrics.find(key).isPresent()) {
      number.ifPresent(figure -> sheet.figure(key, name, figure));
    } else if (figureOfTheirs(name) || value instanceof Value.Items) {
      sheet.unmapped(name);
    } else if (value instanceof Value.Entries && !folder.swept()) {
      sheet.unmapped(name);
    } else {
      sheet.setting(folder.scoped(name), value);
    }
  }

  /// A number of theirs that a person did not choose.
  private static boolean figureOfTheirs(String name) {
    return FIGURES.contains(name)
        || name.equals("steady_state")
        || name.equals("per_turn_metrics")
        || name.startsWith("spec_decode_")
        || name.startsWith("probe_")
        || name.startsWith("diffusion_")
        || name.endsWith("_ms")
        || name.endsWith("_throughput")
        || name.endsWith("_retokenized")
        || name.endsWith("_per_s");
  }

  private static void server(SequencedMap<String, Value> entries, Sheet sheet) {
    entries.forEach((name, value) -> {
      sheet.told("server_info." + name, value);
      boolean plain = !(value instanceof Value.Items) && !(value instanceof Value.Entries);
      if (plain && !VOLATILE.contains(name)) {
        sheet.setting(
            Names.key(Sheet.SERVER + (name.equals("model_path") ? "model" : name)), value);
      }
    });
  }
}
