package dev.kneeline.sim.model;

import java.util.ArrayList;
import java.util.List;

/// Clients in virtual time: each sends its next job when its last one is complete.
final class ClosedLoop {

  private final TimeModel model;
  private final int inputTokens;
  private final int outputTokens;
  boolean keepGaps;
  private long nextId;
  long tokens;
  long completed;
  long lost;
  long digest;
  final List<Long> firstTokenNanos = new ArrayList<>();
  final List<Long> gapNanos = new ArrayList<>();

  ClosedLoop(TimeModel model, int inputTokens, int outputTokens) {
    this.model = model;
    this.inputTokens = inputTokens;
    this.outputTokens = outputTokens;
  }

  ClosedLoop run(int clients, long untilNanos) {
    for (int client = 0; client < clients; client++) {
      submit(0);
    }
    while (model.nextNanos() <= untilNanos) {
      model.advance(model.nextNanos());
    }
    return this;
  }

  /// The value that `share` of these are at or below.
  static long quantile(List<Long> values, double share) {
    List<Long> sorted = values.stream().sorted().toList();
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }

  private void submit(long atNanos) {
    model.submit(
        new Job(nextId++, inputTokens, outputTokens, Prefix.none(), new Client(atNanos)), atNanos);
  }

  private final class Client implements JobListener {

    private final long sentNanos;
    private boolean first = true;
    private long lastNanos;

    private Client(long sentNanos) {
      this.sentNanos = sentNanos;
    }

    @Override
    public void tokens(int count, boolean last, long atNanos) {
      tokens += count;
      digest = digest * 31 + atNanos;
      if (first) {
        first = false;
        firstTokenNanos.add(atNanos - sentNanos);
      } else if (keepGaps) {
        gapNanos.add(atNanos - lastNanos);
      }
      lastNanos = atNanos;
      if (last) {
        completed++;
        submit(atNanos);
      }
    }

    @Override
    public void lost(String reason, long atNanos) {
      lost++;
    }
  }
}
