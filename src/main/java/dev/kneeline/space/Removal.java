package dev.kneeline.space;

import java.math.BigInteger;

/// What one rule takes away.
///
/// The `inOrder` counts of all removals add up to the product less the valid points (before
/// included points are added).
///
/// @param kind what sort of rule it is
/// @param rule its name
/// @param alone how many points it would remove if it were the only one
/// @param inOrder how many points it removes that no earlier one has removed
public record Removal(Kind kind, String rule, BigInteger alone, BigInteger inOrder) {

  /// The sorts of rules, in the order in which they are applied.
  public enum Kind {
    /// A parameter that exists only in some points: its values elsewhere collapse into one.
    WHEN,
    /// Points that are taken out.
    EXCLUDE,
    /// What every point must satisfy, included ones too.
    REQUIRE,
    /// Points that mean the same: all but the first are taken out.
    SAME
  }
}
