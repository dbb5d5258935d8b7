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
/// @param least what it will take if repetitions end as early as they may; the same where their
///   number is fixed
public record Overview(
    Plan plan, int points, List<Removal> removals, int cached, Estimate estimate, Estimate least) {

  /// A plan of which the number of runs is fixed.
  public Overview(Plan plan, int points, List<Removal> removals, int cached, Estimate estimate) {
    this(plan, points, removals, cached, estimate, estimate);
  }

  public Overview {
    removals = List.copyOf(removals);
  }
}
