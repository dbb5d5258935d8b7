package dev.kneeline.report;

import dev.kneeline.analysis.Table.Cell;
import dev.kneeline.space.Value;

/// Cells as people read them.
final class CellText {

  private CellText() {}

  /// `1,234 ±12`, with a `?` behind a figure that its sample cannot carry.
  static String of(Cell cell) {
    return switch (cell) {
      case Cell.Words(String text) -> text;
      case Cell.Setting(Value value) -> value.equals(Value.UNSET) ? "unset" : value.spelling();
      case Cell.Measured measured -> measured(measured);
      case Cell.Count(long number) -> NumberText.grouped(number);
      case Cell.Absent() -> "-";
    };
  }

  /// Whether it stands at the right edge of its column.
  static boolean numeric(Cell cell) {
    return switch (cell) {
      case Cell.Words words -> false;
      case Cell.Setting(Value value) ->
          value instanceof Value.Whole
              || value instanceof Value.Real
              || value instanceof Value.Unset;
      case Cell.Measured measured -> true;
      case Cell.Count count -> true;
      case Cell.Absent absent -> true;
    };
  }

  private static String measured(Cell.Measured measured) {
    StringBuilder text = new StringBuilder(NumberText.threeDigits(measured.value()));
    measured
        .halfWidth()
        .ifPresent(half -> text.append(" ±").append(NumberText.spread(half, measured.value())));
    return text.append(measured.reliable() ? "" : " ?").toString();
  }
}
