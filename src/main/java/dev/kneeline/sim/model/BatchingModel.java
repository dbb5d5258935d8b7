package dev.kneeline.sim.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/// A continuous-batching server: in each step every running sequence gets a token and prompts are
/// computed in what is left of the step's budget.
///
/// Admission is first come, first served unless [#ordered] otherwise. When the KV cache is full the
/// youngest sequence (in the order of priority the least urgent) gives up its blocks, goes back to
/// the queue, and is computed again later.
public final class BatchingModel implements TimeModel {

  private final StepTime stepTime;
  private final Limits limits;
  private final double activationTokens;
  private final Noise noise;
  private final IntConsumer death;
  private final BlockPool pool;
  private final List<Sequence> running = new ArrayList<>();
  private final Map<Long, Sequence> sequences = new HashMap<>();
  private final Step step = new Step();
  private WaitingQueue waiting = new WaitingQueue(QueueOrder.ARRIVAL, 0);
  private Guesses guesses = new Guesses(Speculation.none(), 0);
  private boolean byPriority;
  private long arrived;
  private boolean dead;
  private boolean stepping;
  private boolean crowded;
  private boolean purge;
  private long instant;
  private long cachedTokens;
  private long preemptions;

  /// What a step computes, summed while it is put together.
  private static final class Step {
    private int tokens;
    private int promptTokens;
    private int counted;
    private int prompts;
    private int answers;
    private long cached;
    private double promptPairs;
    private double answerPairs;

    private void clear() {
      tokens = 0;
      promptTokens = 0;
      counted = 0;
      prompts = 0;
      answers = 0;
      cached = 0;
      promptPairs = 0;
      answerPairs = 0;
    }

    private StepWork work() {
      int answerTokens = tokens - promptTokens;
      return new StepWork(
          prompts, answers, promptTokens, answerTokens, cached, promptPairs, answerPairs);
    }

    /// Leaves out a sequence that was added.
    private void take(Sequence sequence, boolean counts) {
      if (sequence.scheduled > 0) {
        book(sequence, -1, counts);
        sequence.scheduled = 0;
      }
    }

    private void add(Sequence sequence, int count, boolean counts) {
      sequence.scheduled = count;
      book(sequence, 1, counts);
    }

    private void book(Sequence sequence, int sign, boolean counts) {
      int count = sequence.scheduled;
      double pairs = (double) count * sequence.computed + 0.5 * count * (count + 1);
      tokens += sign * count;
      counted += counts ? sign * count : 0;
      cached += sign * (long) (sequence.computed + count);
      if (sequence.prefilling()) {
        prompts += sign;
        promptTokens += sign * count;
        promptPairs += sign * pairs;
      } else {
        answers += sign;
        answerPairs += sign * pairs;
      }
    }
  }

  /// The time of one step; [Roofline#stepSeconds] is the one of the product.
  @FunctionalInterface
  public interface StepTime {
    double seconds(StepWork work);
  }

  /// @param activationTokens the largest step whose activations fit; a larger one is the death of
  ///   the server
  /// @param death hears of that, once, with the tokens of the fatal step
  public BatchingModel(
      StepTime stepTime, Limits limits, double activationTokens, Noise noise, IntConsumer death) {
    this.stepTime = stepTime;
    this.limits = limits;
    this.activationTokens = activationTokens;
    this.noise = noise;
    this.death = death;
    this.pool = new BlockPool(limits.blocks());
  }

  /// Has the queue ordered otherwise, from before the first job on.
  ///
  /// @param seed of a random order
  public BatchingModel ordered(QueueOrder order, long seed) {
    waiting = new WaitingQueue(order, seed);
    byPriority = order == QueueOrder.PRIORITY;
    return this;
  }

  /// Has answers guessed ahead, from before the first job on.
  ///
  /// @param seed of the chance with which guesses hold
  public BatchingModel speculating(Speculation speculation, long seed) {
    guesses = new Guesses(speculation, seed);
    return this;
  }

  /// A job that could never fit in the cache is lost at once.
  @Override
  public void submit(Job job, long atNanos) {
    enqueue(job, atNanos, 0);
  }

  @Override
  public void submitPrefilled(Job job, long atNanos) {
    enqueue(job, atNanos, job.inputTokens() - 1);
  }

  private void enqueue(Job job, long atNanos, int computedElsewhere) {
    if (dead || job.inputTokens() + job.outputTokens() > limits.cacheTokens()) {
      job.listener().lost("the KV cache cannot hold it", atNanos);
      return;
    }
    Sequence sequence = new Sequence(job, limits.blockSize(), arrived++);
    sequence.computed = computedElsewhere;
    if (sequences.isEmpty() && !stepping) {
      instant = Math.max(atNanos, instant);
    }
    sequences.put(job.id(), sequence);
    waiting.add(sequence);
  }

  @Override
  public void cancel(long jobId) {
    Sequence sequence = sequences.remove(jobId);
    if (sequence == null) {
      return;
    }
    sequence.cancelled = true;
    release(sequence);
    purge |= !waiting.remove(sequence);
  }

  @Override
  public long nextNanos() {
    return dead || (sequences.isEmpty() && !stepping) ? NEVER : instant;
  }

  @Override
  public void advance(long toNanos) {
    while (nextNanos() <= toNanos) {
      if (stepping) {
        finishStep();
      } else {
        startStep();
      }
    }
  }

  @Override
  public Load load() {
    return new Load(running.size(), waiting.size(), pool.use(), cachedTokens, preemptions);
  }

  @Override
  public boolean resetCache() {
    if (!sequences.isEmpty()) {
      return false;
    }
    pool.forgetUnused();
    return true;
  }

  private void startStep() {
    step.clear();
    crowded = false;
    purge();
    if (limits.mixed()) {
      scheduleRunning(true, true);
      admit();
    } else {
      scheduleRunning(true, false);
      admit();
      if (step.tokens == 0) {
        scheduleRunning(false, true);
      }
    }
    if (step.tokens == 0) {
      if (sequences.isEmpty()) {
        return;
      }
      throw new IllegalStateException("a step without work: " + load());
    }
    if (step.tokens > activationTokens) {
      die();
      return;
    }
    double seconds = stepTime.seconds(step.work()) * noise.factor();
    stepping = true;
    instant += Math.max(1, Math.round(seconds * 1e9));
  }

  /// Gives running sequences their tokens in the order of their admission.
  private void scheduleRunning(boolean prompts, boolean answers) {
    for (int at = 0; at < running.size(); at++) {
      Sequence sequence = running.get(at);
      boolean prompt = sequence.prefilling();
      boolean counts = prompt || limits.answersCount();
      if (!(prompt ? prompts : answers) || (counts && budget() == 0)) {
        continue;
      }
      int wanted = sequence.pending() + (prompt ? 0 : guesses.checked(sequence));
      int count = counts ? Math.min(wanted, budget()) : wanted;
      boolean stays = true;
      while (stays && !grow(sequence, sequence.computed + count)) {
        int victim = victim();
        preempt(victim);
        stays = victim != at;
        at -= victim <= at ? 1 : 0;
      }
      if (stays) {
        step.add(sequence, count, counts);
      }
    }
  }

  private int budget() {
    return limits.stepTokens() - step.counted;
  }

  /// Takes sequences from the queue for as long as there are room, memory and budget; none in a
  /// step that had to take memory away, or the two would trade places for ever.
  private void admit() {
    if (crowded || waiting.isEmpty() || running.size() >= limits.sequences() || budget() == 0) {
      return;
    }
    waiting.arrange(pool);
    while (!waiting.isEmpty() && running.size() < limits.sequences() && budget() > 0) {
      Sequence sequence = waiting.first();
      findPrefix(sequence);
      int count = Math.min(sequence.pending(), budget());
      boolean whole = limits.chunked() || count == sequence.pending() || step.tokens == 0;
      if (!whole || !grow(sequence, sequence.computed + count)) {
        release(sequence);
        return;
      }
      int cached = sequence.known * limits.blockSize();
      cachedTokens += cached;
      waiting.removeFirst();
      running.add(sequence);
      step.add(sequence, count, true);
      sequence.job().listener().started(cached, instant);
    }
  }

  /// The last token of a prompt is always computed: an answer begins with what it yields.
  private void findPrefix(Sequence sequence) {
    if (limits.caching() && sequence.computed == 0) {
      int atMost = (sequence.job().inputTokens() - 1) / limits.blockSize();
      sequence.known = pool.acquire(sequence.job().prefix(), atMost);
      sequence.computed = sequence.known * limits.blockSize();
    }
  }

  private boolean grow(Sequence sequence, int tokens) {
    int missing = sequence.missing(tokens);
    if (missing <= 0) {
      return true;
    }
    if (!pool.allocate(missing)) {
      return false;
    }
    sequence.own += missing;
    return true;
  }

  /// Who gives way: the youngest, or the least urgent.
  private int victim() {
    int victim = running.size() - 1;
    for (int at = victim - 1; byPriority && at >= 0; at--) {
      if (WaitingQueue.BY_PRIORITY.compare(running.get(at), running.get(victim)) > 0) {
        victim = at;
      }
    }
    return victim;
  }

  private void preempt(int victim) {
    Sequence sequence = running.remove(victim);
    step.take(sequence, sequence.prefilling() || limits.answersCount());
    release(sequence);
    waiting.addBack(sequence);
    preemptions++;
    crowded = true;
  }

  private void release(Sequence sequence) {
    pool.release(sequence.own);
    pool.releaseKnown(sequence.job().prefix(), sequence.known);
    if (sequence.own + sequence.known > 0) {
      sequence.computed = 0;
    }
    sequence.own = 0;
    sequence.known = 0;
  }

  private void finishStep() {
    int kept = 0;
    int ran = running.size();
    for (int at = 0; at < ran; at++) {
      Sequence sequence = running.get(at);
      if (!sequence.cancelled && !finished(sequence)) {
        running.set(kept++, sequence);
      }
    }
    running.subList(kept, ran).clear();
    stepping = false;
  }

  /// Drops sequences that were cancelled while a step or its bookkeeping went on.
  private void purge() {
    if (purge) {
      running.removeIf(sequence -> sequence.cancelled);
      purge = false;
    }
  }

  /// Books the step for one sequence; true when its answer is complete.
  private boolean finished(Sequence sequence) {
    int count = sequence.scheduled;
    if (count == 0) {
      return false;
    }
    sequence.scheduled = 0;
    boolean prompt = sequence.prefilling();
    int tokens = prompt ? 1 : guesses.come(sequence, count);
    sequence.computed += prompt ? count : tokens;
    if (prompt && sequence.computed < sequence.total()) {
      return false;
    }
    if (prompt && limits.caching()) {
      publish(sequence);
    }
    sequence.produced += tokens;
    boolean last = sequence.produced == sequence.job().outputTokens();
    if (last) {
      sequences.remove(sequence.job().id());
      release(sequence);
    }
    sequence.job().listener().tokens(tokens, last, instant);
    return last || sequence.cancelled;
  }

  private void publish(Sequence sequence) {
    int blocks = sequence.job().prefix().blocks();
    if (blocks > sequence.known) {
      pool.publish(sequence.job().prefix(), sequence.known, blocks);
      sequence.own -= blocks - sequence.known;
      sequence.known = blocks;
    }
  }

  private void die() {
    dead = true;
    List<Sequence> lost = new ArrayList<>(running);
    waiting.all().forEach(lost::add);
    death.accept(step.tokens);
    lost.forEach(sequence -> sequence.job().listener().lost("the server died", instant));
  }
}
