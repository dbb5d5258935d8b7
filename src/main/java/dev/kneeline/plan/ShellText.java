package dev.kneeline.plan;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Arguments as text that a POSIX shell would read back as the same arguments; for people to copy.
public final class ShellText {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./{}-]+");

  private ShellText() {}

  public static String join(List<String> arguments) {
    return arguments.stream().map(ShellText::quote).collect(Collectors.joining(" "));
  }

  /// `it's` is `'it'\''s'`; a word without special signs stays as it is.
  public static String quote(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
