package dev.kneeline.report;

import dev.kneeline.analysis.Answer;
import dev.kneeline.analysis.Effects;
import dev.kneeline.analysis.Row;
import dev.kneeline.analysis.Simulated;
import dev.kneeline.analysis.Table;
import dev.kneeline.metric.Objective;
import dev.kneeline.metric.Slo;
import dev.kneeline.study.Failure;
import dev.kneeline.study.Run;
import dev.kneeline.study.TrialState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// One self-contained HTML file that answers a study's question to whoever opens it: no network, no
/// server, no script but ours and d3, both pinned by their hashes.
public final class ReportPage {

  /// Curves beyond this are a thicket, which the exploring view thins out better.
  private static final int MOST_CURVES = 60;

  private final Findings findings;
  private final StringBuilder body = new StringBuilder();
  private int figures;

  private ReportPage(Findings findings) {
    this.findings = findings;
  }

  /// The page.
  public static String of(Findings findings) {
    return new ReportPage(findings).page();
  }

  private String page() {
    Optional<String> data = PageData.of(findings);
    heading();
    answer();
    data.ifPresent(_ -> explorer());
    curves();
    effects();
    failures();
    excluded();
    provenance();
    footer();
    List<String> scripts =
        data.isPresent() ? List.of(PageParts.d3(), PageParts.script()) : List.of();
    return PageParts.frame(findings.name(), body.toString(), data, scripts);
  }

  private void heading() {
    body.append("<h1>").append(escape(findings.name())).append("</h1>\n");
    String limits =
        findings.slos().isEmpty()
            ? ""
            : " within "
                + findings.slos().stream().map(Slo::text).collect(Collectors.joining(" and "));
    findings
        .objective()
        .ifPresent(objective -> paragraph("question", "Asked for: " + objective.text() + limits));
  }

  private void answer() {
    findings
        .objective()
        .ifPresent(objective -> {
          Answer answer = Answer.of(findings.rows(), objective, findings.slos());
          body.append(
              answer instanceof Answer.Best
                  ? "<div class=\"answer\">"
                  : "<div class=\"answer warning\">");
          AnswerText.of(answer, objective, findings.slos())
              .forEach(sentence -> paragraph("", sentence));
          body.append("</div>\n");
        });
    simulated();
    facts();
  }

  /// Said whatever the answer is, and also where there is none.
  private void simulated() {
    if (findings.rows().stream().anyMatch(Row::simulated)) {
      paragraph("answer warning", AnswerText.SIMULATED);
      Simulated.ignored(findings.rows())
          .ifPresent(flags -> paragraph("soft", "no effect in simulation: " + flags));
    }
  }

  private void facts() {
    long measured = findings.rows().stream().filter(Row::measured).count();
    long runs = findings.rows().stream().mapToLong(row -> row.counted().size()).sum();
    long invalid = findings.rows().stream().mapToLong(row -> row.runs().size()).sum() - runs;
    long failed = findings.rows().stream().filter(row -> failure(row).isPresent()).count();
    long left = findings.rows().size() - measured - failed;
    body.append("<ul class=\"facts\">");
    fact(measured, "configurations measured");
    fact(runs, "runs behind them");
    factIf(invalid, "runs left out as invalid");
    factIf(failed, "configurations failed");
    factIf(left, "not measured");
    body.append("</ul>\n");
  }

  private void factIf(long number, String words) {
    if (number > 0) {
      fact(number, words);
    }
  }

  private void fact(long number, String words) {
    body.append("<li><b>").append(NumberText.grouped(number)).append("</b> ");
    body.append(escape(words)).append("</li>");
  }

  private void explorer() {
    section("Explore");
    body.append(PageParts.explorer());
  }

  private void curves() {
    Optional<String> x = PlotChart.usualX(findings.rows());
    if (x.isEmpty() || PlotChart.curves(findings.rows(), x.get()) > MOST_CURVES) {
      return;
    }
    List<String> keys = new ArrayList<>();
    findings.objective().map(Objective::key).ifPresent(keys::add);
    findings.slos().forEach(slo -> keys.add(slo.key()));
    keys.addAll(List.of("output_throughput", "p99_ttft_ms"));
    List<Chart> charts = new ArrayList<>();
    for (String key : keys.stream().distinct().limit(3).toList()) {
      PlotChart.of(findings.name(), findings.rows(), PlotSpec.of(x.get(), key))
          .ifPresent(charts::add);
    }
    if (!charts.isEmpty()) {
      section("Curves");
      charts.forEach(this::figure);
    }
  }

  private void figure(Chart chart) {
    figures++;
    body.append("<figure>").append(Svg.inside(chart, "f" + figures + "-")).append("</figure>\n");
  }

  private void effects() {
    if (findings.objective().isEmpty()) {
      return;
    }
    Objective objective = findings.objective().get();
    Effects effects = Effects.on(objective, findings.rows());
    if (!effects.main().isEmpty()) {
      section("What matters");
      table(EffectsTable.of(effects, objective));
    }
  }

  private void table(Table table) {
    body.append("<div class=\"scroll\"><table><thead><tr>");
    table
        .columns()
        .forEach(column ->
            body.append("<th scope=\"col\">").append(escape(column.label())).append("</th>"));
    body.append("</tr></thead><tbody>");
    for (List<Table.Cell> row : table.rows()) {
      body.append("<tr>");
      for (Table.Cell cell : row) {
        body.append(CellText.numeric(cell) ? "<td class=\"number\">" : "<td>");
        body.append(escape(CellText.of(cell))).append("</td>");
      }
      body.append("</tr>");
    }
    body.append("</tbody></table></div>\n");
    table.notes().forEach(note -> paragraph("soft", note));
  }

  private void failures() {
    Map<String, List<Row>> byKind = new LinkedHashMap<>();
    for (Row row : findings.rows()) {
      failure(row)
          .ifPresent(failure ->
              byKind.computeIfAbsent(failure.kind().label(), _ -> new ArrayList<>()).add(row));
    }
    if (byKind.isEmpty()) {
      return;
    }
    section("What failed");
    byKind.forEach((kind, rows) -> {
      body.append("<details><summary><b>%d</b> %s</summary>".formatted(rows.size(), escape(kind)));
      rows.forEach(this::failed);
      body.append("</details>\n");
    });
  }

  private void failed(Row row) {
    Failure failure = failure(row).orElseThrow();
    paragraph("mono", row.point().label());
    paragraph("error", failure.message());
    if (!failure.hint().isEmpty()) {
      paragraph("soft", "hint: " + failure.hint());
    }
    Optional.ofNullable(findings.evidence().logTails().get(row.point().id())).ifPresent(this::text);
    if (!failure.log().isEmpty()) {
      paragraph("soft", "log: " + failure.log());
    }
  }

  private static Optional<Failure> failure(Row row) {
    return switch (row.state()) {
      case TrialState.Failed(Failure failure, List<Run> runs) -> Optional.of(failure);
      case TrialState.Unviable(Failure reason) -> Optional.of(reason);
      case TrialState.Waiting waiting -> Optional.empty();
      case TrialState.Running running -> Optional.empty();
      case TrialState.Completed completed -> Optional.empty();
      case TrialState.Pruned pruned -> Optional.empty();
    };
  }

  private void excluded() {
    Map<String, Long> reasons = new LinkedHashMap<>(findings.evidence().excluded());
    for (Row row : findings.rows()) {
      leftOut(row).ifPresent(reason -> reasons.merge(reason, 1L, Long::sum));
    }
    if (reasons.isEmpty()) {
      return;
    }
    section("What was left out, and why");
    body.append("<ul>");
    reasons.forEach((reason, count) ->
        body.append("<li><b>")
            .append(NumberText.grouped(count))
            .append("</b> ")
            .append(escape(reason))
            .append("</li>"));
    body.append("</ul>\n");
  }

  private static Optional<String> leftOut(Row row) {
    return switch (row.state()) {
      case TrialState.Pruned(String reason) -> Optional.of("not run: " + reason);
      case TrialState.Unviable(Failure reason) ->
          Optional.of("cannot run: " + reason.kind().label());
      case TrialState.Failed failed -> Optional.empty();
      case TrialState.Waiting waiting -> Optional.empty();
      case TrialState.Running running -> Optional.empty();
      case TrialState.Completed completed -> Optional.empty();
    };
  }

  private void provenance() {
    Findings.Evidence evidence = findings.evidence();
    if (!evidence.facts().isEmpty()) {
      section("Measured with");
      body.append("<div class=\"scroll\"><table><tbody>");
      evidence
          .facts()
          .forEach((name, value) ->
              body.append("<tr><th scope=\"row\">")
                  .append(escape(name))
                  .append("</th><td class=\"words\">")
                  .append(escape(value))
                  .append("</td></tr>"));
      body.append("</tbody></table></div>\n");
    }
    if (!evidence.sweepFile().isEmpty()) {
      section("The sweep file");
      text(evidence.sweepFile());
    }
  }

  private void footer() {
    body.append("<footer>");
    paragraph(
        "",
        "Figures are means over runs; ± is half of the mean's 95 % interval (Student's t). "
            + "Latencies are of completed requests, percentiles as numpy has them.");
    body.append("<details><summary>Licence of d3, which draws the exploring view</summary>");
    text(PageParts.d3Licence());
    body.append("</details></footer>\n");
  }

  private void section(String title) {
    body.append("<h2>").append(escape(title)).append("</h2>\n");
  }

  private void paragraph(String style, String text) {
    body.append(style.isEmpty() ? "<p>" : "<p class=\"%s\">".formatted(style));
    body.append(escape(text)).append("</p>\n");
  }

  private void text(String text) {
    body.append("<pre>").append(escape(text)).append("</pre>\n");
  }

  private static String escape(String text) {
    return Markup.escape(text);
  }
}
