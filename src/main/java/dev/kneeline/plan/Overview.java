package dev.kneeline.plan;

import dev.kneeline.space.Removal;
import java.util.List;

/// A plan with its counts, as the dry run shows it.
///
/// @param plan what is still to be done
/// @param points how many points the question has, measured or not
/// @param removals what rules and conditions took away before, counted
/// @param cached runs that a stored one answers already
/// @param estimate what the rest will take
public record Overview(
    Plan plan, int points, List<Removal> removals, int cached, Estimate estimate) {

  public Overview {
    removals = List.copyOf(removals);
  }
}
