package dev.kneeline.store;

import dev.kneeline.plan.Measurement;
import dev.kneeline.plan.Secrets;
import dev.kneeline.plan.Subject;
import dev.kneeline.plan.Sweep;
import dev.kneeline.plan.Template;
import dev.kneeline.space.Value;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Keeps secrets out of everything that a study writes, in two ways: what stands under a secret's
/// name is hidden, and a secret whose value is known is hidden wherever it turns up, such as in an
/// error message that repeats a command line.
public final class Redaction {

  /// Shorter values are no secrets, and hiding `1` or `dummy` everywhere would spoil the files.
  private static final int SHORTEST = Secrets.HIDDEN.length();

  private static final Pattern YAML_ENTRY =
      Pattern.compile("(?m)^(\\s*(?:- +)?[\"']?)([\\w.-]+)([\"']?\\s*:[ \\t]+)(\\S.*)$");
  private static final Pattern WORD =
      Pattern.compile("(?<![\\w.-])([\\w.-]++)([= ][ \\t]*)(\"[^\"]*\"|'[^']*'|[^\\s,}\\]]+)");

  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "(?i)(\\b(?:authorization|x-api-key)[\"']?\\s*[:=]\\s*[\"']?)(?:bearer\\s+)?[^\\s\"']+");

  private final List<String> known;

  private Redaction(Set<String> known) {
    // Longest first: one secret may be the beginning of another.
    this.known = known.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
  }

  /// Hides by name only.
  public static Redaction byName() {
    return new Redaction(Set.of());
  }

  /// Also hides the values of the environment's secret variables.
  public static Redaction of(Map<String, String> environment) {
    Set<String> known = new TreeSet<>();
    environment.forEach((name, value) -> add(known, name, value));
    return new Redaction(known);
  }

  /// Also hides what the sweep gives to servers and benchmark commands under secret names.
  public Redaction and(Sweep sweep) {
    Set<String> more = new TreeSet<>(known);
    switch (sweep.subject()) {
      case Subject.Started started -> {
        started.environment().forEach((name, value) -> add(more, name, value.show()));
        started.parameters().forEach((name, value) -> add(more, name, value));
        addWords(more, started.command());
      }
      case Subject.Running _, Subject.Offline _ -> {}
    }
    switch (sweep.measurement()) {
      case Measurement.Generated(Map<String, Value> options) ->
          options.forEach((name, value) -> add(more, name, value));
      case Measurement.External external -> {
        external.options().forEach((name, value) -> add(more, name, value));
        external.environment().forEach((name, value) -> add(more, name, value.show()));
        addWords(more, external.command());
      }
    }
    return new Redaction(more);
  }

  /// A text with every known secret hidden, and what follows the name of an authorization header.
  public String text(String text) {
    String hidden = AUTHORIZATION.matcher(text).replaceAll("$1" + Secrets.HIDDEN);
    for (String secret : known) {
      hidden = hidden.replace(secret, Secrets.HIDDEN);
    }
    return hidden;
  }

  /// The longest known secret, in bytes; 0 if none is known.
  public int longestSecret() {
    return known.stream().mapToInt(each -> bytes(each).length()).max().orElse(0);
  }

  /// The bytes of a log with every known secret overwritten in its own length, so that a file to
  /// which others append can be mended in place. Given and returned as one character a byte.
  public String overwritten(String log) {
    String hidden = log;
    for (String secret : known) {
      String bytes = bytes(secret);
      hidden = hidden.replace(bytes, Secrets.HIDDEN + "*".repeat(bytes.length() - SHORTEST));
    }
    return hidden;
  }

  private static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /// A sweep file's text: also what follows a secret's name in it, as `HF_TOKEN: x`, `HF_TOKEN=x`
  /// or `--api-key x`.
  public String file(String text) {
    String entries =
        YAML_ENTRY
            .matcher(text(text))
            .replaceAll(match -> Matcher.quoteReplacement(hideFourth(match.group(), match)));
    return WORD.matcher(entries)
        .replaceAll(match ->
            Matcher.quoteReplacement(
                isSecretWord(match.group(1), match.group(2))
                    ? match.group(1) + match.group(2) + Secrets.HIDDEN
                    : match.group()));
  }

  /// A value with what stands under secret names hidden, at any depth.
  public Value value(Value value) {
    return switch (value) {
      case Value.Text(String text) -> new Value.Text(text(text));
      case Value.Items(List<Value> items) ->
          new Value.Items(items.stream().map(this::value).toList());
      case Value.Entries(SequencedMap<String, Value> entries) -> new Value.Entries(values(entries));
      case Value.Whole _, Value.Real _, Value.Flag _, Value.Unset _ -> value;
    };
  }

  /// The same for named values.
  public SequencedMap<String, Value> values(Map<String, Value> values) {
    SequencedMap<String, Value> hidden = new LinkedHashMap<>();
    values.forEach((name, value) ->
        hidden.put(name, Secrets.isSecret(name) ? Value.of(Secrets.HIDDEN) : value(value)));
    return hidden;
  }

  private static String hideFourth(String whole, java.util.regex.MatchResult match) {
    return Secrets.isSecret(match.group(2))
        ? match.group(1) + match.group(2) + match.group(3) + Secrets.HIDDEN
        : whole;
  }

  /// `password hunter2` in a sentence is not an option; `--password hunter2` is.
  private static boolean isSecretWord(String name, String separator) {
    return Secrets.isSecret(name) && (separator.startsWith("=") || name.startsWith("-"));
  }

  private static void add(Set<String> known, String name, Value value) {
    if (value instanceof Value.Entries(SequencedMap<String, Value> entries)) {
      entries.forEach((key, inner) -> add(known, key, inner));
    } else {
      add(known, name, value.spelling());
    }
  }

  private static void add(Set<String> known, String name, String value) {
    if (Secrets.isSecret(name) && value.length() >= SHORTEST) {
      known.add(value);
    }
  }

  private static void addWords(Set<String> known, List<Template> command) {
    List<String> words = command.stream().map(Template::show).toList();
    List<String> shown = Secrets.hideInArguments(words);
    for (int index = 0; index < words.size(); index++) {
      String word = words.get(index);
      if (!word.equals(shown.get(index))) {
        int visible = shown.get(index).length() - Secrets.HIDDEN.length();
        String secret = word.substring(Math.max(0, visible));
        if (secret.length() >= SHORTEST) {
          known.add(secret);
        }
      }
    }
  }
}
