package dev.kneeline.exec;

import dev.kneeline.metric.Figure;
import dev.kneeline.metric.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/// What the server's GPUs drew while rates were taken, from the seconds of `machine.csv`.
///
/// The file is aligned by the run's end, which is known to some hundredths of a second, and holds
/// one line a second: of a window of 60 s the mean power is that of about 60 looks.
final class Energy {

  /// The fact of a run by which it can be computed again: when its window ended, in seconds of its
  /// `machine.csv`.
  static final String ENDED = "machine_window_end_s";

  private static final String POWER = "gpu\\d+_power_w";

  private Energy() {}

  /// The figures with energy and tokens for a joule; unchanged where no tool tells the power.
  ///
  /// @param machine the run's `machine.csv`
  /// @param gpus of the server: the first ones of the lane
  /// @param endSeconds when the window ended, on the file's clock
  /// @param seconds the window's length
  static Figures with(Figures figures, Path machine, int gpus, double endSeconds, double seconds) {
    OptionalDouble watts = meanWatts(machine, gpus, endSeconds - seconds, endSeconds);
    if (watts.isEmpty() || !(watts.getAsDouble() * seconds > 0)) {
      return figures;
    }
    double joules = watts.getAsDouble() * seconds;
    OptionalDouble output = figures.value("total_output_tokens");
    OptionalDouble input = figures.value("total_input_tokens");
    SequencedMap<String, Figure> energy = new LinkedHashMap<>();
    energy.put("gpu_energy_j", Figure.of(joules));
    if (output.isPresent() && input.isPresent()) {
      double all = output.getAsDouble() + input.getAsDouble();
      energy.put("tokens_per_joule", Figure.of(all / joules));
    }
    if (output.isPresent()) {
      energy.put("output_tokens_per_joule", Figure.of(output.getAsDouble() / joules));
    }
    return figures.with(new Figures(energy));
  }

  /// The power of the GPUs together, averaged over the lines that know it of each.
  private static OptionalDouble meanWatts(Path machine, int gpus, double from, double to) {
    try {
      List<String> lines = gpus == 0 ? List.of() : Files.readAllLines(machine);
      List<Integer> columns = columns(lines, gpus);
      return columns.size() < gpus || columns.isEmpty()
          ? OptionalDouble.empty()
          : lines.stream()
              .skip(1)
              .map(line -> List.of(line.split(",", -1)))
              .filter(cells -> within(cells.getFirst(), from, to))
              .filter(cells -> columns.stream().noneMatch(column -> cell(cells, column).isEmpty()))
              .mapToDouble(cells ->
                  columns.stream()
                      .mapToDouble(column -> Double.parseDouble(cell(cells, column)))
                      .sum())
              .average();
    } catch (IOException | NumberFormatException unreadable) {
      return OptionalDouble.empty();
    }
  }

  private static List<Integer> columns(List<String> lines, int gpus) {
    List<Integer> columns = new ArrayList<>();
    List<String> names = lines.isEmpty() ? List.of() : List.of(lines.getFirst().split(",", -1));
    for (int index = 0; index < names.size() && columns.size() < gpus; index++) {
      if (names.get(index).matches(POWER)) {
        columns.add(index);
      }
    }
    return columns;
  }

  private static boolean within(String elapsed, double from, double to) {
    double at = elapsed.isEmpty() ? Double.NaN : Double.parseDouble(elapsed);
    return at >= from && at <= to;
  }

  private static String cell(List<String> cells, int column) {
    return column < cells.size() ? cells.get(column) : "";
  }
}
