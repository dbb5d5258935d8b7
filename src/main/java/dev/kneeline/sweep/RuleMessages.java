package dev.kneeline.sweep;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The expression library's messages in the words of this product.
final class RuleMessages {

  private static final Pattern OVERLOAD =
      Pattern.compile(
          "found no matching overload for '([^']*)' applied to '\\((.*?)\\)'.*", Pattern.DOTALL);

  private static final Pattern UNEXPECTED =
      Pattern.compile(
          "(?:mismatched|extraneous) input '(.*?)' expecting.*|no viable alternative at input"
              + " '(.*)'|token recognition error at: '(.*)'",
          Pattern.DOTALL);

  private static final Pattern EVALUATION = Pattern.compile("evaluation error at <input>:\\d+: ");

  private static final Map<String, String> TYPES =
      Map.of(
          "int", "a whole number",
          "double", "a decimal number",
          "string", "text",
          "bool", "true or false",
          "null", "null",
          "dyn", "a value of any type");

  private RuleMessages() {}

  /// A message about types or syntax, with its way out.
  static RuleProblem problem(int offset, String message) {
    Matcher overload = OVERLOAD.matcher(message);
    if (overload.matches()) {
      return overload(offset, overload.group(1), overload.group(2));
    }
    Matcher unexpected = UNEXPECTED.matcher(message);
    if (unexpected.matches()) {
      return unexpected(offset, unexpected);
    }
    return new RuleProblem(offset, 1, message.strip(), "");
  }

  private static RuleProblem overload(int offset, String function, String types) {
    String operator = function.replaceAll("[_@?]", "").replace(":", "? :");
    List<String> words =
        Stream.of(types.split(", ")).map(type -> TYPES.getOrDefault(type, type)).toList();
    String hint =
        words.contains("null")
            ? "ask with has(name) whether a parameter is set"
            : "both sides need the same type; quote text as in 'fcfs', and write true without"
                + " quotes";
    return new RuleProblem(
        offset,
        Math.max(1, operator.length()),
        "'%s' does not take %s"
            .formatted(operator, words.stream().collect(Collectors.joining(" and "))),
        hint);
  }

  private static RuleProblem unexpected(int offset, Matcher matcher) {
    String token =
        Stream.of(1, 2, 3)
            .map(matcher::group)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse("")
            .strip();
    if (token.endsWith("<EOF>")) {
      return new RuleProblem(offset, 1, "the expression ends too early", "complete it");
    }
    return new RuleProblem(
        offset,
        Math.max(1, token.length()),
        "unexpected '%s'".formatted(token),
        "compare with == (not =), join with && and ||, and quote text");
  }

  /// Why values made no sense to an expression.
  static String evaluation(String message) {
    String bare = EVALUATION.matcher(message).replaceFirst("");
    return bare.startsWith("No matching overload") ? "these types do not go together" : bare;
  }
}
