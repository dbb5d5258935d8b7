package dev.kneeline.sweep;

import dev.kneeline.space.Names;
import dev.kneeline.space.Nearest;
import dev.kneeline.space.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the names in expressions stand for.
final class RuleNames {

  private final SequencedMap<String, Name> byVariable = new LinkedHashMap<>();

  /// What one name stands for.
  ///
  /// @param variable its spelling in expressions
  /// @param subject the parameter's or the fact's own name
  /// @param sort the type of all its values
  /// @param fact the value of a fact; empty for a parameter
  record Name(String variable, String subject, Sort sort, Optional<Value> fact) {

    boolean isParameter() {
      return fact.isEmpty();
    }

    /// The value at a point, unset where there is none.
    Value value(Function<String, Value> values) {
      return fact.orElseGet(() -> values.apply(subject));
    }
  }

  /// The type of all values of a name.
  enum Sort {
    WHOLE("whole number"),
    NUMBER("number"),
    TEXT("text"),
    FLAG("true or false"),
    LIST("list"),
    MAP("map"),
    MIXED("mixed");

    private final String words;

    Sort(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }

    static Sort of(Collection<Value> values) {
      List<Sort> sorts =
          values.stream().filter(value -> !value.isUnset()).map(Sort::of).distinct().toList();
      if (sorts.size() == 1) {
        return sorts.getFirst();
      }
      return !sorts.isEmpty() && Set.of(WHOLE, NUMBER).containsAll(sorts) ? NUMBER : MIXED;
    }

    private static Sort of(Value value) {
      return switch (value) {
        case Value.Whole _ -> WHOLE;
        case Value.Real _ -> NUMBER;
        case Value.Text _ -> TEXT;
        case Value.Flag _ -> FLAG;
        case Value.Items _ -> LIST;
        case Value.Entries _ -> MAP;
        case Value.Unset _ -> MIXED;
      };
    }
  }

  RuleNames(SequencedMap<String, List<Value>> parameters, Map<String, Value> facts) {
    facts.forEach((fact, value) -> declare(fact, Sort.of(List.of(value)), Optional.of(value)));
    parameters.forEach((name, values) -> declare(name, Sort.of(values), Optional.empty()));
    Map<String, List<String>> brief = new TreeMap<>();
    for (String name : parameters.keySet()) {
      brief.computeIfAbsent(Names.variable(Names.brief(name)), _ -> new ArrayList<>()).add(name);
    }
    brief.forEach((variable, owners) -> {
      Name owner = byVariable.get(Names.variable(owners.getFirst()));
      if (owners.size() == 1 && owner != null) {
        byVariable.putIfAbsent(
            variable, new Name(variable, owner.subject(), owner.sort(), Optional.empty()));
      }
    });
  }

  private void declare(String subject, Sort sort, Optional<Value> fact) {
    String variable = Names.variable(subject);
    byVariable.put(variable, new Name(variable, subject, sort, fact));
  }

  Collection<Name> all() {
    return byVariable.values();
  }

  Optional<Name> find(String variable) {
    return Optional.ofNullable(byVariable.get(variable));
  }

  /// A problem for each name that is written with dashes: to the expression a dash is a minus.
  List<RuleProblem> dashed(String text) {
    String code = withoutTexts(text);
    List<RuleProblem> problems = new ArrayList<>();
    for (Name name : all()) {
      String dashed = Names.key(name.variable());
      if (dashed.equals(name.variable())) {
        continue;
      }
      Matcher matcher =
          Pattern.compile("(?<![\\w.-])" + Pattern.quote(dashed) + "(?![\\w-])").matcher(code);
      while (matcher.find()) {
        problems.add(
            new RuleProblem(
                matcher.start(),
                dashed.length(),
                "a name with dashes: '%s' would be a subtraction here".formatted(dashed),
                "write %s".formatted(name.variable())));
      }
    }
    return problems;
  }

  /// The hint for a name that nothing is called.
  String hint(String unknown) {
    return Nearest.to(unknown, byVariable.keySet())
        .map("did you mean '%s'?"::formatted)
        .orElseGet(() -> "known names: " + String.join(", ", byVariable.keySet()));
  }

  /// The expression with the inside of its quoted texts blanked, so that names in them are no
  /// names.
  private static String withoutTexts(String text) {
    Matcher quoted =
        Pattern.compile("'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\"").matcher(text);
    return quoted.replaceAll(match -> " ".repeat(match.group().length()));
  }
}
