package dev.kneeline.space;

import java.util.List;
import java.util.stream.Collectors;

/// A description that spans no space; it carries all problems at once.
public final class InvalidSpaceException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  /// One thing that is wrong.
  ///
  /// @param subject the parameter, dimension or rule that it is about
  /// @param message what is wrong
  /// @param hint the way out
  public record Problem(String subject, String message, String hint) {}

  public InvalidSpaceException(List<Problem> problems) {
    super(problems.stream().map(Problem::message).collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
