package dev.kneeline.load;

import dev.kneeline.wire.SimpleHttp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Asks the server's `/metrics` once a second during a run, from a thread of its own.
final class ServerWatch implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final long EVERY_MILLIS = 1000;

  private final Target target;
  private final List<ServerSeries.Moment> looks = new ArrayList<>();
  private final Thread thread;
  private @Nullable ServerHistogram first;
  private @Nullable ServerHistogram last;

  /// Looks once now, and then again and again if there was something to see.
  ServerWatch(Target target, boolean wanted) {
    this.target = target;
    boolean tells = wanted && look();
    thread = Thread.ofPlatform().daemon().name("kneeline-server-watch").unstarted(this::watch);
    if (tells) {
      thread.start();
    }
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(EVERY_MILLIS);
        look();
      }
    } catch (InterruptedException runEnded) {
      // One last look follows.
    }
  }

  private boolean look() {
    try {
      SimpleHttp.Answer answer = target.get("/metrics", PATIENCE);
      Map<ServerGauge, Double> values =
          answer.isOk() ? ServerSeries.parse(answer.body()) : Map.of();
      if (!values.isEmpty()) {
        looks.add(new ServerSeries.Moment(System.nanoTime(), values));
        last = ServerHistogram.parse(answer.body());
        first = first == null ? last : first;
      }
      return !values.isEmpty();
    } catch (IOException | RuntimeException silent) {
      return false;
    }
  }

  /// Ends the watch.
  ///
  /// @param originNanos the run's start, from which its times are counted
  List<ServerSeries.Moment> finish(long originNanos) {
    close();
    if (!looks.isEmpty()) {
      look();
    }
    return looks.stream()
        .map(look -> new ServerSeries.Moment(look.atNanos() - originNanos, look.values()))
        .toList();
  }

  /// The times to first token between the first look and the last; after [#finish].
  ServerHistogram ttft() {
    ServerHistogram before = first;
    ServerHistogram after = last;
    return before == null || after == null
        ? new ServerHistogram(new TreeMap<>())
        : after.since(before);
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
