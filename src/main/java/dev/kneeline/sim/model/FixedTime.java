package dev.kneeline.sim.model;

import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/// A server with a metronome instead of physics: a job's first token comes `ttft` after its arrival
/// and each other one `itl` after the one before, whatever the load.
///
/// On an absolute schedule, so that lateness of one token does not move the next: token k (from 1)
/// of a job that arrives at a is due at a + ttft + (k - 1) x itl. With 100 ms and 20 ms the 64th
/// token is due 1,360 ms after the arrival.
public final class FixedTime implements TimeModel {

  private final long ttftNanos;
  private final long itlNanos;
  private final PriorityQueue<Stream> due = new PriorityQueue<>();
  private final Map<Long, Stream> streams = new HashMap<>();

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
    submit(job, atNanos, ttftNanos);
  }

  @Override
  public void submitPrefilled(Job job, long atNanos) {
    submit(job, atNanos, itlNanos);
  }

  private void submit(Job job, long atNanos, long delayNanos) {
    Stream stream = new Stream(job, atNanos + delayNanos);
    streams.put(job.id(), stream);
    due.add(stream);
  }

  @Override
  public void cancel(long jobId) {
    Stream stream = streams.remove(jobId);
    if (stream != null) {
      due.remove(stream);
    }
  }

  @Override
  public long nextNanos() {
    Stream first = due.peek();
    return first == null ? NEVER : first.dueNanos;
  }

  @Override
  public void advance(long toNanos) {
    while (nextNanos() <= toNanos) {
      Stream stream = due.remove();
      long at = stream.dueNanos;
      stream.left--;
      stream.dueNanos = at + itlNanos;
      if (stream.left == 0) {
        streams.remove(stream.job.id());
      } else {
        due.add(stream);
      }
      stream.job.listener().tokens(1, stream.left == 0, at);
    }
  }

  @Override
  public Load load() {
    return new Load(streams.size(), 0, 0, 0, 0);
  }

  @Override
  public boolean resetCache() {
    return streams.isEmpty();
  }

  private static final class Stream implements Comparable<Stream> {

    private final Job job;
    private long dueNanos;
    private int left;

    private Stream(Job job, long dueNanos) {
      this.job = job;
      this.dueNanos = dueNanos;
      this.left = job.outputTokens();
    }

    /// By instant, then by arrival, so that equal instants have one order.
    @Override
    public int compareTo(Stream other) {
      int byInstant = Long.compare(dueNanos, other.dueNanos);
      return byInstant != 0 ? byInstant : Long.compare(job.id(), other.job.id());
    }
  }
}
