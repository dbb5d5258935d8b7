package dev.kneeline.sim;

import dev.kneeline.sim.model.Job;
import dev.kneeline.sim.model.Roofline;
import dev.kneeline.sim.model.TimeModel;
import dev.kneeline.wire.serve.ByteBuilder;
import dev.kneeline.wire.serve.HttpReply;
import org.jspecify.annotations.Nullable;

/// The server's generation side: takes requests to the model of time and counts what becomes of
/// them. Used on the loop's thread only.
final class Serving {

  /// How the process ends at its own hands.
  @FunctionalInterface
  interface Death {
    void die(DeathCause cause);
  }

  /// Why it does.
  enum DeathCause {
    ASKED,
    OUT_OF_MEMORY
  }

  private final SimOptions options;
  private final Pacer pacer;
  private final Death death;
  private final @Nullable WriteLog writeLog;
  private final ServerMetrics metrics;
  private final ByteBuilder scratch = new ByteBuilder();
  private int arrived;
  private long jobs;
  private int completed;
  private int refused;

  Serving(SimOptions options, Pacer pacer, Death death, @Nullable WriteLog writeLog) {
    this.options = options;
    this.pacer = pacer;
    this.death = death;
    this.writeLog = writeLog;
    this.metrics = new ServerMetrics(options);
  }

  /// Whether this generation request is one of the first ones that are to be refused; counts it.
  boolean refuses() {
    return refused < faults().refuse() && refused++ < faults().refuse();
  }

  /// The number that the next request will have.
  int nextNumber() {
    return arrived;
  }

  /// Starts on an answer.
  ///
  /// @param requestId the client's name for it, for the write log
  /// @param phase which part of it is wanted here
  void submit(
      GenerationRequest request,
      AnswerFormat format,
      HttpReply reply,
      String requestId,
      Phase phase) {
    int number = arrived++;
    int choices = request.choices();
    for (int choice = 0; choice < choices; choice++) {
      metrics.arrived(request.prompt(choice).count());
    }
    if (number >= faults().hangAfter()) {
      return;
    }
    TimeModel.Load load = pacer.model().load();
    if (load.running() + load.waiting() + choices >= faults().outOfMemoryAt()) {
      death.die(DeathCause.OUT_OF_MEMORY);
      return;
    }
    if (writeLog != null) {
      writeLog.arrived(reply.arrivedNanos(), number, requestId);
    }
    Generation generation = new Generation(this, number, request, format, reply);
    generation.begin(jobs);
    jobs += choices;
    for (Generation.Choice choice : generation.choices()) {
      if (!generation.over()) {
        submit(job(request, choice), phase, reply.arrivedNanos());
      }
    }
  }

  private Job job(GenerationRequest request, Generation.Choice choice) {
    TokenList prompt = choice.prompt();
    return new Job(
        choice.job(),
        prompt.count(),
        Math.min(request.outputTokens(), faults().shortOutput()),
        prompt.prefix(options.served().blockSize()),
        request.priority(),
        choice);
  }

  private void submit(Job job, Phase phase, long arrivedNanos) {
    switch (phase) {
      case WHOLE, PREFILL -> pacer.submit(job, arrivedNanos);
      case DECODE -> pacer.submitPrefilled(job, journeySeconds(job.inputTokens()));
    }
  }

  /// Time for a prompt's KV cache to come here; nothing where a metronome stands for the engine.
  private double journeySeconds(int tokens) {
    return switch (options.pacing()) {
      case SimOptions.Pacing.Modelled(EnginePlan.Starts plan, _, _, _, _) ->
          new Roofline(plan.deployment(), plan.assumptions()).transferSeconds(tokens);
      case SimOptions.Pacing.Modelled never -> 0;
      case SimOptions.Pacing.Fixed fixed -> 0;
    };
  }

  /// Nobody waits for that choice any more.
  void cancel(long job) {
    pacer.cancel(job);
  }

  void completed() {
    completed++;
    if (completed >= faults().dieAfter()) {
      death.die(DeathCause.ASKED);
    }
  }

  void wrote(int number, int what) {
    if (writeLog != null) {
      writeLog.wrote(System.nanoTime(), number, what);
    }
  }

  boolean resetCache() {
    return pacer.model().resetCache();
  }

  String metricsText() {
    return metrics.text(pacer.model().load());
  }

  ServerMetrics metrics() {
    return metrics;
  }

  Faults.Request faults() {
    return options.faults().request();
  }

  int tokensPerEvent() {
    return options.delivery().tokensPerEvent();
  }

  /// Bytes for one event at a time.
  ByteBuilder scratch() {
    return scratch;
  }
}
