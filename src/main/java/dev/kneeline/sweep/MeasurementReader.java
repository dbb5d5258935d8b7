package dev.kneeline.sweep;

import dev.kneeline.plan.Measurement;
import dev.kneeline.plan.ResultSource;
import dev.kneeline.plan.Template;
import dev.kneeline.space.Names;
import dev.kneeline.space.Value;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Reads what measures: the sections `load` and `benchmark`.
final class MeasurementReader {

  private final Problems problems;

  MeasurementReader(Problems problems) {
    this.problems = problems;
  }

  /// The measurement, or nothing where there is a problem.
  Optional<Measurement> read(Settings file) {
    if (file.has("load") && file.has("benchmark")) {
      problems.error(
          file.section("benchmark").map().span(),
          "both 'load' and 'benchmark' measure",
          "keep one: load is the built-in generator, benchmark a command of your own");
      return Optional.empty();
    }
    return file.has("benchmark")
        ? external(file.section("benchmark"))
        : Optional.of(new Measurement.Generated(options(file.section("load"))));
  }

  private Optional<Measurement> external(Settings benchmark) {
    if (!benchmark.has("command")) {
      return Optional.empty(); // told by the checker
    }
    Map<String, Template> environment = new LinkedHashMap<>();
    benchmark.texts("env").forEach((name, text) -> environment.put(name, Template.parse(text)));
    return Optional.of(
        new Measurement.External(
            Commands.read(benchmark.find("command").orElseThrow(), problems),
            options(benchmark.section("options")),
            environment,
            result(benchmark.section("result"))));
  }

  private ResultSource result(Settings result) {
    Map<String, String> paths = result.texts("paths");
    String format = result.text("format", paths.isEmpty() ? "vllm" : "paths");
    if (paths.isEmpty() == format.equals("paths")) {
      problems.error(
          result.map().span(),
          paths.isEmpty()
              ? "the format 'paths' needs paths"
              : "paths are read only in the format 'paths', not '%s'".formatted(format),
          paths.isEmpty()
              ? "add paths: {output_throughput: summary.tok_s}"
              : "remove format or paths");
    }
    return new ResultSource(
        Template.parse(result.text("file", "{result_file}")),
        ResultSource.Format.valueOf(format.toUpperCase(Locale.ROOT).replace('-', '_')),
        paths);
  }

  private SequencedMap<String, Value> options(Settings section) {
    SequencedMap<String, Value> options = new LinkedHashMap<>();
    for (Node.Entry entry : section.map().entries()) {
      String name = Names.key(entry.key().text());
      if (options.containsKey(name)) {
        problems.error(
            entry.key().span(),
            "'%s' is given twice: - and _ are one".formatted(entry.key().text()),
            "keep one of them");
      }
      options.put(name, entry.value().value());
    }
    return options;
  }
}
