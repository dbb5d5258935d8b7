package dev.kneeline.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads BurstGPT's CSV as `vllm bench serve` does: of GPT-4's rows those that were answered, with
/// the prompt's and the answer's tokens from the third and the fourth column.
///
/// Its texts were never published, so there is nothing to share among prompts.
final class BurstGpt {

  private static final String MODEL = "GPT-4";
  private static final int COLUMNS = 4;
  private static final double NANOS = 1e9;

  private BurstGpt() {}

  /// The rows of use, in the file's order.
  static List<TracePrompts.Line> read(Path file) throws IOException {
    List<TracePrompts.Line> lines = new ArrayList<>();
    try (BufferedReader rows = Files.newBufferedReader(file)) {
      int number = 0;
      for (String row = rows.readLine(); row != null; row = rows.readLine()) {
        number++;
        String[] cells = row.split(",", -1);
        if (number > 1 && cells.length >= COLUMNS && cells[1].strip().equals(MODEL)) {
          addAnswered(lines, cells, number);
        }
      }
    }
    if (lines.isEmpty()) {
      throw new IOException("no row of %s with an answer in it".formatted(MODEL));
    }
    return lines;
  }

  private static void addAnswered(List<TracePrompts.Line> lines, String[] cells, int number)
      throws IOException {
    try {
      long at = Math.round(Double.parseDouble(cells[0].strip()) * NANOS);
      int input = Integer.parseInt(cells[2].strip());
      int output = Integer.parseInt(cells[3].strip());
      if (output > 0) {
        lines.add(new TracePrompts.Line(at, Math.max(1, input), output, List.of()));
      }
    } catch (NumberFormatException notANumber) {
      throw new IOException("line %d has no time and lengths".formatted(number), notANumber);
    }
  }
}
