package dev.kneeline.sim;

import dev.kneeline.sim.model.Job;
import dev.kneeline.sim.model.TimeModel;
import dev.kneeline.wire.Loop;
import dev.kneeline.wire.Timer;
import java.util.HashMap;
import java.util.Map;

/// Runs a model of time against the clock: model time is time since the start, times the speed.
final class Pacer extends Timer {

  /// Instants nearer than this follow one another too closely to sleep in between.
  private static final long NEAR_NANOS = 80_000;

  /// So many near ones in a row are a crowd, which is served in beats: the loop would otherwise
  /// poll without a pause, and what starves beside it takes the core away for dozens of
  /// milliseconds at a time.
  private static final int CROWD = 16;

  private static final long BEAT_NANOS = 200_000;

  private final Loop loop;
  private final TimeModel model;
  private final double speed;
  private final Map<Long, Timer> journeys = new HashMap<>();
  private final long startNanos = System.nanoTime();
  private long armedFor = TimeModel.NEVER;
  private long firedNanos = startNanos;
  private int near;

  /// @param speed seconds of the model in one second of the clock
  Pacer(Loop loop, TimeModel model, double speed) {
    this.loop = loop;
    this.model = model;
    this.speed = speed;
  }

  /// Gives the model a job whose request came at `arrivedNanos` of the clock, which may be a while
  /// ago: the reading of it is ours and not the simulated engine's.
  void submit(Job job, long arrivedNanos) {
    model.submit(job, modelTime(arrivedNanos));
    arm();
  }

  /// Gives the model a job whose prompt was computed elsewhere, when its KV cache has arrived.
  ///
  /// @param journeySeconds of the model's time, from now
  void submitPrefilled(Job job, double journeySeconds) {
    Timer arrival =
        new Timer() {
          @Override
          protected void fire(long nowNanos) {
            journeys.remove(job.id());
            model.submitPrefilled(job, modelTime(nowNanos));
            arm();
          }
        };
    journeys.put(job.id(), arrival);
    loop.schedule(arrival, System.nanoTime() + Math.round(journeySeconds * 1e9 / speed));
  }

  void cancel(long jobId) {
    Timer arrival = journeys.remove(jobId);
    if (arrival != null) {
      loop.cancel(arrival);
    }
    model.cancel(jobId);
    arm();
  }

  TimeModel model() {
    return model;
  }

  @Override
  protected void fire(long nowNanos) {
    // Rounding of the scaled clock must not leave the instant it was set for just out of reach.
    model.advance(Math.max(modelTime(nowNanos), armedFor));
    armedFor = TimeModel.NEVER;
    firedNanos = nowNanos;
    long next = model.nextNanos();
    boolean soon = next != TimeModel.NEVER && clock(next) - nowNanos < NEAR_NANOS;
    near = soon ? Math.min(near + 1, CROWD) : 0;
    arm();
  }

  @Override
  protected long patienceNanos() {
    return near == CROWD ? NEAR_NANOS : 0;
  }

  private void arm() {
    long next = model.nextNanos();
    if (next == armedFor) {
      return;
    }
    armedFor = next;
    if (next == TimeModel.NEVER) {
      loop.cancel(this);
    } else {
      long beat = near == CROWD ? firedNanos + BEAT_NANOS : Long.MIN_VALUE;
      loop.schedule(this, Math.max(clock(next), beat));
    }
  }

  private long clock(long modelNanos) {
    return startNanos + (long) Math.ceil(modelNanos / speed);
  }

  private long modelTime(long clockNanos) {
    return (long) ((clockNanos - startNanos) * speed);
  }
}
