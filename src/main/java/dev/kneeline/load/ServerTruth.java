package dev.kneeline.load;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// What is learnt from the server beside its answers: its model's name before the run, its own
/// metrics during it. Whoever conducts a load asks, however many clients apply it.
public final class ServerTruth implements AutoCloseable {

  private final LoadOptions options;
  private @Nullable ServerWatch watch;

  public ServerTruth(LoadOptions complete) {
    this.options = complete;
  }

  /// The options with what only the server can tell; waits for it where they say so.
  ///
  /// @param cancelled ends the wait
  public static LoadOptions complete(LoadOptions options, BooleanSupplier cancelled)
      throws LoadException {
    return PromptLengths.settle(new ServerQuestions(options, cancelled).complete());
  }

  /// The load is about to begin.
  public void begin() {
    watch = new ServerWatch(options.target(), options.client().serverMetrics());
  }

  /// The load is over.
  ///
  /// @param originNanos the `nanoTime` of its start, from which times are counted
  public ServerSeries finish(long originNanos) {
    ServerWatch begun = watch;
    return begun == null ? ServerSeries.none() : begun.finish(originNanos);
  }

  @Override
  public void close() {
    ServerWatch begun = watch;
    if (begun != null) {
      begun.close();
    }
  }
}
