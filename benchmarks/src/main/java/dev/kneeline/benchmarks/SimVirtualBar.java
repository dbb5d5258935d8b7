package dev.kneeline.benchmarks;

import dev.kneeline.sim.SimulatedEngine;
import dev.kneeline.sim.model.Job;
import dev.kneeline.sim.model.JobListener;
import dev.kneeline.sim.model.Prefix;
import dev.kneeline.sim.model.TimeModel;
import java.util.List;

/// Bar: one hour of a server under 256 concurrent requests takes under 2 s in virtual time, and the
/// same seed gives the same instants to the bit.
public final class SimVirtualBar {

  private static final long HOUR = 3_600_000_000_000L;
  private static final int CLIENTS = 256;

  private final TimeModel model =
      SimulatedEngine.of(
          List.of("llama-3.1-8b", "--gpu", "h100", "--max-num-seqs", "256", "--seed", "1"));
  private long nextId;
  private long tokens;
  private long digest;

  private SimVirtualBar() {}

  public static void main(String[] arguments) {
    long digest = 0;
    for (int round = 0; round < 5; round++) {
      long start = System.nanoTime();
      SimVirtualBar bar = new SimVirtualBar();
      bar.run();
      System.out.printf(
          "%.3f s for an hour: %d tokens, digest %016x%n",
          (System.nanoTime() - start) / 1e9, bar.tokens, bar.digest);
      if (round > 0 && bar.digest != digest) {
        throw new AssertionError("the same seed gave other instants");
      }
      digest = bar.digest;
    }
  }

  private void run() {
    for (int client = 0; client < CLIENTS; client++) {
      submit(0);
    }
    while (model.nextNanos() <= HOUR) {
      model.advance(model.nextNanos());
    }
  }

  private void submit(long atNanos) {
    model.submit(new Job(nextId++, 1024, 256, Prefix.none(), new Client()), atNanos);
  }

  private final class Client implements JobListener {

    @Override
    public void tokens(int count, boolean last, long atNanos) {
      tokens += count;
      digest = digest * 31 + atNanos;
      if (last) {
        submit(atNanos);
      }
    }

    @Override
    public void lost(String reason, long atNanos) {
      throw new AssertionError(reason);
    }
  }
}
