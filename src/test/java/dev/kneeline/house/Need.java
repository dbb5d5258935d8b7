package dev.kneeline.house;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/// What a suite needs of the machine. Where it is missing the suite is skipped with its reason
/// printed; in CI (`KNEELINE_CI=1`) a skip is a failure.
public final class Need {

  private Need() {}

  /// A program on PATH.
  public static Path program(String name) {
    return path(name)
        .orElseGet(() -> {
          missing("program '%s' is not on PATH".formatted(name));
          throw new AssertionError("not reached");
        });
  }

  /// Anything else.
  public static void that(boolean holds, String reason) {
    if (!holds) {
      missing(reason);
    }
  }

  /// Skips even in CI; only for what `.ci/run` may fail to fetch, and has said so loudly.
  public static void orSkip(boolean holds, String reason) {
    if (!holds) {
      System.err.println("SKIPPED: " + reason);
    }
    Assumptions.assumeTrue(holds, reason);
  }

  /// Whether the long fault counts were asked for: `KNEELINE_SOAK=full`.
  public static boolean soak() {
    return "full".equals(System.getenv("KNEELINE_SOAK"));
  }

  private static void missing(String reason) {
    System.err.println("SKIPPED: " + reason);
    if ("1".equals(System.getenv("KNEELINE_CI"))) {
      Assertions.fail("CI skips nothing, but " + reason);
    }
    Assumptions.abort(reason);
  }

  private static Optional<Path> path(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
