package dev.kneeline.dialect.params;

import dev.kneeline.metric.Parsed;
import dev.kneeline.search.Balanced;
import dev.kneeline.search.Cover;
import dev.kneeline.search.Coverage;
import dev.kneeline.search.First;
import dev.kneeline.search.Sampler;
import dev.kneeline.space.InvalidSpaceException;
import dev.kneeline.space.Point;
import dev.kneeline.space.SearchSpace;
import dev.kneeline.sweep.Catalogue;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `kneeline params`: combinations of an engine's parameters, in the words of SGLang's generator.
///
/// It returns 0 when all is well, 1 when `--check` finds an invalid combination, 2 when what was
/// asked for is wrong.
@Command(
    name = "params",
    description = "Valid combinations of an engine's parameters: counted, drawn, written.",
    mixinStandardHelpOptions = true)
public final class ParamsCommand implements Callable<Integer> {

  private static final int FAILED = 1;
  private static final int WRONG = 2;
  private static final int SHOWN = 5;
  private static final Pattern SHARD = Pattern.compile("(\\d{1,6})/(\\d{1,6})");
  private static final Path STANDARD_OUTPUT = Path.of("-");

  @Mixin CatalogueOptions catalogueOptions = new CatalogueOptions();

  @Option(
      names = "--max-combinations",
      paramLabel = "N",
      description = "How many combinations at most.")
  Optional<Long> limit = Optional.empty();

  @Option(
      names = "--all",
      description = "Writes every valid combination, even if there are more than a million.")
  boolean all;

  @Option(names = "--output", paramLabel = "FILE", description = "Where they go; - for here.")
  Optional<Path> output = Optional.empty();

  @Option(names = "--no-clobber", description = "Refuses to replace an existing file.")
  boolean noClobber;

  @Option(
      names = "--format",
      defaultValue = "json",
      description = "json or csv (default: ${DEFAULT-VALUE})")
  CombinationWriter.Format format = CombinationWriter.Format.JSON;

  @Option(
      names = "--method",
      description =
          "first, uniform, balanced, lhs, one-at-a-time or cover (default: balanced; without"
              + " --max-combinations all in order)")
  Optional<String> method = Optional.empty();

  @Option(names = "--seed", defaultValue = "0", description = "Makes the choice repeatable.")
  long seed;

  @Option(
      names = "--t",
      defaultValue = "2",
      description = "How many values cover brings together: 2 or 3.")
  int strength;

  @Option(
      names = "--shard",
      paramLabel = "I/K",
      description = "The I-th of K disjoint parts, from 1/K to K/K.")
  Optional<String> shard = Optional.empty();

  @Option(names = "--count", description = "Exact sizes and what each rule removes, as JSON.")
  boolean count;

  @Option(names = "--show-info", description = "The parameters as JSON.")
  boolean info;

  @Option(
      names = "--check",
      paramLabel = "FILE",
      description = "Tells which combinations of a JSON file are invalid, and by which rule.")
  Optional<Path> check = Optional.empty();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    try {
      return run(spec.commandLine().getOut(), err);
    } catch (ParamsRefusal refusal) {
      boolean rendered = String.valueOf(refusal.getMessage()).startsWith("error: ");
      err.println((rendered ? "" : "error: ") + refusal.getMessage());
      if (!refusal.hint().isEmpty()) {
        err.println("hint: " + refusal.hint());
      }
      return WRONG;
    } catch (InvalidSpaceException invalid) {
      for (InvalidSpaceException.Problem problem : invalid.problems()) {
        err.println("error: " + problem.message());
        err.println("hint: " + problem.hint());
      }
      return WRONG;
    } finally {
      spec.commandLine().getOut().flush();
      err.flush();
    }
  }

  private int run(PrintWriter out, PrintWriter err) {
    Catalogue catalogue = catalogueOptions.catalogue();
    if (info) {
      out.print(ParamsText.info(catalogue));
      return 0;
    }
    if (check.isPresent()) {
      return check(new CombinationCheck(catalogue).check(check.get()), out, err);
    }
    Selection selection = selection();
    SearchSpace space = catalogue.space();
    if (count) {
      out.print(ParamsText.count(space));
      return 0;
    }
    if (output.isEmpty()) {
      out.print(ParamsText.summary(catalogue, space));
      selection.atMost(SHOWN).points(space).forEach(point -> show(catalogue, point, out));
      return 0;
    }
    space.warnings().forEach(warning -> err.println("warning: " + warning.message()));
    write(catalogue, space, selection, output.get());
    return 0;
  }

  private static void show(Catalogue catalogue, Point point, PrintWriter out) {
    out.println("  " + ParamsText.difference(catalogue, point));
  }

  private static int check(CombinationCheck.Report report, PrintWriter out, PrintWriter err) {
    for (CombinationCheck.Finding finding : report.findings()) {
      out.println("%d: %s: %s".formatted(finding.index(), finding.rule(), finding.reason()));
    }
    long invalid =
        report.findings().stream().map(CombinationCheck.Finding::index).distinct().count();
    err.println("%,d of %,d combinations are invalid".formatted(invalid, report.combinations()));
    return invalid == 0 ? 0 : FAILED;
  }

  private Selection selection() {
    if (limit.isPresent() && limit.get() < 1) {
      throw new ParamsRefusal(
          "--max-combinations is 1 or more, not %d".formatted(limit.get()),
          "leave it out and give --all for every valid combination");
    }
    Sampler standard = limit.isPresent() || output.isEmpty() ? new Balanced(seed) : new First();
    Sampler sampler =
        switch (method
            .map(name -> Sampler.named(name, seed, strength))
            .orElse(new Parsed.Good<>(standard))) {
          case Parsed.Good<Sampler>(Sampler named) -> named;
          case Parsed.Bad<Sampler>(String message, String hint) ->
              throw new ParamsRefusal(message, hint);
        };
    Matcher parts = SHARD.matcher(shard.orElse("1/1"));
    if (!parts.matches()
        || Integer.parseInt(parts.group(1)) < 1
        || Integer.parseInt(parts.group(1)) > Integer.parseInt(parts.group(2))) {
      throw new ParamsRefusal(
          "--shard is I/K with I from 1 to K, not '%s'".formatted(shard.orElse("")),
          "the second of four parts is 2/4");
    }
    return new Selection(
        sampler, limit, Integer.parseInt(parts.group(1)) - 1, Integer.parseInt(parts.group(2)));
  }

  private void write(Catalogue catalogue, SearchSpace space, Selection selection, Path target) {
    if (selection.isLarge(space) && !all) {
      throw new ParamsRefusal(
          "%,d combinations are valid".formatted(space.validSize().most()),
          "--max-combinations N chooses some of them, --all writes all");
    }
    PrintWriter err = spec.commandLine().getErr();
    OutputFile file = new OutputFile(target);
    boolean replaces = !target.equals(STANDARD_OUTPUT) && file.exists();
    if (replaces && noClobber) {
      throw new ParamsRefusal(target + " exists", "leave out --no-clobber to replace it");
    }
    List<String> names = catalogue.parameters().stream().map(Catalogue.Entry::name).toList();
    long written;
    try (Stream<Point> points = points(space, selection, err)) {
      written =
          target.equals(STANDARD_OUTPUT)
              ? CombinationWriter.write(format, names, points, spec.commandLine().getOut())
              : file.write(writer -> CombinationWriter.write(format, names, points, writer));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    err.println("%,d combinations%s".formatted(written, replaces ? "; replaced " + target : ""));
    if (limit.isPresent() && selection.parts() == 1 && written < limit.get()) {
      err.println("note: there are no more than these by this method");
    }
  }

  /// A cover tells what it reaches; it is built only once.
  private Stream<Point> points(SearchSpace space, Selection selection, PrintWriter err) {
    if (selection.sampler() instanceof Cover cover && selection.parts() == 1) {
      Coverage coverage = coverage(cover, space);
      err.println("note: " + coverage.line(cover.strength()));
      return coverage.points().stream().limit(limit.orElse(Long.MAX_VALUE));
    }
    return selection.points(space);
  }

  private static Coverage coverage(Cover cover, SearchSpace space) {
    try {
      return cover.coverage(space);
    } catch (IllegalArgumentException tooLarge) {
      throw new ParamsRefusal(String.valueOf(tooLarge.getMessage()), "use --method balanced");
    }
  }
}
