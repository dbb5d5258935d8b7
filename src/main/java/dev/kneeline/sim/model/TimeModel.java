package dev.kneeline.sim.model;

/// When each token of each job comes out: the same object serves virtual time, where `advance`
/// jumps from instant to instant, and real time, where a server calls it with the clock's.
///
/// Deterministic: the same calls give the same instants to the bit. Instants are nanoseconds from
/// the model's start and never go back. Not safe for several threads.
public interface TimeModel {

  /// The next instant of a model that has nothing to do.
  long NEVER = Long.MAX_VALUE;

  /// A job arrives. Its listener is not called before the next [#advance].
  ///
  /// @param atNanos when its request came; where this model was advanced beyond that already, the
  ///   past is not changed: what would have happened by then happens next
  void submit(Job job, long atNanos);

  /// A job whose prompt was computed elsewhere and whose KV cache has arrived: its first token
  /// comes with its first step here.
  void submitPrefilled(Job job, long atNanos);

  /// The client went away: the job's place and memory are free at once.
  void cancel(long jobId);

  /// The instant at which something happens next, or [#NEVER].
  long nextNanos();

  /// Lets everything happen that is due up to and including `toNanos`.
  void advance(long toNanos);

  /// How full the model is now.
  Load load();

  /// Forgets cached prefixes, which needs a model without running jobs: false where it is busy.
  boolean resetCache();

  /// How full a model is.
  ///
  /// @param running jobs in the batch
  /// @param waiting jobs queued
  /// @param cacheUse part of the KV cache in use, 0 to 1
  /// @param cachedTokens prompt tokens found in the prefix cache so far
  /// @param preemptions jobs thrown out of the batch for memory so far
  record Load(int running, int waiting, double cacheUse, long cachedTokens, long preemptions) {}
}
