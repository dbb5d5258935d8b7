package dev.kneeline.load;

import dev.kneeline.space.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads how the load is spread.
final class ParallelOptions {

  /// Beyond this the machine's ports and the file system are the measurement.
  private static final int MOST = 256;

  private static final Pattern SHARD = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

  private final OptionReader reader;

  ParallelOptions(OptionReader reader) {
    this.reader = reader;
  }

  Parallel read(Pace pace) {
    List<String> cpus = cpus();
    Parallel parallel =
        new Parallel(number("clients"), cpus, number("loops"), share(), instant("start-at"));
    if (!cpus.isEmpty() && cpus.size() != parallel.clients()) {
      reader.problem(
          "client-cpus",
          "%d sets of CPUs for %d clients".formatted(cpus.size(), parallel.clients()),
          "give one for each client, with blanks between");
    }
    if (pace.maxConcurrency().isPresent() && pace.maxConcurrency().getAsInt() < parallel.parts()) {
      reader.problem(
          "max-concurrency",
          "%d cannot be split over %d loops"
              .formatted(pace.maxConcurrency().getAsInt(), parallel.parts()),
          "fewer clients or loops, or a larger cap");
    }
    return parallel;
  }

  private int number(String name) {
    return (int) reader.whole(name, 1, MOST);
  }

  private Share share() {
    Optional<String> text = reader.someText("shard");
    if (text.isEmpty()) {
      return Share.whole();
    }
    Matcher matcher = SHARD.matcher(text.get().strip());
    if (matcher.matches()) {
      int index = Integer.parseInt(matcher.group(1));
      int of = Integer.parseInt(matcher.group(2));
      if (index < of) {
        return new Share(index, of);
      }
    }
    reader.problem(
        "shard", "'%s' is no share".formatted(text.get()), "write 0/4 for the first of four");
    return Share.whole();
  }

  private Optional<Instant> instant(String name) {
    Optional<String> text = reader.someText(name);
    try {
      return text.map(Instant::parse);
    } catch (DateTimeException notATime) {
      reader.problem(
          name, "'%s' is no instant".formatted(text.orElse("")), "write 2026-11-22T10:00:00Z");
      return Optional.empty();
    }
  }

  /// A list, or text with blanks between, since a set of CPUs may hold commas.
  private List<String> cpus() {
    Value given = reader.value("client-cpus").orElse(Value.UNSET);
    return switch (given) {
      case Value.Items(List<Value> items) -> items.stream().map(Value::spelling).toList();
      case Value.Unset() -> List.of();
      default -> List.of(given.spelling().strip().split("\\s+"));
    };
  }
}
