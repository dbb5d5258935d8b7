package dev.kneeline.cli;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A class path as a person would write it.
final class ClassPathText {

  private static final Pattern CLASS_PATH = Pattern.compile(" -cp ([^\\s'\"]+:[^\\s'\"]+) ");

  private ClassPathText() {}

  /// A command in which the jars of one folder, `lib/a.jar:lib/b.jar`, are `'lib/*'`, which Java
  /// reads as all of them; any other command is as it was.
  static String shortened(String command) {
    return CLASS_PATH
        .matcher(command)
        .replaceAll(match -> Matcher.quoteReplacement(" -cp '" + folders(match.group(1)) + "' "));
  }

  private static String folders(String classPath) {
    SequencedSet<String> parts = new LinkedHashSet<>();
    Arrays.stream(classPath.split(":"))
        .map(part -> part.replaceFirst("[^/]+\\.jar$", "*"))
        .forEach(parts::add);
    return String.join(":", parts);
  }
}
