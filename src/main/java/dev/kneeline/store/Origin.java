package dev.kneeline.store;

import java.util.List;

/// What answered a run's requests.
///
/// @param simulated whether it was the simulator; such figures never pass for measured ones
/// @param engine name of the engine's preset; empty where there was no server
/// @param version as the engine itself reports it; empty where it does not
/// @param ignored flags that the simulator took without any effect; none of a real server
public record Origin(boolean simulated, String engine, String version, List<String> ignored) {

  public Origin {
    ignored = List.copyOf(ignored);
  }

  /// Where no flag was without effect.
  public Origin(boolean simulated, String engine, String version) {
    this(simulated, engine, version, List.of());
  }
}
