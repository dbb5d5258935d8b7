package dev.kneeline.cli;

import dev.kneeline.load.SampleFile;
import dev.kneeline.metric.Definitions;
import dev.kneeline.metric.FigureOptions;
import dev.kneeline.metric.Sample;
import dev.kneeline.metric.Window;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The figures of a samples file that `bench serve` wrote, by today's definitions.
final class SamplesFigures {

  private SamplesFigures() {}

  /// Prints them as a JSON object, without a value null. Of a load that was cut off all counts that
  /// the file holds, and that is said.
  ///
  /// @return the exit code
  static int tell(Path file, PrintWriter out, PrintWriter err) {
    try {
      SampleFile.Recording recording = SampleFile.read(file);
      if (recording.window().isEmpty()) {
        err.println(file + ": was not closed in order, and all that it holds counts");
      }
      Window window = recording.window().orElseGet(() -> whole(recording.samples()));
      ObjectNode json = JsonMapper.shared().createObjectNode();
      Definitions.compute(recording.samples(), window, FigureOptions.usual())
          .byKey()
          .forEach((key, figure) -> put(json, key, figure.value()));
      out.println(json.toPrettyString());
      return ExitCode.OK;
    } catch (IOException | UncheckedIOException damaged) {
      err.println("error: %s: %s".formatted(file, damaged.getMessage()));
      err.println("hint: give a study's folder, or a file that --samples-file named");
      return ExitCode.FAILED;
    }
  }

  private static void put(ObjectNode json, String key, OptionalDouble value) {
    if (value.isPresent()) {
      json.put(key, value.getAsDouble());
    } else {
      json.putNull(key);
    }
  }

  private static Window whole(Iterable<Sample> samples) {
    long end = 0;
    for (Sample sample : samples) {
      end = Math.max(end, sample.timing().endNanos());
    }
    return new Window(0, end);
  }
}
