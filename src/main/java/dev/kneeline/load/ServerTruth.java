package dev.kneeline.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// What is learnt from the server beside its answers: its model's name before the run, its own
/// metrics during it. Whoever conducts a load asks, however many clients apply it.
public final class ServerTruth implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final LoadOptions options;
  private final List<String> notes = new ArrayList<>();
  private @Nullable ServerWatch watch;
  private @Nullable Probe probe;

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
    Aside aside = options.client().aside();
    boolean conducts = options.client().parallel().share().isWhole();
    if (aside.profile() && conducts) {
      profile("/start_profile");
    }
    watch = new ServerWatch(options.target(), aside.metrics());
    if (aside.probesPerSecond() > 0 && conducts) {
      probe = Probe.start(options);
    }
  }

  /// The load is over.
  ///
  /// @param originNanos the `nanoTime` of its start, from which times are counted
  public ServerSeries finish(long originNanos) {
    ServerWatch begun = watch;
    Probe probing = probe;
    List<ServerSeries.Moment> moments = begun == null ? List.of() : begun.finish(originNanos);
    SequencedMap<String, Double> probes =
        probing == null ? new LinkedHashMap<>() : probing.finish();
    if (begun != null
        && options.client().aside().profile()
        && options.client().parallel().share().isWhole()) {
      profile("/stop_profile");
    }
    ServerHistogram ttft = begun == null ? new ServerHistogram(new TreeMap<>()) : begun.ttft();
    return new ServerSeries(moments, probes, notes, ttft);
  }

  /// Writing a profile takes a server minutes.
  private void profile(String path) {
    try {
      int status = options.target().post(path, "{}", PATIENCE).status();
      if (status != 200) {
        notes.add("the server did not profile: POST %s answered HTTP %d".formatted(path, status));
      }
    } catch (IOException failure) {
      notes.add("the server did not profile: POST %s: %s".formatted(path, failure.getMessage()));
    }
  }

  @Override
  public void close() {
    Probe probing = probe;
    if (probing != null) {
      probing.close();
    }
    ServerWatch begun = watch;
    if (begun != null) {
      begun.close();
    }
  }
}
