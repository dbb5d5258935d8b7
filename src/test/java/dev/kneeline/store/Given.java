package dev.kneeline.store;

import dev.kneeline.metric.Figure;
import dev.kneeline.metric.Figures;
import dev.kneeline.plan.LoadSpec;
import dev.kneeline.plan.PlannedRun;
import dev.kneeline.plan.ServerNode;
import dev.kneeline.plan.ServerSpec;
import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import dev.kneeline.study.Run;
import dev.kneeline.study.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// What store tests are made of.
final class Given {

  static final Origin VLLM = new Origin(false, "vllm", "0.11.0");

  private Given() {}

  static Point point(Object... namesAndValues) {
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    for (int index = 0; index < namesAndValues.length; index += 2) {
      Object value = namesAndValues[index + 1];
      values.put(
          (String) namesAndValues[index],
          switch (value) {
            case Integer whole -> Value.of(whole);
            case Value other -> other;
            default -> Value.of(value.toString());
          });
    }
    return new Point(values);
  }

  static Point concurrency(int concurrency) {
    return point("load.max-concurrency", concurrency);
  }

  /// The planned run of a point; `version` stands for whatever else the fingerprint covers.
  static PlannedRun planned(Point point, int repetition, String version) {
    SequencedMap<String, Value> options = new LinkedHashMap<>();
    options.put("num-prompts", Value.of(100));
    return new PlannedRun(
        point, repetition, 42 + repetition, new LoadSpec.Generated(options), point.id() + version);
  }

  static PlannedRun planned(Point point, int repetition) {
    return planned(point, repetition, "-v1");
  }

  static ServerNode node(Point point, PlannedRun... runs) {
    return new ServerNode(point.id(), point, new ServerSpec.Absent(), List.of(runs));
  }

  static RunRecord record(double throughput) {
    return RunRecord.of(
        new Figures(new LinkedHashMap<>(Map.of("output_throughput", Figure.of(throughput)))),
        new Verdict("OK", List.of()),
        VLLM,
        new Run.Cost(1.5, 0, 1),
        "samples.bin");
  }

  /// One whole run, its raw file made of the throughput's digits.
  static Run measure(StudyFolder study, PlannedRun planned, double throughput) {
    RunAttempt attempt = study.beginRun(planned, "");
    write(attempt, "samples of " + throughput);
    return attempt.commit(record(throughput));
  }

  static void write(RunAttempt attempt, String samples) {
    try {
      Files.writeString(attempt.samples(), samples);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
