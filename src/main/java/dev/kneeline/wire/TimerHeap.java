package dev.kneeline.wire;

import java.util.Arrays;

/// Timers by due time: a binary heap in which each timer knows its slot, so that it can be moved or
/// taken out.
final class TimerHeap {

  private Timer[] heap = new Timer[64];
  private int size;

  /// The earliest due time, or `Long.MAX_VALUE` when nothing is set.
  long nextNanos() {
    return size == 0 ? Long.MAX_VALUE : heap[0].atNanos;
  }

  /// The instant until which the loop may be away, or `Long.MAX_VALUE` when nothing is set.
  long awayUntilNanos() {
    return size == 0 ? Long.MAX_VALUE : heap[0].atNanos + heap[0].patienceNanos();
  }

  void set(Timer timer, long atNanos) {
    timer.atNanos = atNanos;
    if (timer.slot == Timer.UNSET) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, 2 * size);
      }
      put(timer, size++);
    }
    down(up(timer.slot));
  }

  void remove(Timer timer) {
    int slot = timer.slot;
    if (slot == Timer.UNSET) {
      return;
    }
    timer.slot = Timer.UNSET;
    Timer last = heap[--size];
    heap[size] = null;
    if (slot != size) {
      put(last, slot);
      down(up(slot));
    }
  }

  /// Fires what is due, at most `atMost` timers so that a flood of them does not starve the
  /// sockets.
  void fire(long nowNanos, int atMost) {
    for (int fired = 0; fired < atMost && size > 0 && heap[0].atNanos <= nowNanos; fired++) {
      Timer due = heap[0];
      remove(due);
      due.fire(nowNanos);
    }
  }

  private int up(int from) {
    int slot = from;
    Timer timer = heap[slot];
    while (slot > 0) {
      int parent = (slot - 1) >>> 1;
      if (heap[parent].atNanos <= timer.atNanos) {
        break;
      }
      put(heap[parent], slot);
      slot = parent;
    }
    put(timer, slot);
    return slot;
  }

  private void down(int from) {
    int slot = from;
    Timer timer = heap[slot];
    while (2 * slot + 1 < size) {
      int child = 2 * slot + 1;
      if (child + 1 < size && heap[child + 1].atNanos < heap[child].atNanos) {
        child++;
      }
      if (heap[child].atNanos >= timer.atNanos) {
        break;
      }
      put(heap[child], slot);
      slot = child;
    }
    put(timer, slot);
  }

  private void put(Timer timer, int slot) {
    heap[slot] = timer;
    timer.slot = slot;
  }
}
