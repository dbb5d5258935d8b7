package dev.kneeline.sim;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// How a router chooses among workers that are well; SGLang's names.
enum RouterPolicy {
  ROUND_ROBIN,
  RANDOM,
  /// The less busy of two at random.
  POWER_OF_TWO,
  /// Requests that begin alike go to one worker, so that it finds their prefix.
  CACHE_AWARE;

  /// By SGLang's name, or by Dynamo's, whose `kv` looks for prefixes too.
  ///
  /// @throws IllegalArgumentException for a name that is none
  static RouterPolicy of(String name) {
    return name.equals("kv")
        ? CACHE_AWARE
        : valueOf(name.replace('-', '_').toUpperCase(Locale.ROOT));
  }

  /// One of `workers`, which are not empty.
  ///
  /// @param turn how many were chosen before
  /// @param beginning a hash of how the request begins
  Fleet.Worker choose(
      List<Fleet.Worker> workers, long turn, int beginning, SplittableRandom random) {
    return switch (this) {
      case ROUND_ROBIN -> workers.get((int) (turn % workers.size()));
      case RANDOM -> any(workers, random);
      case POWER_OF_TWO -> {
        Fleet.Worker one = any(workers, random);
        Fleet.Worker other = any(workers, random);
        yield other.busy < one.busy ? other : one;
      }
      case CACHE_AWARE -> workers.get(Math.floorMod(beginning, workers.size()));
    };
  }

  private static Fleet.Worker any(List<Fleet.Worker> workers, SplittableRandom random) {
    return workers.get(random.nextInt(workers.size()));
  }
}
