package dev.kneeline.search.slo;

import java.util.List;

/// Searches for the largest load within an SLA.
///
/// Deterministic: the next step follows from the readings alone, in the order in which they were
/// taken. So a search that was cut off goes on from what is stored, and readings that another SLA
/// asked for count as if this one had.
public interface SloMethod {

  /// The names of all methods.
  List<String> METHODS = List.of("guided", "spline", "bisection");

  /// @param history every reading of this server under this load, the oldest first
  Step next(List<Reading> history);

  /// The method of a name.
  ///
  /// @throws IllegalArgumentException for a name that is none of [#METHODS]
  static SloMethod named(String name, SloSettings settings, Sla sla) {
    return switch (name) {
      case "guided" -> new Guided(settings, sla);
      case "spline" -> new Spline(settings, sla);
      case "bisection" -> new Bisection(settings, sla);
      default -> throw new IllegalArgumentException("no method is called " + name);
    };
  }
}
