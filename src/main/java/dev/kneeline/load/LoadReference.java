package dev.kneeline.load;

import java.util.Locale;
import java.util.stream.Collectors;

/// The tables of the load generator's reference page, printed from the tables that decide.
public final class LoadReference {

  private LoadReference() {}

  /// Every option with its default.
  public static String options() {
    return LoadOptions.names().stream()
        .map(row ->
            "| `%s` | %s | %s | %s |"
                .formatted(
                    row.name(),
                    row.kind().name().toLowerCase(Locale.ROOT),
                    row.fallback().isEmpty() ? "" : "`" + row.fallback() + "`",
                    row.effect() == LoadOption.Effect.USED
                        ? row.help()
                        : "no effect: " + row.help()))
        .collect(
            Collectors.joining(
                "\n", "| option | value | default | what it does |\n|---|---|---|---|\n", "\n"));
  }

  /// Every check of the verdict with its limits.
  public static String checks() {
    return Check.all().stream()
        .map(row ->
            "| `%s` | %s | %s | %s |"
                .formatted(row.fact(), limit(row.doubt()), limit(row.refusal()), row.source()))
        .collect(
            Collectors.joining(
                "\n",
                """
                | fact | SUSPECT above | INVALID above | where the limit comes from |
                |---|---|---|---|
                """,
                "\n"));
  }

  private static String limit(double value) {
    if (value == Double.MAX_VALUE) {
      return "never";
    }
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
