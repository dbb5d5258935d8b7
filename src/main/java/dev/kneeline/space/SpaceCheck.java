package dev.kneeline.space;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds what makes a description no space.
final class SpaceCheck {

  private static final BigInteger MOST_LEVELS = BigInteger.valueOf(1_000_000);

  private final SpaceBuilder builder;
  private final Set<String> names = new LinkedHashSet<>();
  private final List<InvalidSpaceException.Problem> problems = new ArrayList<>();

  private SpaceCheck(SpaceBuilder builder) {
    this.builder = builder;
  }

  static List<InvalidSpaceException.Problem> problems(SpaceBuilder builder) {
    SpaceCheck check = new SpaceCheck(builder);
    check.checkDimensions();
    check.checkReads();
    check.checkConditions();
    return check.problems;
  }

  private void checkDimensions() {
    Set<String> keys = new HashSet<>();
    for (Dimension dimension : builder.dimensions()) {
      switch (dimension) {
        case Parameter parameter -> {
          declare(parameter.name(), keys);
          checkSize(parameter);
        }
        case Rows rows -> {
          rows.scopes().sequencedKeySet().forEach(name -> declare(name, keys));
          checkRows(rows);
        }
      }
    }
  }

  private void declare(String name, Set<String> keys) {
    names.add(name);
    if (!keys.add(Names.key(name))) {
      problem(
          name,
          "the parameter '%s' is defined twice".formatted(name),
          "keep one of the two (- and _ are one letter)");
    }
  }

  private void checkSize(Parameter parameter) {
    String name = parameter.name();
    if (parameter.domain().isFinite() && parameter.domain().size().compareTo(MOST_LEVELS) > 0) {
      problem(
          name,
          "'%s' has %,d values, more than %,d"
              .formatted(name, parameter.domain().size(), MOST_LEVELS),
          "give the range a wider step, a factor such as x2, or `log 20`");
    }
  }

  private void checkRows(Rows rows) {
    if (rows.rows().isEmpty()) {
      problem(rows.name(), "'%s' has no rows".formatted(rows.name()), "give at least one row");
    }
    for (Map<String, Value> row : rows.rows()) {
      for (String name : row.keySet()) {
        if (!rows.scopes().containsKey(name)) {
          problem(
              rows.name(),
              "a row of '%s' names the parameter '%s', which is none of its columns"
                  .formatted(rows.name(), name),
              hint(name, rows.scopes().keySet()));
        }
      }
    }
  }

  private void checkReads() {
    builder.excludes().forEach(rule -> reads(rule.name(), rule.reads()));
    builder.requires().forEach(rule -> reads(rule.name(), rule.reads()));
    for (Same same : builder.sames()) {
      reads(same.name(), same.when().reads());
      reads(same.name(), Set.of(same.parameter()));
      if (same.when().reads().contains(same.parameter())) {
        problem(
            same.name(),
            "whether '%s' matters cannot depend on its own value".formatted(same.parameter()),
            "name the parameter that switches it off");
      }
    }
    for (Point point : builder.included()) {
      reads("include", point.values().keySet());
    }
  }

  private void reads(String subject, Collection<String> reads) {
    for (String name : reads) {
      if (!names.contains(name)) {
        problem(
            subject,
            "'%s' names the parameter '%s', which the space does not have".formatted(subject, name),
            hint(name, names));
      }
    }
  }

  /// A parameter that exists only if it exists has no meaning; nor have two that wait for each
  /// other.
  private void checkConditions() {
    Map<String, Set<String>> waits = new HashMap<>();
    for (Dimension dimension : builder.dimensions()) {
      if (dimension
          instanceof Parameter(String name, Scope _, Domain _, Optional<Condition> when)) {
        when.ifPresent(condition -> {
          reads(name, condition.reads());
          waits.put(name, condition.reads());
        });
      }
    }
    for (String name : waits.keySet()) {
      if (reachable(name, waits).contains(name)) {
        problem(
            name,
            "whether '%s' exists depends on '%s' itself".formatted(name, name),
            "break the circle of `when` conditions");
      }
    }
  }

  private static Set<String> reachable(String from, Map<String, Set<String>> waits) {
    Set<String> reached = new HashSet<>();
    List<String> open = new ArrayList<>(List.of(from));
    while (!open.isEmpty()) {
      for (String next : waits.getOrDefault(open.removeLast(), Set.of())) {
        if (reached.add(next)) {
          open.add(next);
        }
      }
    }
    return reached;
  }

  private static String hint(String name, Collection<String> known) {
    return Nearest.to(name, known)
        .map("did you mean '%s'?"::formatted)
        .orElse("the parameters are: " + String.join(", ", known));
  }

  private void problem(String subject, String message, String hint) {
    problems.add(new InvalidSpaceException.Problem(subject, message, hint));
  }
}
