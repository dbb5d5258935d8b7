package dev.kneeline.cli;

import dev.kneeline.report.MachineSeries;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Reads a `machine.csv` for the page: the columns that say what a server used, those of several
/// GPUs taken together.
final class MachineFile {

  private final List<String> names;
  private final List<double[]> lines;

  private MachineFile(List<String> names, List<double[]> lines) {
    this.names = names;
    this.lines = lines;
  }

  /// The file's series; empty where there is no such file, or nothing in it.
  static Optional<MachineSeries> read(Path file, String server) {
    List<String> text = StudyFiles.text(file).map(all -> all.lines().toList()).orElse(List.of());
    if (text.size() < 2) {
      return Optional.empty();
    }
    List<String> names = List.of(text.getFirst().split(",", -1));
    List<double[]> lines =
        text.stream()
            .skip(1)
            .map(line -> numbers(line.split(",", -1)))
            .filter(line -> line.length == names.size())
            .toList();
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(new MachineFile(names, lines).series(server));
  }

  private MachineSeries series(String server) {
    SequencedMap<String, double[]> series = new LinkedHashMap<>();
    series.put("GPU memory (MiB)", together("gpu\\d+_memory_mib", MachineFile::sum));
    series.put("GPU power (W)", together("gpu\\d+_power_w", MachineFile::sum));
    series.put("GPU use (%)", together("gpu\\d+_utilization_percent", MachineFile::mean));
    series.put("server CPU (% of one)", together("server_cpu_percent", MachineFile::sum));
    series.put("server memory (MiB)", together("server_memory_mib", MachineFile::sum));
    series.put("client CPU (% of one)", together("client_cpu_percent", MachineFile::sum));
    series.put("host CPU (%)", together("host_cpu_percent", MachineFile::sum));
    int elapsed = names.indexOf("elapsed_s");
    double seconds = elapsed < 0 ? lines.size() : lines.getLast()[elapsed];
    return new MachineSeries(server, seconds, series);
  }

  /// The columns of a name, line by line; NaN where none of them has a number.
  private double[] together(String name, ToDoubleFunction<double[]> of) {
    Pattern pattern = Pattern.compile(name);
    int[] places =
        IntStream.range(0, names.size())
            .filter(i -> pattern.matcher(names.get(i)).matches())
            .toArray();
    return lines.stream()
        .mapToDouble(line -> {
          double[] seen =
              Arrays.stream(places)
                  .mapToDouble(place -> line[place])
                  .filter(Double::isFinite)
                  .toArray();
          return seen.length == 0 ? Double.NaN : of.applyAsDouble(seen);
        })
        .toArray();
  }

  private static double sum(double[] seen) {
    return Arrays.stream(seen).sum();
  }

  private static double mean(double[] seen) {
    return sum(seen) / seen.length;
  }

  private static double[] numbers(String[] cells) {
    return Arrays.stream(cells)
        .mapToDouble(cell -> {
          try {
            return Double.parseDouble(cell);
          } catch (NumberFormatException empty) {
            return Double.NaN;
          }
        })
        .toArray();
  }
}
