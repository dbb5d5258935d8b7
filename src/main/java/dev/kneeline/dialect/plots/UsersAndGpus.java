package dev.kneeline.dialect.plots;

import dev.kneeline.analysis.Row;
import dev.kneeline.dialect.results.GpuCount;
import dev.kneeline.metric.Figures;
import dev.kneeline.space.Value;
import dev.kneeline.study.Run;
import dev.kneeline.study.TrialState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SequencedMap;

/// Throughput of one user and of one GPU, run by run, by the counts that the user names.
final class UsersAndGpus {

  static final String GPUS = "gpu_count";
  static final String PER_USER = "tok_s_user";
  static final String PER_GPU = "output_tokens_per_gpu";

  private static final String OUTPUT = "output_throughput";
  private static final String MOST = "max_concurrent_requests";
  private static final String VISIBLE = "CUDA_VISIBLE_DEVICES";

  private final String users;
  private final String gpus;
  private final List<String> skipped = new ArrayList<>();
  private int assumed;

  /// @param users a name that holds the number of users
  /// @param gpus a name that holds the number of GPUs, or the number itself; empty: tensor x
  ///   pipeline x data parallel
  UsersAndGpus(String users, String gpus) {
    this.users = users;
    this.gpus = gpus;
  }

  /// The rows with both figures and a column `gpu_count`; runs without a user count or without
  /// throughput are left out and counted.
  List<Row> of(List<Row> rows) {
    List<Row> counted = new ArrayList<>();
    for (Row row : rows) {
      OptionalDouble count = gpus(row);
      double divisor = count.orElse(1);
      List<Run> runs = new ArrayList<>();
      for (Run run : row.counted()) {
        OptionalDouble user = users(row, run);
        OptionalDouble output = run.figures().value(OUTPUT);
        if (user.isPresent() && output.isPresent()) {
          Figures both =
              Figures.of(
                  Map.of(
                      PER_USER, output.getAsDouble() / user.getAsDouble(),
                      PER_GPU, output.getAsDouble() / divisor));
          runs.add(run.with(run.figures().with(both)));
        } else {
          skipped.add(run.folder());
        }
      }
      if (!runs.isEmpty()) {
        assumed += count.isPresent() ? 0 : 1;
        SequencedMap<String, Value> columns = new LinkedHashMap<>(row.columns());
        columns.put("gpu-count", Value.of((long) divisor));
        counted.add(new Row(row.point(), columns, new TrialState.Completed(runs)));
      }
    }
    return counted;
  }

  /// Where the runs lie that were left out.
  List<String> skipped() {
    return List.copyOf(skipped);
  }

  /// Configurations that tell nothing of their GPUs, so that one was assumed.
  int assumed() {
    return assumed;
  }

  /// What a run was asked for, or where nothing was the most that it had at once.
  private OptionalDouble users(Row row, Run run) {
    OptionalDouble asked = positive(number(row.value(users)));
    OptionalDouble measured = asked.isPresent() ? asked : positive(run.figures().value(users));
    return measured.isPresent() ? measured : positive(run.figures().value(MOST));
  }

  private OptionalDouble gpus(Row row) {
    if (!gpus.isEmpty()) {
      OptionalDouble literal = number(Value.of(gpus));
      OptionalDouble named = number(row.value(gpus));
      return positive(literal.isPresent() ? literal : named);
    }
    int held = row.runs().stream().mapToInt(run -> run.cost().gpus()).max().orElse(0);
    if (held > 0) {
      return OptionalDouble.of(held);
    }
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    row.names().forEach(name -> values.put(name, row.value(name)));
    OptionalInt sizes = GpuCount.of(values);
    return sizes.isPresent() ? OptionalDouble.of(sizes.getAsInt()) : visible(row);
  }

  /// `0,1,2,3` in the server's environment are four.
  private static OptionalDouble visible(Row row) {
    Value devices = row.value(VISIBLE);
    return devices.isUnset() || devices.spelling().isBlank()
        ? OptionalDouble.empty()
        : OptionalDouble.of(devices.spelling().split(",").length);
  }

  private static OptionalDouble positive(OptionalDouble number) {
    return number.isPresent() && number.getAsDouble() > 0 ? number : OptionalDouble.empty();
  }

  private static OptionalDouble number(Value value) {
    try {
      double number = Double.parseDouble(value.spelling());
      return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
    } catch (NumberFormatException words) {
      return OptionalDouble.empty();
    }
  }
}
