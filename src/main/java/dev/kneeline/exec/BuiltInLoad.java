package dev.kneeline.exec;

import dev.kneeline.load.AppliedLoad;
import dev.kneeline.load.LearntWords;
import dev.kneeline.load.LoadException;
import dev.kneeline.load.LoadListener;
import dev.kneeline.load.LoadOptions;
import dev.kneeline.load.LoadResult;
import dev.kneeline.load.Problem;
import dev.kneeline.metric.Figures;
import dev.kneeline.metric.Outcome;
import dev.kneeline.metric.Sample;
import dev.kneeline.plan.LoadSpec;
import dev.kneeline.space.Names;
import dev.kneeline.space.Value;
import dev.kneeline.study.Failure;
import dev.kneeline.study.FailureKind;
import dev.kneeline.study.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Applies load with our own generator, in this process.
final class BuiltInLoad {

  private static final String LOG = "load";

  private BuiltInLoad() {}

  /// Runs the load to its end, to the run's time-out, to the server's end or to cancellation,
  /// whichever comes first.
  ///
  /// @param words what earlier loads on the same server found out; this one adds to it
  static Measured apply(
      LoadSpec.Generated load, RunContext context, LearntWords words, LoadListener listener) {
    LoadLog log = new LoadLog(context.attempt().log(LOG), load, listener);
    Measured measured = measure(load, context, words, log);
    log.end(measured);
    return measured;
  }

  private static Measured measure(
      LoadSpec.Generated load, RunContext context, LearntWords words, LoadListener listener) {
    LoadOptions options;
    Map<String, Value> values = values(load, context);
    switch (LoadOptions.read(values)) {
      case LoadOptions.Refused(List<Problem> problems) -> {
        return new Measured.Failed(refused(problems));
      }
      case LoadOptions.Read(LoadOptions read) -> options = read;
    }
    AppliedLoad run =
        LoadClients.of(values, words.recall(options), listener, context.attempt().folder());
    CompletableFuture<Object> giveUp = new CompletableFuture<>();
    giveUp.completeOnTimeout("late", context.timeout().toNanos(), TimeUnit.NANOSECONDS);
    CompletableFuture<Void> early =
        CompletableFuture.anyOf(giveUp, context.serverEnds(), context.cancellation().future())
            .thenRun(run::cancel);
    try {
      LoadResult result = run.execute();
      words.learn(options, result.options());
      if (context.cancellation().wished()) {
        return new Measured.Dropped();
      }
      return giveUp.isDone() ? new Measured.Failed(late(context)) : judge(result, context);
    } catch (LoadException impossible) {
      return context.cancellation().wished()
          ? new Measured.Dropped()
          : new Measured.Failed(
              new Failure(
                  FailureKind.LOAD_FAILED,
                  String.valueOf(impossible.getMessage()),
                  impossible.hint(),
                  ""));
    } finally {
      early.cancel(false);
      giveUp.complete("over");
    }
  }

  /// The run's options, with what only this moment knows: where the server is, the seed, the files.
  private static Map<String, Value> values(LoadSpec.Generated load, RunContext context) {
    Map<String, Value> values = new LinkedHashMap<>();
    load.options().forEach((name, value) -> values.put(Names.key(name), value));
    values.keySet().removeAll(List.of("host", "port"));
    values.put("base-url", Value.of(context.names().getOrDefault("base_url", "")));
    values.putIfAbsent("seed", Value.of(context.run().seed()));
    values.put("samples-file", Value.of(context.attempt().samples().toString()));
    return withGpus(values, context.gpus());
  }

  /// The options, with the number of the server's GPUs where they do not say it.
  static Map<String, Value> withGpus(Map<String, Value> options, int gpus) {
    Map<String, Value> all = new LinkedHashMap<>(options);
    if (gpus > 0) {
      all.putIfAbsent("gpus", Value.of(gpus));
    }
    return all;
  }

  private static Measured judge(LoadResult result, RunContext context) {
    Figures figures = result.figures();
    Optional<Failure> fault = Acceptance.fault(figures);
    if (fault.isPresent()) {
      return new Measured.Failed(explained(fault.get(), result));
    }
    Path raw = context.attempt().samples();
    SequencedMap<String, Value> facts = new LinkedHashMap<>();
    facts.put("stamps", Value.of(result.client().stamps().toString()));
    result.client().numbers().forEach((name, number) -> facts.put(name, Value.of(number)));
    return new Measured.Taken(
        figures,
        new Verdict(result.verdict().status().name(), result.verdict().reasons()),
        Files.exists(raw) ? raw.getFileName().toString() : "",
        Optional.of(result.window()),
        facts,
        notes(result));
  }

  private static List<String> notes(LoadResult result) {
    List<String> notes = new ArrayList<>(result.options().notes());
    if (result.isPartial()) {
      notes.add("sending stopped early: " + result.stopped());
    }
    return notes;
  }

  /// With what the first failed request was told, which says more than a count.
  private static Failure explained(Failure fault, LoadResult result) {
    for (Sample sample : result.samples()) {
      if (sample.outcome() instanceof Outcome.Failed failed) {
        String status = failed.httpStatus() > 0 ? "HTTP %d ".formatted(failed.httpStatus()) : "";
        return new Failure(
            fault.kind(),
            "%s; the first one: %s%s".formatted(fault.message(), status, failed.message()),
            fault.hint(),
            "");
      }
    }
    return fault;
  }

  private static Failure late(RunContext context) {
    return new Failure(
        FailureKind.RUN_TIMEOUT,
        "the load did not end within %d s".formatted(context.timeout().toSeconds()),
        "fewer requests, or a longer run time-out",
        "");
  }

  private static Failure refused(List<Problem> problems) {
    return new Failure(
        FailureKind.BAD_FLAG,
        problems.stream()
            .map(each -> "load.%s: %s".formatted(each.key(), each.message()))
            .collect(Collectors.joining("; ")),
        problems.getFirst().hint(),
        "");
  }
}
