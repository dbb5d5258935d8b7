package dev.kneeline.plan;

import dev.kneeline.space.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/// Keeps secrets out of files, logs and the screen, by the names under which they travel.
public final class Secrets {

  /// What stands in a secret's place.
  public static final String HIDDEN = "(hidden)";

  /// `token` only in the singular: `max-num-batched-tokens` counts tokens and unlocks nothing.
  private static final Pattern NAME =
      Pattern.compile(
          "(^|[-_.])(token|authorization|(secret|password|passwd|credential|api[-_]?key|access[-_]?key)s?)$");

  private static final Pattern AUTHORIZATION =
      Pattern.compile("(?i)(authorization|x-api-key)[=:].*");

  private Secrets() {}

  /// Whether a variable, option or flag of this name carries a secret: `HF_TOKEN`, `--api-key`.
  public static boolean isSecret(String name) {
    return NAME.matcher(name.toLowerCase(Locale.ROOT)).find();
  }

  /// The value, or what stands in its place if the name says that it is a secret.
  public static String hide(String name, String value) {
    return isSecret(name) ? HIDDEN : value;
  }

  /// The same of a value that may hold names of its own, as `header: {Authorization: x}` does.
  public static Value hide(String name, Value value) {
    if (isSecret(name)) {
      return Value.of(HIDDEN);
    }
    if (value instanceof Value.Entries(SequencedMap<String, Value> entries)) {
      SequencedMap<String, Value> shown = new LinkedHashMap<>();
      entries.forEach((key, inner) -> shown.put(key, hide(key, inner)));
      return new Value.Entries(shown);
    }
    return value;
  }

  /// The arguments with the value of every secret flag hidden, in both its forms, and the value of
  /// an authorization header.
  public static List<String> hideInArguments(List<String> arguments) {
    List<String> shown = new ArrayList<>();
    boolean hideNext = false;
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (hideNext) {
        shown.add(HIDDEN);
        hideNext = false;
      } else if (AUTHORIZATION.matcher(argument).matches()) {
        shown.add(argument.replaceFirst("[=:].*", "=" + HIDDEN));
      } else if (equals > 0 && isSecret(argument.substring(0, equals))) {
        shown.add(argument.substring(0, equals + 1) + HIDDEN);
      } else {
        shown.add(argument);
        hideNext = argument.startsWith("-") && isSecret(argument);
      }
    }
    return shown;
  }
}
