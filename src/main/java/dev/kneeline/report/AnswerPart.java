package dev.kneeline.report;

import dev.kneeline.analysis.Answer;
import dev.kneeline.analysis.Average;
import dev.kneeline.analysis.Row;
import dev.kneeline.analysis.Simulated;
import dev.kneeline.metric.Objective;
import dev.kneeline.metric.Slo;
import dev.kneeline.study.Run;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// What a page says before anything else: the question, the answer with how sure it is and what it
/// costs, how to run it, and how much was measured.
final class AnswerPart {

  private static final String COST = "cost_per_million_tokens";
  private static final String ENERGY = "tokens_per_joule";

  private final Findings findings;
  private final Html html = new Html();

  private AnswerPart(Findings findings) {
    this.findings = findings;
  }

  static Html of(Findings findings) {
    AnswerPart part = new AnswerPart(findings);
    part.question();
    part.answer();
    part.counts();
    best(findings).ifPresent(part::run);
    return part.html;
  }

  /// The configuration that the answer names.
  static Optional<Row> best(Findings findings) {
    return findings
        .objective()
        .map(objective -> Answer.of(findings.rows(), objective, findings.slos()))
        .flatMap(answer ->
            answer instanceof Answer.Best found ? Optional.of(found.best()) : Optional.empty());
  }

  private void question() {
    String limits =
        findings.slos().isEmpty()
            ? ""
            : " within "
                + findings.slos().stream().map(Slo::text).collect(Collectors.joining(" and "));
    findings
        .objective()
        .ifPresent(
            objective -> html.paragraph("question", "Asked for: " + objective.text() + limits));
    String with =
        findings.evidence().facts().sequencedEntrySet().stream()
            .limit(3)
            .map(Map.Entry::getValue)
            .collect(Collectors.joining(" · "));
    if (!with.isEmpty()) {
      html.paragraph("soft", with);
    }
  }

  private void answer() {
    findings.objective().ifPresentOrElse(this::answer, this::unasked);
    simulated();
  }

  /// A study that was imported has no question; what one would ask of any is answered.
  private void unasked() {
    List<String> sentences = new ArrayList<>();
    for (String usual :
        List.of(
            "max " + ParetoChart.usualY(findings.rows()),
            "max interactivity",
            "min p99_ttft_ms",
            "min " + COST)) {
      Objective objective = Objective.parse(usual).orThrow();
      Answer answer = Answer.of(findings.rows(), objective, findings.slos());
      if (answer instanceof Answer.Best) {
        String first = AnswerText.of(answer, objective, findings.slos()).getFirst();
        sentences.add(first.replaceFirst("^Best: ", "For %s: ".formatted(usual)));
      }
    }
    if (!sentences.isEmpty()) {
      html.markup("<div class=\"answer\">");
      html.paragraph(
          "",
          "No goal was given, such as --objective 'max output_throughput' --slo 'p99_ttft_ms <="
              + " 500'.");
      sentences.forEach(sentence -> html.paragraph("", sentence));
      html.markup("</div>\n");
    }
  }

  private void answer(Objective objective) {
    Answer answer = Answer.of(findings.rows(), objective, findings.slos());
    boolean found = answer instanceof Answer.Best;
    html.markup(found ? "<div class=\"answer\">" : "<div class=\"answer warning\">");
    AnswerText.of(answer, objective, findings.slos()).stream()
        .filter(sentence -> !sentence.equals(AnswerText.SIMULATED)) // which has a box of its own
        .forEach(sentence -> html.paragraph("", sentence));
    if (answer instanceof Answer.Best best) {
      doubts(best.best()).ifPresent(sentence -> html.paragraph("", sentence));
      html.paragraph("", cost(best.best()));
    }
    DriftText.of(findings.rows(), objective.key())
        .forEach(sentence -> html.paragraph("", sentence));
    html.markup("</div>\n");
  }

  /// Said whatever the answer is, and also where there is none.
  private void simulated() {
    if (findings.rows().stream().anyMatch(Row::simulated)) {
      html.paragraph("answer warning", AnswerText.SIMULATED);
      Simulated.ignored(findings.rows())
          .ifPresent(flags -> html.paragraph("soft", "no effect in simulation: " + flags));
    }
  }

  /// What the client says against its own measurement of the best, in its own words.
  private static Optional<String> doubts(Row best) {
    List<Run> doubted = best.counted().stream().filter(run -> !run.verdict().clear()).toList();
    return doubted.stream()
        .flatMap(run -> run.verdict().reasons().stream())
        .findFirst()
        .map(reason ->
            "The client doubts %s: %s."
                .formatted(
                    doubted.size() == best.counted().size()
                        ? doubted.size() == 1 ? "its measurement" : "each of its runs"
                        : "%d of its %d runs".formatted(doubted.size(), best.counted().size()),
                    reason));
  }

  private static String cost(Row best) {
    int gpus = best.counted().stream().mapToInt(run -> run.cost().gpus()).max().orElse(0);
    Optional<Average> money = best.average(COST);
    Optional<Average> energy = best.average(ENERGY);
    List<String> parts = new ArrayList<>();
    if (gpus > 0) {
      parts.add("it uses %d GPU%s".formatted(gpus, gpus == 1 ? "" : "s"));
    }
    money.ifPresent(average ->
        parts.add(
            "a million tokens cost %s at the price of a GPU hour that was given"
                .formatted(NumberText.threeDigits(average.mean()))));
    energy.ifPresent(average ->
        parts.add("a joule gives %s tokens".formatted(NumberText.threeDigits(average.mean()))));
    if (gpus > 0 && money.isEmpty()) {
      parts.add("no price of a GPU hour was given (`gpu-hour-price`), so its cost is not told");
    }
    return parts.isEmpty()
        ? "Cost: no GPU was held, so its tokens have no price here."
        : "Cost: " + String.join("; ", parts) + ".";
  }

  private void run(Row best) {
    Findings.HowMeasured how = findings.evidence().measured().get(best.point().id());
    if (how == null) {
      return;
    }
    Html inside = new Html();
    if (!how.server().isEmpty()) {
      inside.command("Its server:", how.server());
    }
    if (!how.load().isEmpty()) {
      inside.command("The load that was put on it:", how.load());
    }
    if (!findings.evidence().again().isEmpty()) {
      inside.command(
          "To measure it once more, in this study:",
          findings.evidence().again() + " --rerun " + best.point().id());
    }
    html.details("how", "How to run it", inside, true);
  }

  private void counts() {
    List<Row> rows = findings.rows();
    long measured = rows.stream().filter(Row::measured).count();
    long runs = rows.stream().mapToLong(row -> row.counted().size()).sum();
    long invalid = rows.stream().mapToLong(row -> row.runs().size()).sum() - runs;
    long failed = FailureGroups.of(rows).count();
    long failedButMeasured =
        rows.stream().filter(row -> row.measured() && FailureGroups.of(row).isPresent()).count();
    SequencedMap<String, Long> counts = new LinkedHashMap<>();
    counts.put(one(measured, "configuration measured", "configurations measured"), measured);
    counts.put(one(runs, "run behind them", "runs behind them"), runs);
    counts.put(one(invalid, "run left out as invalid", "runs left out as invalid"), invalid);
    counts.put(one(failed, "configuration failed", "configurations failed"), failed);
    counts.put("without a figure", rows.size() - measured - failed + failedButMeasured);
    counts.sequencedEntrySet().removeIf(entry -> entry.getValue() == 0);
    html.counts("facts", counts);
    effort();
  }

  private static String one(long number, String singular, String plural) {
    return number == 1 ? singular : plural;
  }

  private void effort() {
    double seconds = 0;
    double gpuSeconds = 0;
    for (Row row : findings.rows()) {
      for (Run run : row.runs()) {
        double took = run.cost().seconds() + run.cost().serverStartSeconds();
        seconds += took;
        gpuSeconds += took * run.cost().gpus();
      }
    }
    if (seconds > 0) {
      html.paragraph(
          "soft",
          "Measuring took %s, starts of servers included%s."
              .formatted(
                  DurationText.of(seconds),
                  gpuSeconds > 0
                      ? ", and %s GPU hours".formatted(NumberText.threeDigits(gpuSeconds / 3600))
                      : ""));
    }
  }
}
