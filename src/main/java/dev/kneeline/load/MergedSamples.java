package dev.kneeline.load;

import dev.kneeline.metric.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/// Several clients' records as one run's, in the order of their ends. Each client's are read once
/// and beside the others', so that a million of them need no more memory than one.
final class MergedSamples implements Samples {

  private final List<LoadPart> parts;

  MergedSamples(List<LoadPart> parts) {
    this.parts = List.copyOf(parts);
  }

  @Override
  public long count() {
    return parts.stream().mapToLong(part -> part.samples().count()).sum();
  }

  @Override
  public Iterator<Sample> iterator() {
    return new Cursor();
  }

  /// The texts in the order of the samples.
  List<String> texts() {
    List<String> texts = new ArrayList<>();
    Cursor cursor = new Cursor();
    while (cursor.hasNext()) {
      Head head = cursor.advance();
      List<String> own = head.part.texts();
      texts.add(head.taken < own.size() ? own.get(head.taken) : "");
      head.taken++;
    }
    return texts;
  }

  /// One client's next record.
  private static final class Head {
    private final LoadPart part;
    private final Iterator<Sample> rest;
    private Sample next;
    private int taken;

    Head(LoadPart part, Iterator<Sample> rest) {
      this.part = part;
      this.rest = rest;
      this.next = rest.next();
    }

    long endNanos() {
      return next.timing().endNanos();
    }

    long index() {
      return next.index();
    }
  }

  private final class Cursor implements Iterator<Sample> {
    private final PriorityQueue<Head> heads =
        new PriorityQueue<>(
            Comparator.comparingLong(Head::endNanos).thenComparingLong(Head::index));

    Cursor() {
      for (LoadPart part : parts) {
        Iterator<Sample> samples = part.samples().iterator();
        if (samples.hasNext()) {
          heads.add(new Head(part, samples));
        }
      }
    }

    @Override
    public boolean hasNext() {
      return !heads.isEmpty();
    }

    @Override
    public Sample next() {
      if (heads.isEmpty()) {
        throw new NoSuchElementException("no further sample");
      }
      Sample sample = heads.element().next;
      advance();
      return sample;
    }

    /// Takes the earliest record off and gives whose it was.
    private Head advance() {
      Head head = heads.remove();
      if (head.rest.hasNext()) {
        head.next = head.rest.next();
        heads.add(head);
      }
      return head;
    }
  }
}
