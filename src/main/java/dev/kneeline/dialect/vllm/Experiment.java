package dev.kneeline.dialect.vllm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One experiment's folder: vLLM's files, and the study they are written from in `.kneeline`.
///
/// @param resumed whether it was there before
public record Experiment(Path folder, boolean resumed) {

  /// The study's folder below an experiment's.
  public static final String STUDY = ".kneeline";

  private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss");

  /// @throws SweepRefusal where a new one is there already, or one to go on with is not
  public static Experiment of(ExperimentOptions options, LocalDateTime now) {
    Optional<String> resumedName = options.resume.filter(name -> !name.isEmpty());
    if (resumedName.isPresent()
        && options.experimentName.isPresent()
        && !resumedName.equals(options.experimentName)) {
      throw SweepRefusal.wrong("--resume and --experiment-name name two experiments", "");
    }
    if (options.resume.isPresent() && resumedName.or(() -> options.experimentName).isEmpty()) {
      throw SweepRefusal.wrong(
          "--resume: which experiment?",
          "give its name: " + String.join(", ", names(options.outputDirectory)));
    }
    String name = resumedName.or(() -> options.experimentName).orElseGet(() -> NAME.format(now));
    Experiment experiment =
        new Experiment(options.outputDirectory.resolve(name), options.resume.isPresent());
    experiment.check(options.outputDirectory);
    return experiment;
  }

  Path study() {
    return folder.resolve(STUDY);
  }

  String name() {
    return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
  }

  private void check(Path parent) {
    if (!resumed && !isEmpty(folder)) {
      throw SweepRefusal.wrong(
          "%s is there already".formatted(folder),
          "add --resume to go on with it, or give another --experiment-name");
    }
    if (resumed && !Files.isDirectory(folder)) {
      throw SweepRefusal.wrong(
          "there is no %s to go on with".formatted(folder),
          "experiments of %s: %s".formatted(parent, String.join(", ", names(parent))));
    }
    if (resumed && !Files.isDirectory(study()) && !isEmpty(folder)) {
      throw SweepRefusal.wrong(
          "%s was not made by this program: nothing in it tells what its runs were made with"
              .formatted(folder),
          "give another --experiment-name; `bench sweep plot` reads both");
    }
  }

  private static boolean isEmpty(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.findAny().isEmpty();
    } catch (IOException absent) {
      return !Files.exists(folder);
    }
  }

  private static List<String> names(Path parent) {
    try (Stream<Path> children = Files.list(parent)) {
      List<String> names =
          children
              .filter(child -> Files.isDirectory(child.resolve(STUDY)))
              .map(child -> String.valueOf(child.getFileName()))
              .sorted()
              .toList();
      return names.isEmpty() ? List.of("(none)") : names;
    } catch (IOException absent) {
      return List.of("(none)");
    }
  }
}
