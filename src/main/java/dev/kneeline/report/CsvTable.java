package dev.kneeline.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.kneeline.analysis.Table;
import dev.kneeline.analysis.Table.Cell;
import dev.kneeline.space.Value;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// A table for a spreadsheet or a script: every digit, no units in the cells, empty where nothing
/// was measured. Behind a figure of which a row has several runs stands its column `<key>_ci95`,
/// half the width of the mean's 95 % interval.
public final class CsvTable {

  private CsvTable() {}

  /// RFC 4180 with a header line.
  public static String of(Table table) {
    StringWriter text = new StringWriter();
    boolean[] intervals = intervals(table);
    try (CsvWriter writer = CsvWriter.builder().build(text)) {
      writer.writeRecord(header(table, intervals));
      for (List<Cell> row : table.rows()) {
        writer.writeRecord(fields(row, intervals));
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException("memory can be written", impossible);
    }
    return text.toString();
  }

  private static List<String> fields(List<Cell> row, boolean[] intervals) {
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      fields.add(field(row.get(i)));
      if (intervals[i]) {
        fields.add(halfWidth(row.get(i)));
      }
    }
    return fields;
  }

  private static boolean[] intervals(Table table) {
    boolean[] intervals = new boolean[table.columns().size()];
    for (List<Cell> row : table.rows()) {
      for (int i = 0; i < intervals.length; i++) {
        intervals[i] |= !halfWidth(row.get(i)).isEmpty();
      }
    }
    return intervals;
  }

  private static List<String> header(Table table, boolean[] intervals) {
    List<String> header = new ArrayList<>();
    for (int i = 0; i < intervals.length; i++) {
      String key = table.columns().get(i).key();
      header.add(key);
      if (intervals[i]) {
        header.add(key + "_ci95");
      }
    }
    return header;
  }

  private static String field(Cell cell) {
    return switch (cell) {
      case Cell.Words(String text) -> text;
      case Cell.Setting(Value value) -> value.equals(Value.UNSET) ? "" : value.spelling();
      case Cell.Measured measured -> Double.toString(measured.value());
      case Cell.Count(long number) -> Long.toString(number);
      case Cell.Absent() -> "";
    };
  }

  private static String halfWidth(Cell cell) {
    return cell instanceof Cell.Measured measured && measured.halfWidth().isPresent()
        ? Double.toString(measured.halfWidth().getAsDouble())
        : "";
  }
}
