package dev.kneeline.cli;

import dev.kneeline.report.DurationText;
import dev.kneeline.report.LiveState;
import dev.kneeline.store.Holder;
import dev.kneeline.store.StudyFeed;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// What is going on in a study, folded from its journals' events since it was opened last.
final class LiveStudy {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  /// How many things at once are told; a large machine measures on many lanes.
  private static final int TOLD = 8;

  private final SequencedMap<String, StudyFeed.Event> runs = new LinkedHashMap<>();
  private Optional<StudyFeed.Event> server = Optional.empty();
  private Optional<Instant> first = Optional.empty();
  private Optional<Instant> latest = Optional.empty();
  private long planned;
  private long done;
  private long failed;

  void fold(StudyFeed.Event event) {
    switch (event.name()) {
      case "opened" -> begin();
      case "planned" -> planned += event.number("runs");
      case "server_begun" -> server = Optional.of(event);
      case "server_failed" -> {
        server = Optional.empty();
        failed += event.number("not_measured");
      }
      case "begun" -> {
        first = first.or(() -> at(event));
        runs.put(event.text("folder"), event);
      }
      case "committed" -> {
        runs.remove(event.text("folder"));
        latest = at(event);
        done++;
      }
      case "failed" -> {
        runs.remove(event.text("folder"));
        latest = at(event);
        failed++;
      }
      case "closed" -> {
        runs.clear();
        server = Optional.empty();
      }
      default -> {}
    }
  }

  private void begin() {
    runs.clear();
    server = Optional.empty();
    first = Optional.empty();
    latest = Optional.empty();
    planned = 0;
    done = 0;
    failed = 0;
  }

  /// For a page: nothing in it moves with the clock alone, so that it changes only when the study
  /// does.
  LiveState state(Optional<Holder> holder) {
    List<String> now = new ArrayList<>();
    runs.values().stream()
        .limit(TOLD)
        .forEach(run -> now.add("measuring " + name(run) + since(run)));
    if (runs.size() > TOLD) {
      now.add("and %d more".formatted(runs.size() - TOLD));
    }
    if (runs.isEmpty()) {
      server.ifPresent(
          start -> now.add("server " + label(start.text("point")) + " begun" + since(start)));
    }
    boolean running = holder.isPresent() || !runs.isEmpty();
    holder.ifPresent(by -> now.add("by " + by.line()));
    return new LiveState(
        running,
        running ? "Being measured: " + counts() : "Nobody measures it now; last: " + counts(),
        now);
  }

  /// `3 of 12 runs, 1 failed, about 40 s to go`.
  String counts() {
    StringBuilder text = new StringBuilder().append(done);
    if (planned > 0) {
      text.append(" of ").append(planned);
    }
    text.append(Math.max(planned, done) == 1 ? " run" : " runs");
    if (failed > 0) {
      text.append(", ").append(failed).append(" failed");
    }
    rest()
        .ifPresent(rest ->
            text.append(", about ").append(DurationText.of(rest.toSeconds())).append(" to go"));
    return text.toString();
  }

  /// What is left at the pace so far.
  private Optional<Duration> rest() {
    long ended = done + failed;
    long left = planned - ended;
    return left <= 0 || ended == 0 || first.isEmpty() || latest.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Duration.between(first.get(), latest.get()).multipliedBy(left).dividedBy(ended));
  }

  /// A run's configuration and repetition.
  static String name(StudyFeed.Event run) {
    String label = label(run.text("label").isEmpty() ? run.text("point") : run.text("label"));
    return run.number("repetition") > 1 ? label + " run " + run.number("repetition") : label;
  }

  static String label(String label) {
    return label.isEmpty() ? "as given" : label;
  }

  /// When, on the clock.
  static String clock(StudyFeed.Event event) {
    return at(event).map(CLOCK::format).orElse("");
  }

  private static String since(StudyFeed.Event event) {
    return at(event).map(at -> ", since " + CLOCK.format(at)).orElse("");
  }

  private static Optional<Instant> at(StudyFeed.Event event) {
    try {
      return Optional.of(Instant.parse(event.text("at")));
    } catch (DateTimeParseException unknown) {
      return Optional.empty();
    }
  }
}
