package dev.kneeline.report;

import dev.kneeline.analysis.Row;
import dev.kneeline.study.Failure;
import dev.kneeline.study.Run;
import dev.kneeline.study.TrialState;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/// What failed and what was left out, each with its reason: nothing is dropped silently.
final class ProblemParts {

  private static final Pattern NUMBER = Pattern.compile("[0-9][0-9.,]*");

  private ProblemParts() {}

  static Html failures(Findings findings) {
    Html html = new Html();
    for (FailureGroups.Group group : FailureGroups.of(findings.rows()).groups()) {
      Html inside = new Html();
      group.shown().forEach(row -> failed(inside, row, findings));
      int more = group.rows().size() - group.shown().size();
      if (more > 0) {
        inside.paragraph(
            "soft",
            "and %s more: `kneeline logs --failed DIR` shows them"
                .formatted(NumberText.grouped(more)));
      }
      html.details(
          "failure " + group.kind(),
          "%s × %s: %s"
              .formatted(
                  NumberText.grouped(group.rows().size()),
                  group.kind(),
                  FailureGroups.of(group.rows().getFirst()).orElseThrow().message()),
          inside);
    }
    return html;
  }

  private static void failed(Html html, Row row, Findings findings) {
    Failure failure = FailureGroups.of(row).orElseThrow();
    String label = row.point().label();
    html.paragraph("mono", label.isEmpty() ? "the only configuration" : label);
    html.paragraph("error", failure.message());
    if (!failure.hint().isEmpty()) {
      html.paragraph("", "Hint: " + failure.hint());
    }
    Optional.ofNullable(findings.evidence().logTails().get(row.point().id()))
        .ifPresent(tail ->
            html.details("log " + row.point().id(), "the end of its log", new Html().pre(tail)));
    if (!failure.log().isEmpty()) {
      html.paragraph("soft", "log: " + failure.log());
    }
  }

  static Html leftOut(Findings findings) {
    SequencedMap<String, Long> reasons = new LinkedHashMap<>(findings.evidence().leftOut());
    Map<String, String> examples = new HashMap<>();
    for (Row row : findings.rows()) {
      notRun(row).ifPresent(reason -> reasons.merge(reason, 1L, Long::sum));
      row.runs().stream()
          .filter(run -> !run.counts())
          .map(ProblemParts::invalid)
          .map(why -> examples.computeIfAbsent(NUMBER.matcher(why).replaceAll("#"), _ -> why))
          .forEach(reason -> reasons.merge(reason, 1L, Long::sum));
    }
    return new Html().counts("", reasons);
  }

  /// Of runs whose reasons differ in their numbers alone, the first speaks for all.
  private static String invalid(Run run) {
    List<String> reasons = run.verdict().reasons();
    return "measured, and called invalid by the client itself"
        + (reasons.isEmpty() ? "" : ": " + reasons.getFirst());
  }

  private static Optional<String> notRun(Row row) {
    return switch (row.state()) {
      case TrialState.Pruned(String reason) -> Optional.of("not run: " + reason);
      case TrialState.Unviable(Failure reason) ->
          Optional.of("cannot run: " + reason.kind().label());
      case TrialState.Failed _ -> Optional.empty();
      case TrialState.Waiting _ -> Optional.of("not measured yet");
      case TrialState.Running _ -> Optional.empty();
      case TrialState.Completed _ -> Optional.empty();
    };
  }
}
