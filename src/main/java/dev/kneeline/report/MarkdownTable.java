package dev.kneeline.report;

import dev.kneeline.analysis.Table;
import dev.kneeline.analysis.Table.Column;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A table for a pull request or a wiki.
public final class MarkdownTable {

  private MarkdownTable() {}

  /// GitHub's Markdown: a table, then the notes as a list.
  public static String of(Table table) {
    StringBuilder text = new StringBuilder();
    text.append(line(table.columns().stream().map(MarkdownTable::heading).toList()));
    List<String> rules =
        IntStream.range(0, table.columns().size()).mapToObj(i -> rule(table, i)).toList();
    text.append(line(rules));
    table.rows().forEach(row -> text.append(line(row.stream().map(CellText::of).toList())));
    if (!table.notes().isEmpty()) {
      text.append('\n');
      table.notes().forEach(note -> text.append("- ").append(note).append('\n'));
    }
    return text.toString();
  }

  private static String heading(Column column) {
    return column.unit().isEmpty() || column.label().endsWith("_" + column.unit())
        ? column.label()
        : "%s (%s)".formatted(column.label(), column.unit());
  }

  private static String rule(Table table, int column) {
    boolean right = table.rows().stream().allMatch(row -> CellText.numeric(row.get(column)));
    return right ? "---:" : "---";
  }

  private static String line(List<String> texts) {
    return texts.stream()
        .map(MarkdownTable::escape)
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  /// A cell is one line without a bar; HTML in a study's name stays text.
  private static String escape(String text) {
    return TextWidth.printable(text.replaceAll("\\R", " "))
        .replace("\\", "\\\\")
        .replace("|", "\\|")
        .replace("&", "&amp;")
        .replace("<", "&lt;");
  }
}
