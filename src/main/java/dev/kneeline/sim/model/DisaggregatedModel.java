package dev.kneeline.sim.model;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntToDoubleFunction;

/// Workers that compute prompts, workers that generate answers, and the way of the KV cache between
/// them.
///
/// A router gives each job to the prefill workers in turn; when its prompt is computed the cache
/// travels, and the decode worker with the fewest jobs takes it. The client's first token comes out
/// of the first step there.
public final class DisaggregatedModel implements TimeModel {

  private final List<BatchingModel> prefill;
  private final List<BatchingModel> decode;
  private final List<BatchingModel> workers;
  private final IntToDoubleFunction transferSeconds;
  private final PriorityQueue<Journey> journeys = new PriorityQueue<>();
  private int turn;

  /// A KV cache on its way.
  private record Journey(long arrivalNanos, Job job) implements Comparable<Journey> {

    @Override
    public int compareTo(Journey other) {
      int byInstant = Long.compare(arrivalNanos, other.arrivalNanos);
      return byInstant != 0 ? byInstant : Long.compare(job.id(), other.job.id());
    }
  }

  /// @param transferSeconds time of the journey for a prompt of so many tokens
  public DisaggregatedModel(
      List<BatchingModel> prefill,
      List<BatchingModel> decode,
      IntToDoubleFunction transferSeconds) {
    if (prefill.isEmpty() || decode.isEmpty()) {
      throw new IllegalArgumentException("there is at least one worker of each role");
    }
    this.prefill = List.copyOf(prefill);
    this.decode = List.copyOf(decode);
    this.transferSeconds = transferSeconds;
    workers = new ArrayList<>(prefill);
    workers.addAll(decode);
  }

  @Override
  public void submit(Job job, long atNanos) {
    BatchingModel worker = prefill.get(turn++ % prefill.size());
    worker.submit(job.promptAlone(new Relay(job)), atNanos);
  }

  @Override
  public void submitPrefilled(Job job, long atNanos) {
    journeys.add(new Journey(atNanos, job));
  }

  @Override
  public void cancel(long jobId) {
    workers.forEach(worker -> worker.cancel(jobId));
    journeys.removeIf(journey -> journey.job().id() == jobId);
  }

  @Override
  public long nextNanos() {
    Journey first = journeys.peek();
    long next = first == null ? NEVER : first.arrivalNanos();
    for (BatchingModel worker : workers) {
      next = Math.min(next, worker.nextNanos());
    }
    return next;
  }

  /// One instant at a time, since what one worker does may be another's next job.
  @Override
  public void advance(long toNanos) {
    for (long next = nextNanos(); next <= toNanos; next = nextNanos()) {
      while (!journeys.isEmpty() && journeys.peek().arrivalNanos() <= next) {
        arrive(journeys.remove());
      }
      for (BatchingModel worker : workers) {
        worker.advance(next);
      }
    }
  }

  @Override
  public Load load() {
    int running = 0;
    int waiting = journeys.size();
    double use = 0;
    long cached = 0;
    long preemptions = 0;
    for (BatchingModel worker : workers) {
      Load load = worker.load();
      running += load.running();
      waiting += load.waiting();
      use += load.cacheUse() / workers.size();
      cached += load.cachedTokens();
      preemptions += load.preemptions();
    }
    return new Load(running, waiting, use, cached, preemptions);
  }

  @Override
  public boolean resetCache() {
    return journeys.isEmpty() && workers.stream().allMatch(BatchingModel::resetCache);
  }

  private void arrive(Journey journey) {
    BatchingModel least = decode.getFirst();
    for (BatchingModel worker : decode) {
      if (jobs(worker) < jobs(least)) {
        least = worker;
      }
    }
    least.submitPrefilled(journey.job(), journey.arrivalNanos());
  }

  private static int jobs(BatchingModel worker) {
    Load load = worker.load();
    return load.running() + load.waiting();
  }

  /// Sends the cache on its way when the prompt is computed.
  private final class Relay implements JobListener {

    private final Job job;

    private Relay(Job job) {
      this.job = job;
    }

    @Override
    public void started(int cachedTokens, long atNanos) {
      job.listener().started(cachedTokens, atNanos);
    }

    @Override
    public void tokens(int tokens, boolean last, long atNanos) {
      double seconds = transferSeconds.applyAsDouble(job.inputTokens());
      journeys.add(new Journey(atNanos + Math.round(seconds * 1e9), job));
    }

    @Override
    public void lost(String reason, long atNanos) {
      job.listener().lost(reason, atNanos);
    }
  }
}
