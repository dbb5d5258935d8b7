package dev.kneeline.exec;

import dev.kneeline.plan.PlannedRun;
import dev.kneeline.store.RunAttempt;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// One run that is about to be measured, and what may end it early.
///
/// @param subject what it is measured on
/// @param lane whose GPUs a command without a server may use
/// @param timeout after which the run is given up
/// @param sampler to be told of the process that applies the load, if it is one
record RunContext(
    PlannedRun run,
    RunAttempt attempt,
    MeasuredServer subject,
    Lane lane,
    Duration timeout,
    Cancellation cancellation,
    Sampler sampler) {

  int gpus() {
    return subject.gpus();
  }

  /// The runtime names of machine, study and server, and the run's own.
  Map<String, String> names() {
    Map<String, String> all = new LinkedHashMap<>(subject.names());
    all.put("log_dir", attempt.folder().toAbsolutePath().toString());
    all.put("result_file", attempt.result().toAbsolutePath().toString());
    all.put("point", run.point().id());
    all.put("repetition", Integer.toString(run.repetition()));
    all.put("seed", Long.toString(run.seed()));
    return all;
  }

  /// Completed when the server ends; never where there is none of ours.
  CompletableFuture<Void> serverEnds() {
    return subject.server().map(LiveServer::ends).orElseGet(CompletableFuture::new);
  }
}
