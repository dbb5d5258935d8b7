package dev.kneeline.cli;

import dev.kneeline.store.StoredFailure;
import dev.kneeline.store.StudyFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kneeline logs DIR`: where the logs lie, and the ends of those that tell of a failure.
@Command(
    name = "logs",
    description = "Lists a study's logs; with --failed, shows the ends of those of failures.",
    mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "DIR", description = "the study's folder")
  @Nullable Path folder;

  @Option(names = "--failed", description = "only what failed, with the end of each log")
  boolean failed;

  @Option(
      names = "--tail",
      paramLabel = "LINES",
      defaultValue = "20",
      description = "lines of each log's end (default: ${DEFAULT-VALUE})")
  int tail = 20;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    try (StudyFolder study = Studies.read(folder)) {
      if (failed) {
        failures(study);
      } else {
        list(study.root());
      }
    }
    return ExitCode.OK;
  }

  private void failures(StudyFolder study) {
    PrintWriter out = spec.commandLine().getOut();
    Set<String> shown = new LinkedHashSet<>();
    for (StoredFailure stored : study.records().failures()) {
      out.println(
          "%s run %d: %s"
              .formatted(stored.point().label(), stored.repetition(), stored.failure().line()));
      if (!stored.failure().hint().isEmpty()) {
        out.println("  hint: " + stored.failure().hint());
      }
      String log = stored.failure().log();
      if (log.isEmpty()) {
        continue;
      }
      out.println("  log: " + study.root().resolve(log));
      if (shown.add(log)) {
        lastLines(study.root().resolve(log)).forEach(line -> out.println("  | " + line));
      }
    }
    if (study.records().failures().isEmpty()) {
      out.println("nothing failed");
    }
  }

  private void list(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(file -> file.toString().endsWith(".log"))
          .sorted()
          .forEach(file -> spec.commandLine().getOut().println(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private List<String> lastLines(Path log) {
    try {
      if (!Files.exists(log)) {
        return List.of("(no such file)");
      }
      String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
      List<String> lines = text.lines().toList();
      return lines.subList(Math.max(0, lines.size() - tail), lines.size());
    } catch (IOException unreadable) {
      return List.of("(unreadable: %s)".formatted(unreadable.getMessage()));
    }
  }
}
