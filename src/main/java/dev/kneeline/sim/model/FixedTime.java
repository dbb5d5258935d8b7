package dev.kneeline.sim.model;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// A server with a metronome instead of physics: a job's first token comes `ttft` after its arrival
/// and each other one `itl` after the one before, whatever the load.
///
/// On an absolute schedule, so that lateness of one token does not move the next: token k (from 1)
/// of a job that arrives at a is due at a + ttft + (k - 1) x itl. With 100 ms and 20 ms the 64th
/// token is due 1,360 ms after the arrival.
///
/// Whatever waits for its next token comes due in the order in which it began to wait: a plain
/// queue does for any number of streams, and an event costs the same among thousands as alone.
/// Requests may be told of in another order than they came in, so those before their first token
/// are sorted.
public final class FixedTime implements TimeModel {

  private final long ttftNanos;
  private final long itlNanos;
  private final Queue<Stream> first =
      new PriorityQueue<>(
          Comparator.comparingLong((Stream stream) -> stream.dueNanos)
              .thenComparingLong(stream -> stream.job.id()));
  private final Queue<Stream> next = new ArrayDeque<>();
  private final Map<Long, Stream> streams = new HashMap<>();
  private long instant;

  /// @param ttftNanos arrival to first token, at least 0
  /// @param itlNanos token to token, at least 0
  public FixedTime(long ttftNanos, long itlNanos) {
    if (ttftNanos < 0 || itlNanos < 0) {
      throw new IllegalArgumentException("a fixed delay is not negative");
    }
    this.ttftNanos = ttftNanos;
    this.itlNanos = itlNanos;
  }

  @Override
  public void submit(Job job, long atNanos) {
    first.add(begin(job, Math.max(instant, atNanos + ttftNanos)));
  }

  @Override
  public void submitPrefilled(Job job, long atNanos) {
    next.add(begin(job, Math.max(instant, atNanos) + itlNanos));
  }

  private Stream begin(Job job, long dueNanos) {
    Stream stream = new Stream(job, dueNanos);
    streams.put(job.id(), stream);
    return stream;
  }

  @Override
  public void cancel(long jobId) {
    Stream stream = streams.remove(jobId);
    if (stream != null) {
      stream.left = 0;
    }
  }

  @Override
  public long nextNanos() {
    Stream soonest = soonest();
    return soonest == null ? NEVER : soonest.dueNanos;
  }

  @Override
  public void advance(long toNanos) {
    for (Stream due = soonest(); due != null && due.dueNanos <= toNanos; due = soonest()) {
      (due == first.peek() ? first : next).remove();
      long at = due.dueNanos;
      instant = at;
      due.left--;
      boolean last = due.left == 0;
      if (last) {
        streams.remove(due.job.id());
      } else {
        due.dueNanos = at + itlNanos;
        next.add(due);
      }
      due.job.listener().tokens(1, last, at);
    }
  }

  /// Of both queues' heads the one that is due earlier, an older one first; cancelled ones are
  /// dropped on the way.
  private @Nullable Stream soonest() {
    Stream beginning = head(first);
    Stream going = head(next);
    if (beginning == null || going == null) {
      return beginning == null ? going : beginning;
    }
    return beginning.dueNanos < going.dueNanos ? beginning : going;
  }

  private static @Nullable Stream head(Queue<Stream> queue) {
    Stream head = queue.peek();
    while (head != null && head.left == 0) {
      queue.remove();
      head = queue.peek();
    }
    return head;
  }

  @Override
  public Load load() {
    return new Load(streams.size(), 0, 0, 0, 0);
  }

  @Override
  public boolean resetCache() {
    return streams.isEmpty();
  }

  private static final class Stream {

    private final Job job;
    private long dueNanos;

    /// Tokens still to come; 0 once it was cancelled.
    private int left;

    private Stream(Job job, long dueNanos) {
      this.job = job;
      this.dueNanos = dueNanos;
      this.left = job.outputTokens();
    }
  }
}
