package dev.kneeline.cli;

import dev.kneeline.analysis.Row;
import dev.kneeline.store.StudyFolder;
import dev.kneeline.sweep.Problem;
import dev.kneeline.sweep.Problems;
import dev.kneeline.sweep.RowFilter;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which configurations of a study a verb looks at.
final class RowOptions {

  private static final String WHERE = "--where";

  @Option(
      names = WHERE,
      paramLabel = "EXPRESSION",
      description =
          "only configurations for which it is true, such as 'max_num_seqs >= 64 && p99_ttft_ms <"
              + " 200'; may be repeated")
  List<String> where = new ArrayList<>();

  @Mixin PriceOption price = new PriceOption();

  /// The study's configurations; what is left out is counted for the user.
  ///
  /// @throws Refusal for an expression that is none, after telling every problem
  List<Row> rows(StudyFolder study, PrintWriter talk) {
    List<Row> all = StudyRows.of(study, price);
    if (where.isEmpty()) {
      return all;
    }
    return switch (RowFilter.filter(all, WHERE, where)) {
      case RowFilter.Outcome.Good(RowFilter.Filtered filtered) -> {
        leftOut(all.size(), filtered, talk);
        yield filtered.rows();
      }
      case RowFilter.Outcome.Bad(List<Problem> problems) -> {
        problems.forEach(problem -> talk.println(Problems.render(problem)));
        throw new Refusal(ExitCode.WRONG, "", "");
      }
    };
  }

  private static void leftOut(int all, RowFilter.Filtered filtered, PrintWriter talk) {
    int out = filtered.untrue() + filtered.unknown();
    if (out > 0) {
      String unknown =
          filtered.unknown() == 0
              ? ""
              : ", of %d it is not known: they lack a value that it reads"
                  .formatted(filtered.unknown());
      talk.println(
          "%s left out %d of %d configurations: for %d it is false%s"
              .formatted(WHERE, out, all, filtered.untrue(), unknown));
    }
  }
}
