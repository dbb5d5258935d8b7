package dev.kneeline.benchmarks;

import dev.kneeline.dialect.params.ParamsCommand;
import dev.kneeline.search.Balanced;
import dev.kneeline.search.Cover;
import dev.kneeline.search.Coverage;
import dev.kneeline.search.Sampler;
import dev.kneeline.search.Uniform;
import dev.kneeline.space.Domain;
import dev.kneeline.space.Parameter;
import dev.kneeline.space.Rule;
import dev.kneeline.space.Scope;
import dev.kneeline.space.SearchSpace;
import dev.kneeline.space.SpaceBuilder;
import dev.kneeline.space.Step;
import dev.kneeline.sweep.Catalogue;
import dev.kneeline.sweep.CatalogueReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Bars of the space: SGLang's 33 parameters counted in under 100 ms, uniform points at a million a
/// second, balanced ones at 300,000, written as CSV at 100,000; covers no larger than PICT's; and
/// nested loops in Python beside them.
///
/// With two words, such as `uniform 10000000`, it draws so many points of a method and tells the
/// memory that the whole process came to.
public final class SpaceBar {

  private static final int ROUNDS = 5;
  private static final int POINTS = 1_000_000;
  private static final int PYTHON_SECONDS = 10;
  private static final List<String> SHAPES =
      List.of("3^4", "3^13", "4^15 3^17 2^29", "4^1 3^39 2^35", "2^100", "10^20");

  private SpaceBar() {}

  public static void main(String[] arguments) throws Exception {
    System.out.printf(
        "%d processors, Java %s%n",
        Runtime.getRuntime().availableProcessors(), Runtime.version().feature());
    Catalogue catalogue = CatalogueReader.sglang();
    if (arguments.length == 2) {
      stream(catalogue.space(), arguments[0], Long.parseLong(arguments[1]));
      return;
    }
    long begin = System.nanoTime();
    List<Rule> rules = List.copyOf(catalogue.compiled().values());
    System.out.printf("rules compiled in %.0f ms, cold%n", millisSince(begin));
    begin = System.nanoTime();
    SearchSpace space = space(catalogue, rules);
    System.out.printf("counted %,d in %.0f ms, cold%n", space.size(), millisSince(begin));
    System.out.printf(
        "counted in %.1f ms, warm%n", best(() -> space(catalogue, rules).size().longValueExact()));
    double uniform = rate(space, new Uniform(1));
    System.out.printf("uniform: %,.0f points a second%n", uniform);
    System.out.printf("balanced: %,.0f points a second%n", rate(space, new Balanced(1)));
    writeCsv();
    SHAPES.forEach(SpaceBar::cover);
    for (int strength : new int[] {2, 3}) {
      long start = System.nanoTime();
      Coverage coverage = new Cover(strength, 0).coverage(space);
      System.out.printf(
          "cover %d of the 33 parameters: %d points, bound %d, %.0f ms%n",
          strength, coverage.points().size(), coverage.bound(), millisSince(start));
    }
    compare(uniform);
  }

  private static void stream(SearchSpace space, String method, long count) throws IOException {
    Sampler sampler =
        switch (method) {
          case "uniform" -> new Uniform(1);
          case "balanced" -> new Balanced(1);
          default -> throw new IllegalArgumentException("uniform or balanced, not " + method);
        };
    long begin = System.nanoTime();
    long drawn = sampler.points(space, count).filter(point -> !point.values().isEmpty()).count();
    double seconds = millisSince(begin) / 1000;
    try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
      String peak = status.filter(line -> line.startsWith("VmHWM")).findFirst().orElseThrow();
      System.out.printf(
          "%s: %,d points in %.1f s, %,.0f a second, heap at most %d MB, %s%n",
          method,
          drawn,
          seconds,
          drawn / seconds,
          Runtime.getRuntime().maxMemory() >> 20,
          peak.replaceAll("\\s+", " "));
    }
  }

  private static SearchSpace space(Catalogue catalogue, List<Rule> rules) {
    SpaceBuilder builder = SearchSpace.builder();
    for (Catalogue.Entry entry : catalogue.parameters()) {
      Domain domain = new Domain.Choice(entry.values());
      builder.add(new Parameter(entry.name(), Scope.SERVER, domain));
    }
    rules.forEach(builder::require);
    return builder.build();
  }

  private static double rate(SearchSpace space, Sampler sampler) {
    double millis =
        best(
            () -> sampler.points(space, POINTS).filter(point -> !point.values().isEmpty()).count());
    return POINTS / millis * 1000;
  }

  /// The shortest of some rounds in milliseconds.
  private static double best(LongSupplier work) {
    double best = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long begin = System.nanoTime();
      if (work.getAsLong() <= 0) {
        throw new IllegalStateException("nothing was done");
      }
      best = Math.min(best, millisSince(begin));
    }
    return best;
  }

  private static void writeCsv() throws IOException {
    Path file = Files.createTempFile("kneeline-params", ".csv");
    long begin = System.nanoTime();
    params("--max-combinations", "" + POINTS, "--format", "csv", "--output", file.toString());
    System.out.printf("CSV: %,.0f points a second%n", POINTS / millisSince(begin) * 1000);
    Files.delete(file);
  }

  private static String params(String... arguments) {
    StringWriter out = new StringWriter();
    CommandLine line = new CommandLine(new ParamsCommand());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(new StringWriter()));
    if (line.execute(arguments) != 0) {
      throw new IllegalStateException("params failed");
    }
    return out.toString();
  }

  private static void cover(String shape) {
    SpaceBuilder builder = SearchSpace.builder();
    int number = 0;
    for (String part : shape.split(" ")) {
      String[] sizes = part.split("\\^");
      for (int count = Integer.parseInt(sizes[1]); count > 0; count--) {
        Domain domain = new Domain.WholeRange(1, Long.parseLong(sizes[0]), Step.linear(1));
        builder.add(new Parameter("p" + number++, Scope.LOAD, domain));
      }
    }
    SearchSpace space = builder.build();
    long begin = System.nanoTime();
    int points = new Cover(2, 0).coverage(space).points().size();
    System.out.printf("cover 2 of %s: %d points, %.0f ms%n", shape, points, millisSince(begin));
  }

  /// The loops find their valid combinations at the beginning and then none for long: their rate is
  /// that of the beginning.
  private static void compare(double uniform) throws Exception {
    Process python =
        new ProcessBuilder(
                "/usr/bin/python3", "src/main/python/nested_loops.py", "" + PYTHON_SECONDS)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (Writer input = python.outputWriter(StandardCharsets.UTF_8)) {
      input.write(params("--show-info"));
    }
    JsonNode loops = JsonMapper.shared().readTree(python.getInputStream());
    double rate = loops.get("valid").asLong() / loops.get("last_valid_s").asDouble();
    System.out.printf(
        "itertools (Python %s): %,d of %,d tuples valid in %d s, the last after %.3f s: %,.0f a"
            + " second in that prefix, %.0f times fewer than uniform points%n",
        loops.get("python").asString(),
        loops.get("valid").asLong(),
        loops.get("visited").asLong(),
        PYTHON_SECONDS,
        loops.get("last_valid_s").asDouble(),
        rate,
        uniform / rate);
  }

  private static double millisSince(long begin) {
    return (System.nanoTime() - begin) / 1e6;
  }
}
