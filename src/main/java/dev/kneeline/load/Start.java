package dev.kneeline.load;

import java.time.Instant;
import java.util.Optional;

/// Decides when the schedule begins, once everything before it is done.
@FunctionalInterface
public interface Start {

  /// Called once, from the load's thread, when all is prepared. May wait.
  ///
  /// @return the instant of the schedule's zero; empty: now. One that has passed makes the first
  ///   requests late, which the verdict tells
  Optional<Instant> await();
}
