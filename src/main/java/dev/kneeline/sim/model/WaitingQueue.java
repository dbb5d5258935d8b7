package dev.kneeline.sim.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/// The sequences that wait, in the order in which they will be taken.
final class WaitingQueue {

  /// Beyond this SGLang gives up matching prefixes and takes sequences as they came.
  private static final int MOST_MATCHED = 128;

  /// First the most urgent, then the oldest.
  static final Comparator<Sequence> BY_PRIORITY =
      Comparator.<Sequence>comparingInt(sequence -> sequence.job().priority())
          .thenComparingLong(Sequence::arrival);

  private static final Comparator<Sequence> BY_ARRIVAL =
      Comparator.comparingLong(Sequence::arrival);

  private static final Comparator<Sequence> BY_OUTPUT =
      Comparator.<Sequence>comparingInt(sequence -> -sequence.job().outputTokens())
          .thenComparingLong(Sequence::arrival);

  private final QueueOrder order;
  private final SplittableRandom random;
  private final ArrayDeque<Sequence> queue = new ArrayDeque<>();
  private boolean changed;

  WaitingQueue(QueueOrder order, long seed) {
    this.order = order;
    this.random = new SplittableRandom(seed);
  }

  int size() {
    return queue.size();
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  Iterable<Sequence> all() {
    return queue;
  }

  /// A sequence that arrives.
  void add(Sequence sequence) {
    queue.add(sequence);
    changed = true;
  }

  /// A sequence that had to give way; it goes before the others unless the order says otherwise.
  void addBack(Sequence sequence) {
    queue.addFirst(sequence);
    changed = true;
  }

  boolean remove(Sequence sequence) {
    return queue.remove(sequence);
  }

  Sequence first() {
    return queue.getFirst();
  }

  void removeFirst() {
    queue.removeFirst();
  }

  /// Puts the queue in order for one step. An order that follows from the sequences alone is kept
  /// until one joins; the cache and chance move with every step.
  void arrange(BlockPool pool) {
    switch (order) {
      case ARRIVAL -> {}
      case PRIORITY -> sortChanged(BY_PRIORITY);
      case LONGEST_OUTPUT -> sortChanged(BY_OUTPUT);
      case LONGEST_PREFIX -> sort(queue.size() > MOST_MATCHED ? BY_ARRIVAL : byMatch(pool));
      case RANDOM -> shuffle();
    }
    changed = false;
  }

  private void sortChanged(Comparator<Sequence> comparator) {
    if (changed) {
      sort(comparator);
    }
  }

  private void sort(Comparator<Sequence> comparator) {
    List<Sequence> sorted = new ArrayList<>(queue);
    sorted.sort(comparator);
    queue.clear();
    queue.addAll(sorted);
  }

  private Comparator<Sequence> byMatch(BlockPool pool) {
    queue.forEach(sequence -> sequence.matched = pool.match(sequence.job().prefix()));
    return Comparator.<Sequence>comparingInt(sequence -> -sequence.matched)
        .thenComparing(BY_ARRIVAL);
  }

  private void shuffle() {
    List<Sequence> left = new ArrayList<>(queue);
    queue.clear();
    while (!left.isEmpty()) {
      int drawn = random.nextInt(left.size());
      queue.add(left.get(drawn));
      left.set(drawn, left.getLast());
      left.removeLast();
    }
  }
}
