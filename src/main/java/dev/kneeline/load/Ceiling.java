package dev.kneeline.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What one event loop of this machine can do at most, as `kneeline doctor --self-test` has
/// measured it and kept it.
///
/// @param requestsPerSecond answers of one token that a loop could handle if it did nothing else
/// @param eventsPerSecond token events that it could read, each by itself, if it did nothing else
public record Ceiling(double requestsPerSecond, double eventsPerSecond) {

  private static final String FIRST_LINE = "kneeline-load-ceiling 1";
  private static final Path HOST = Path.of("/proc/sys/kernel/hostname");

  /// Where it is kept: by host, since home folders are shared.
  public static Path file() {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path folder =
        cache == null || cache.isBlank()
            ? Path.of(System.getProperty("user.home", "."), ".cache")
            : Path.of(cache);
    return folder.resolve("kneeline").resolve("load-ceiling-%s.txt".formatted(host()));
  }

  private static String host() {
    try {
      return Files.readString(HOST).strip().replaceAll("[^A-Za-z0-9.-]", "_");
    } catch (IOException notLinux) {
      return "here";
    }
  }

  /// The one that was kept for this host; empty where none was, or none that can be read.
  public static Optional<Ceiling> kept() {
    try {
      List<String> lines = Files.readAllLines(file());
      Map<String, Double> numbers = new HashMap<>();
      for (String line : lines.subList(1, lines.size())) {
        String[] words = line.split(" ", 2);
        numbers.put(words[0], Double.parseDouble(words[1]));
      }
      double requests = numbers.getOrDefault("requests_per_second", 0.0);
      double events = numbers.getOrDefault("events_per_second", 0.0);
      return lines.getFirst().equals(FIRST_LINE) && requests > 0 && events > 0
          ? Optional.of(new Ceiling(requests, events))
          : Optional.empty();
    } catch (IOException | RuntimeException absent) {
      return Optional.empty();
    }
  }

  /// Keeps it for the runs to come.
  public void keep() throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(
        file(),
        String.format(
            Locale.ROOT,
            "%s%nrequests_per_second %.0f%nevents_per_second %.0f%n",
            FIRST_LINE,
            requestsPerSecond,
            eventsPerSecond));
  }

  /// How much of a loop's time a load takes: 1 is all of it. 20,000 requests and 40,000 events in a
  /// second of a loop that can do 50,000 or 100,000 are 0.8.
  double share(long requests, long events, double seconds) {
    return seconds > 0 ? (requests / requestsPerSecond + events / eventsPerSecond) / seconds : 0;
  }
}
