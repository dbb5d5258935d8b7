package dev.kneeline.dialect.vllm;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `summary.csv`: one line a run, every key of any run a column, the first column a number without
/// a name, as pandas writes it. It is current after every run.
///
/// A run that comes last and brings no new column is a line more; else the file is written anew.
final class SummaryCsv {

  /// Longer lists are a result's detail, and stay in its JSON.
  private static final int LONGEST_LIST = 64;

  private final Path file;
  private final TreeMap<Place, SequencedMap<String, String>> lines = new TreeMap<>();
  private SequencedSet<String> columns = new LinkedHashSet<>();

  /// Where a run stands: pairs in vLLM's order, then what a search has set, then the run's number.
  record Place(int pair, String searched, int run) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int byPair = Integer.compare(pair, other.pair);
      int bySearched = byPair != 0 ? byPair : searched.compareTo(other.searched);
      return bySearched != 0 ? bySearched : Integer.compare(run, other.run);
    }
  }

  SummaryCsv(Path file) {
    this.file = file;
  }

  /// Adds a run without writing.
  void add(Place place, ObjectNode run) {
    SequencedMap<String, String> line = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : run.properties()) {
      if (entry.getValue().size() <= LONGEST_LIST) {
        line.put(entry.getKey(), text(entry.getValue()));
      }
    }
    lines.put(place, line);
  }

  /// Adds a run and writes.
  void write(Place place, ObjectNode run) {
    boolean last = lines.isEmpty() || place.compareTo(lines.lastKey()) > 0;
    add(place, run);
    SequencedMap<String, String> line = lines.get(place);
    if (last && lines.size() > 1 && line != null && columns.containsAll(line.keySet())) {
      append(line);
    } else {
      write();
    }
  }

  /// Writes everything anew; nothing where there is no run.
  void write() {
    columns =
        lines.values().stream()
            .flatMap(line -> line.keySet().stream())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (lines.isEmpty()) {
      return;
    }
    List<List<String>> table = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of(""));
    head.addAll(columns);
    table.add(head);
    int index = 0;
    for (SequencedMap<String, String> line : lines.values()) {
      table.add(cells(index, line));
      index++;
    }
    JsonFiles.replace(file, csv(table));
  }

  private void append(SequencedMap<String, String> line) {
    try {
      Files.writeString(
          file, csv(List.of(cells(lines.size() - 1, line))), StandardOpenOption.APPEND);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write " + file, failed);
    }
  }

  private List<String> cells(int index, SequencedMap<String, String> line) {
    List<String> cells = new ArrayList<>(List.of(Integer.toString(index)));
    columns.forEach(column -> cells.add(line.getOrDefault(column, "")));
    return cells;
  }

  private static String csv(List<List<String>> table) {
    StringWriter text = new StringWriter();
    try (CsvWriter writer = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
      table.forEach(writer::writeRecord);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  /// As pandas writes a cell: nothing for null, `True`, nested values as Python text.
  private static String text(JsonNode value) {
    return value.isNull() ? "" : PythonText.of(value);
  }
}
