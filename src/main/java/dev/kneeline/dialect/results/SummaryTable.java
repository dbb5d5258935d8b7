package dev.kneeline.dialect.results;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.kneeline.space.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// vLLM's `summary.csv`: a row for each run, the union of their names as columns, an index without
/// a name before them. Types are guessed, since a table of text has none.
final class SummaryTable {

  private SummaryTable() {}

  /// @throws IllegalArgumentException for a table that is none, saying where it breaks
  static List<Value> records(String text) {
    List<Value> records = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(text)) {
      for (NamedCsvRecord row : rows) {
        SequencedMap<String, Value> record = new LinkedHashMap<>();
        row.getFieldsAsMap()
            .forEach((name, field) -> {
              Value value = SweepFolder.typed(field);
              if (!name.isEmpty() && !value.isUnset()) {
                record.put(name, value);
              }
            });
        records.add(new Value.Entries(record));
      }
      return records;
    } catch (CsvParseException broken) {
      throw new IllegalArgumentException("no valid CSV: " + broken.getMessage(), broken);
    } catch (IOException impossible) {
      throw new UncheckedIOException("a text can be read", impossible);
    }
  }
}
