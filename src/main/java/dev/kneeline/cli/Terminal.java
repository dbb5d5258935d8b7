package dev.kneeline.cli;

import java.util.Map;

/// What the talk goes to.
///
/// @param live whether it is a screen on which a line can be rewritten
/// @param columns its width
/// @param color whether colour may be used; never needed to understand a text
record Terminal(boolean live, int columns, boolean color) {

  private static final int DEFAULT_COLUMNS = 100;

  /// From the launcher's findings and the environment: `COLUMNS` is the width, `NO_COLOR` is
  /// honoured.
  static Terminal detect(Map<String, String> environment) {
    boolean live = Boolean.getBoolean("kneeline.terminal");
    String columns =
        environment.getOrDefault("COLUMNS", System.getProperty("kneeline.columns", ""));
    return new Terminal(
        live,
        columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : DEFAULT_COLUMNS,
        live && environment.getOrDefault("NO_COLOR", "").isEmpty());
  }

  static Terminal detect() {
    return detect(System.getenv());
  }
}
