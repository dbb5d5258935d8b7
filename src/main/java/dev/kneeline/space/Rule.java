package dev.kneeline.space;

import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// A constraint on parameters: which points may exist. It is compiled elsewhere and only evaluated
/// here.
///
/// A rule is a pure function of the parameters that it reads. One that touches an unset parameter
/// holds, unless it asks whether the parameter is set; whoever compiles the rule sees to that.
public interface Rule {

  /// What the rule is called in counts and messages: its reason, or its text where it has none.
  String name();

  /// The expression as written.
  String text();

  /// The parameters that the rule looks at.
  Set<String> reads();

  /// Whether the rule lets a point be; an exclusion answers false for the points that it excludes.
  ///
  /// @param values gives the value of each parameter that the rule reads, unset where the point has
  ///   none
  boolean holds(Function<String, Value> values);

  /// The rules of which this one is made: a point may be if all of them let it be. They are counted
  /// through one by one, which is the cheaper the less each of them reads, and charged together.
  default List<Rule> parts() {
    return List.of(this);
  }
}
