package dev.kneeline.space;

import java.util.Optional;

/// One thing that varies.
///
/// @param name as [Names#key(String)] spells it, such as `server.max-num-seqs`
/// @param scope what must restart when it changes
/// @param domain the values it may take
/// @param when the points in which it exists; in all of them where this is empty
public record Parameter(String name, Scope scope, Domain domain, Optional<Condition> when)
    implements Dimension {

  public Parameter(String name, Scope scope, Domain domain) {
    this(name, scope, domain, Optional.empty());
  }

  /// A parameter that has the one value in every point.
  public static Parameter fixed(String name, Scope scope, Value value) {
    return new Parameter(name, scope, Domain.of(value));
  }
}
