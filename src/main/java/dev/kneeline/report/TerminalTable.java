package dev.kneeline.report;

import dev.kneeline.analysis.Table;
import dev.kneeline.analysis.Table.Cell;
import dev.kneeline.analysis.Table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A table for a terminal: aligned, within its width, legible without colour.
public final class TerminalTable {

  private static final String GAP = "  ";

  /// Below this a column of words tells nothing any more.
  private static final int SHORTEST_WORDS = 16;

  private static final int LONGEST_WORDS = 120;

  private TerminalTable() {}

  /// The table's lines, each ended by a line feed. Columns that do not fit are left out from the
  /// right and named below; the first one always stays.
  ///
  /// @param width columns of the terminal
  public static String of(Table table, int width) {
    List<List<String>> texts = new ArrayList<>();
    texts.add(table.columns().stream().map(Column::label).toList());
    boolean units = table.columns().stream().anyMatch(column -> !column.unit().isEmpty());
    if (units) {
      texts.add(table.columns().stream().map(Column::unit).toList());
    }
    table.rows().forEach(row -> texts.add(row.stream().map(TerminalTable::text).toList()));
    int[] widths = widths(texts, table.columns().size());
    boolean[] right = alignment(table);
    shortenLast(widths, right, width);
    int shown = shown(widths, width);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < texts.size(); i++) {
      lines.append(line(texts.get(i), widths, right, shown)).append('\n');
      if (i == (units ? 1 : 0)) {
        lines.append(rule(widths, shown)).append('\n');
      }
    }
    notes(table, shown).forEach(note -> lines.append(note).append('\n'));
    return lines.toString();
  }

  private static String text(Cell cell) {
    return TextWidth.cut(TextWidth.printable(CellText.of(cell)), LONGEST_WORDS);
  }

  private static int[] widths(List<List<String>> texts, int columns) {
    return IntStream.range(0, columns)
        .map(i -> texts.stream().mapToInt(row -> TextWidth.of(row.get(i))).max().orElse(0))
        .toArray();
  }

  /// Words at the end give way to the terminal's width, as long as some are left.
  private static void shortenLast(int[] widths, boolean[] right, int width) {
    int last = widths.length - 1;
    int room = width - IntStream.range(0, last).map(i -> widths[i] + GAP.length()).sum();
    if (!right[last] && widths[last] > room && room >= SHORTEST_WORDS) {
      widths[last] = room;
    }
  }

  private static int shown(int[] widths, int width) {
    int used = 0;
    for (int i = 0; i < widths.length; i++) {
      used += widths[i] + (i == 0 ? 0 : GAP.length());
      if (used > width && i > 0) {
        return i;
      }
    }
    return widths.length;
  }

  /// A column stands to the right where all its cells do.
  private static boolean[] alignment(Table table) {
    boolean[] right = new boolean[table.columns().size()];
    for (int i = 0; i < right.length; i++) {
      int column = i;
      right[i] = table.rows().stream().allMatch(row -> CellText.numeric(row.get(column)));
    }
    return right;
  }

  private static String line(List<String> texts, int[] widths, boolean[] right, int shown) {
    return IntStream.range(0, shown)
        .mapToObj(i -> fitted(texts.get(i), widths[i], right[i]))
        .collect(Collectors.joining(GAP))
        .stripTrailing();
  }

  private static String fitted(String text, int width, boolean right) {
    String cut = TextWidth.cut(text, width);
    return right ? TextWidth.right(cut, width) : TextWidth.left(cut, width);
  }

  private static String rule(int[] widths, int shown) {
    return IntStream.range(0, shown)
        .mapToObj(i -> "─".repeat(widths[i]))
        .collect(Collectors.joining(GAP));
  }

  private static List<String> notes(Table table, int shown) {
    List<String> notes = new ArrayList<>(table.notes());
    if (shown < table.columns().size()) {
      String hidden =
          table.columns().subList(shown, table.columns().size()).stream()
              .map(Column::key)
              .collect(Collectors.joining(", "));
      notes.add("too narrow for: %s (all are in --format csv)".formatted(hidden));
    }
    return notes;
  }
}
