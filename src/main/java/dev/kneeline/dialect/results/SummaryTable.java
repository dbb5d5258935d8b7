package dev.kneeline.dialect.results;

import dev.kneeline.space.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// vLLM's `summary.csv`: a row for each run, the union of their names as columns, an index without
/// a name before them. Types are guessed, since a table of text has none.
final class SummaryTable {

  private SummaryTable() {}

  /// @throws IllegalArgumentException for a table whose rows do not fit its heading
  static List<Value> records(String text) {
    List<List<String>> lines = lines(text);
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("the table is empty");
    }
    List<String> names = lines.getFirst();
    List<Value> records = new ArrayList<>();
    for (List<String> line : lines.subList(1, lines.size())) {
      if (line.size() != names.size()) {
        throw new IllegalArgumentException(
            "row %d has %d fields for %d columns"
                .formatted(records.size() + 1, line.size(), names.size()));
      }
      SequencedMap<String, Value> record = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) {
        Value value = SweepFolder.typed(line.get(i));
        if (!names.get(i).isEmpty() && !value.isUnset()) {
          record.put(names.get(i), value);
        }
      }
      records.add(new Value.Entries(record));
    }
    return records;
  }

  /// Fields by RFC 4180: quoted ones may hold commas, line ends and doubled quotes.
  private static List<List<String>> lines(String text) {
    List<List<String>> lines = new ArrayList<>();
    List<String> line = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      boolean doubled = i + 1 < text.length() && text.charAt(i + 1) == '"';
      if (quoted && letter == '"' && doubled) {
        field.append('"');
        i++;
      } else if (letter == '"') {
        quoted = !quoted;
      } else if (!quoted && (letter == ',' || letter == '\n')) {
        line.add(field.toString());
        field.setLength(0);
        if (letter == '\n') {
          lines.add(line);
          line = new ArrayList<>();
        }
      } else if (quoted || letter != '\r') {
        field.append(letter);
      }
    }
    if (field.length() > 0 || !line.isEmpty()) {
      line.add(field.toString());
      lines.add(line);
    }
    return lines;
  }
}
