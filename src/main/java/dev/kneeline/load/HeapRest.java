package dev.kneeline.load;

import java.util.concurrent.atomic.AtomicLong;

/// Sees to it that the collector does not stop a load which has just begun: a full collection
/// before it moves what was prepared to where the collector does not look again, and empties the
/// young generation.
///
/// It takes 30 ms in a program that has seen some runs, three times what a short load takes; so it
/// is left out where little was prepared and the last one's room is not used up.
final class HeapRest {

  /// A collection of the young generation copies this much in a few milliseconds at most.
  private static final long LITTLE_BYTES = 4L << 20;

  /// Half of the young generation that the launcher asks for; the load has the other half.
  private static final long ROOM_BYTES = 20L << 20;

  /// What was in use behind the last full collection; 0 before the first.
  private static final AtomicLong RESTED = new AtomicLong();

  private final long usedBefore = used();

  /// All is prepared.
  ///
  /// @return whether a collection was worth its time
  boolean take() {
    long used = used();
    boolean worth = isWorth(used - usedBefore, used - RESTED.get()) || RESTED.get() == 0;
    if (worth) {
      System.gc();
      RESTED.set(used());
    }
    return worth;
  }

  /// @param prepared bytes that the load will hold while it runs, and garbage of making them
  /// @param sinceLast bytes allocated since the last full collection and not collected since, at
  ///   least as many as there are in the young generation
  static boolean isWorth(long prepared, long sinceLast) {
    return prepared > LITTLE_BYTES || sinceLast > ROOM_BYTES;
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
