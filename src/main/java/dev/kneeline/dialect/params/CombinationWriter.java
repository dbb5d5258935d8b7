package dev.kneeline.dialect.params;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import java.io.IOException;
import java.io.Writer;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/// Writes combinations one after another, in memory that does not grow with their number.
final class CombinationWriter {

  /// The forms of the output.
  enum Format {
    /// A list of objects with all parameters in order; null, true and numbers as they are.
    JSON,
    /// A header and a line each; null is empty, True and False as Python has them.
    CSV
  }

  private CombinationWriter() {}

  /// Writes all of them.
  ///
  /// @return how many there were
  static long write(Format format, List<String> names, Stream<Point> points, Writer target)
      throws IOException {
    return switch (format) {
      case JSON -> json(names, points, target);
      case CSV -> csv(names, points, target);
    };
  }

  private static long json(List<String> names, Stream<Point> points, Writer target)
      throws IOException {
    List<String> keys =
        names.stream().map(name -> "\n    " + Value.of(name).json() + ": ").toList();
    long count = 0;
    target.write('[');
    for (Iterator<Point> each = points.iterator(); each.hasNext(); count++) {
      Point point = each.next();
      target.write(count == 0 ? "\n  {" : ",\n  {");
      for (int index = 0; index < keys.size(); index++) {
        target.write(index == 0 ? "" : ",");
        target.write(keys.get(index));
        target.write(point.value(names.get(index)).json());
      }
      target.write("\n  }");
    }
    target.write(count == 0 ? "]\n" : "\n]\n");
    return count;
  }

  private static long csv(List<String> names, Stream<Point> points, Writer target)
      throws IOException {
    CsvWriter writer = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(target);
    writer.writeRecord(names);
    String[] fields = new String[names.size()];
    long count = 0;
    for (Iterator<Point> each = points.iterator(); each.hasNext(); count++) {
      Point point = each.next();
      for (int index = 0; index < fields.length; index++) {
        fields[index] = field(point.value(names.get(index)));
      }
      writer.writeRecord(fields);
    }
    writer.flush();
    return count;
  }

  private static String field(Value value) {
    return switch (value) {
      case Value.Unset() -> "";
      case Value.Flag(boolean on) -> on ? "True" : "False";
      case Value.Text _, Value.Whole _, Value.Real _, Value.Items _, Value.Entries _ ->
          value.spelling();
    };
  }
}
