package dev.kneeline.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The engines known to this run, the user's own before the built-in ones.
public record EngineCatalogue(Map<String, Engine> byName) {

  public EngineCatalogue {
    byName = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(byName));
  }

  public Optional<Engine> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  public List<String> names() {
    return List.copyOf(byName.keySet());
  }
}
