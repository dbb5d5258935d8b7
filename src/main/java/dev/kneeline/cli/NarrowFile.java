package dev.kneeline.cli;

import dev.kneeline.analysis.Row;
import dev.kneeline.analysis.Show;
import dev.kneeline.metric.Objective;
import dev.kneeline.metric.Slo;
import dev.kneeline.plan.Goal;
import dev.kneeline.store.StudyFolder;
import dev.kneeline.sweep.KeptQuestion;
import dev.kneeline.sweep.Narrowing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// `kneeline init --narrow DIR`: the next sweep file, out of what a study found.
final class NarrowFile {

  private NarrowFile() {}

  /// @param keep `20%` or `0.2`: the share of the measured configurations that counts as the best
  static String of(Path folder, String keep) {
    double share = share(keep);
    try (StudyFolder study = Studies.read(folder)) {
      KeptQuestion question = KeptQuestion.read(study.root());
      Goal goal =
          question
              .goal()
              .orElseThrow(() ->
                  new Refusal(
                      ExitCode.WRONG,
                      "the study does not say what is best, so nothing can be narrowed",
                      "its runs were imported; write a sweep file with `kneeline init`"));
      List<Row> measured =
          StudyRows.of(study).stream()
              .filter(row -> row.average(goal.objective().key()).isPresent())
              .toList();
      if (measured.isEmpty()) {
        throw new Refusal(
            ExitCode.FAILED,
            "nothing of this study has " + goal.objective().key(),
            "measure first: kneeline run");
      }
      int best = Math.max(1, (int) Math.ceil(share * measured.size()));
      List<Row> rows =
          Show.ordered(measured, Optional.of(goal.objective()), goal.slos()).subList(0, best);
      return Narrowing.of(
              Files.readString(study.root().resolve("sweep.yaml")),
              question.name(),
              rows,
              heading(folder, keep, goal, rows, measured.size()))
          .orElseThrow(() -> unreadable(study.root()));
    } catch (IOException missing) {
      throw unreadable(folder);
    }
  }

  private static List<String> heading(
      Path folder, String keep, Goal goal, List<Row> best, int measured) {
    Objective objective = goal.objective();
    String limits =
        goal.slos().isEmpty()
            ? ""
            : " within " + goal.slos().stream().map(Slo::text).collect(Collectors.joining(" and "));
    List<String> lines = new ArrayList<>();
    lines.add(
        "Narrowed to the best %d of %d configurations (--keep %s) by %s%s."
            .formatted(best.size(), measured, keep, objective.text(), limits));
    lines.add("The name stays, so that what is measured already is not measured again.");
    lines.add(
        "From %s; zipped rows, points and rules are as they were."
            .formatted(folder.toAbsolutePath().normalize().getFileName()));
    return lines;
  }

  private static double share(String keep) {
    boolean percent = keep.strip().endsWith("%");
    try {
      double number = Double.parseDouble(keep.strip().replaceFirst("%$", ""));
      double share = percent ? number / 100 : number;
      if (share > 0 && share <= 1) {
        return share;
      }
    } catch (NumberFormatException none) {
      throw wrong(keep);
    }
    throw wrong(keep);
  }

  private static Refusal wrong(String keep) {
    return new Refusal(
        ExitCode.WRONG, "'%s' is no share above 0".formatted(keep), "write --keep 20%");
  }

  private static Refusal unreadable(Path folder) {
    return new Refusal(
        ExitCode.FAILED,
        "%s/sweep.yaml cannot be read".formatted(folder),
        "a study keeps the file it was measured with there");
  }
}
