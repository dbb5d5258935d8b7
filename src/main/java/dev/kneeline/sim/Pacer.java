package dev.kneeline.sim;

import dev.kneeline.sim.model.Job;
import dev.kneeline.sim.model.TimeModel;
import dev.kneeline.wire.Loop;
import dev.kneeline.wire.Timer;

/// Runs a model of time against the clock: model time is time since the start, times the speed.
final class Pacer extends Timer {

  private final Loop loop;
  private final TimeModel model;
  private final double speed;
  private final long startNanos = System.nanoTime();
  private long armedFor = TimeModel.NEVER;

  /// @param speed seconds of the model in one second of the clock
  Pacer(Loop loop, TimeModel model, double speed) {
    this.loop = loop;
    this.model = model;
    this.speed = speed;
  }

  /// Gives the model a job that arrived at `stampNanos` of the clock.
  void submit(Job job, long stampNanos) {
    model.submit(job, modelTime(stampNanos));
    arm();
  }

  void cancel(long jobId) {
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
    arm();
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
      loop.schedule(this, startNanos + (long) Math.ceil(next / speed));
    }
  }

  private long modelTime(long clockNanos) {
    return (long) ((clockNanos - startNanos) * speed);
  }
}
