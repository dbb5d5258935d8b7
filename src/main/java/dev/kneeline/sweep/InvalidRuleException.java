package dev.kneeline.sweep;

import java.util.List;
import java.util.stream.Collectors;

/// An expression that is no rule; it carries all problems at once.
public final class InvalidRuleException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final transient String text;
  private final transient List<RuleProblem> problems;

  InvalidRuleException(String text, List<RuleProblem> problems) {
    super(problems.stream().map(RuleProblem::message).collect(Collectors.joining("; ")));
    this.text = text;
    this.problems = List.copyOf(problems);
  }

  /// The expression as written.
  public String text() {
    return text;
  }

  public List<RuleProblem> problems() {
    return problems;
  }
}
