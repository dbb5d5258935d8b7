package dev.kneeline.space;

import java.util.ArrayList;
import java.util.List;

/// Collects what a space is made of; [#build()] reports everything that is wrong with it at once.
public final class SpaceBuilder {

  private final List<Dimension> dimensions = new ArrayList<>();
  private final List<Point> included = new ArrayList<>();
  private final List<Rule> excludes = new ArrayList<>();
  private final List<Rule> requires = new ArrayList<>();
  private final List<Same> sames = new ArrayList<>();

  SpaceBuilder() {}

  /// Adds an innermost loop.
  public SpaceBuilder add(Dimension dimension) {
    dimensions.add(dimension);
    return this;
  }

  /// Adds a point of its own, which `exclude` rules do not touch and `require` rules do. It names
  /// declared parameters only; its values need not be in their domains.
  public SpaceBuilder include(Point point) {
    included.add(point);
    return this;
  }

  /// Takes out the points for which the rule does not hold.
  public SpaceBuilder exclude(Rule rule) {
    excludes.add(rule);
    return this;
  }

  /// Takes out the points for which the rule does not hold, included ones too.
  public SpaceBuilder require(Rule rule) {
    requires.add(rule);
    return this;
  }

  /// Merges points that mean the same.
  public SpaceBuilder same(Same same) {
    sames.add(same);
    return this;
  }

  /// @throws InvalidSpaceException with all problems
  public SearchSpace build() {
    List<InvalidSpaceException.Problem> problems = SpaceCheck.problems(this);
    if (!problems.isEmpty()) {
      throw new InvalidSpaceException(problems);
    }
    return new SearchSpace(this);
  }

  List<Dimension> dimensions() {
    return dimensions;
  }

  List<Point> included() {
    return included;
  }

  List<Rule> excludes() {
    return excludes;
  }

  List<Rule> requires() {
    return requires;
  }

  List<Same> sames() {
    return sames;
  }
}
