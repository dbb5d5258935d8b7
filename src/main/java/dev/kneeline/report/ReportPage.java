package dev.kneeline.report;

import dev.kneeline.analysis.Effects;
import dev.kneeline.analysis.SlaAnswer;
import dev.kneeline.metric.Objective;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One self-contained HTML file that answers a study's question to whoever opens it: no network, no
/// server, no script but ours and d3, both pinned by their hashes.
///
/// The same page can be served while the study grows: see [#live(Findings, LiveState)].
public final class ReportPage {

  /// Curves beyond this are a thicket, which the exploring view thins out better.
  private static final int MOST_CURVES = 60;

  /// Nobody looks at more pictures of searches than this; the table has them all.
  private static final int MOST_SEARCHES = 4;

  private ReportPage() {}

  /// The page as a file.
  public static String of(Findings findings) {
    Optional<String> data = PageData.of(findings);
    return PageParts.frame(findings.name(), parts(findings, "", data), data, PageParts.Use.FILE);
  }

  /// The page of a study that grows.
  ///
  /// @param whole the page as it is first served
  /// @param now its parts and its data alone, for a page that is open already
  public record Live(String whole, String now) {}

  /// The page as it is served at one moment.
  public static Live live(Findings findings, LiveState state) {
    Optional<String> data = PageData.of(findings);
    String parts = parts(findings, state.html(), data);
    String json = data.orElse(PageData.NOTHING);
    return new Live(
        PageParts.frame(findings.name(), parts, Optional.of(json), PageParts.Use.LIVE),
        PageParts.now(parts, json));
  }

  private static String parts(Findings findings, String live, Optional<String> data) {
    Html page = new Html();
    page.element("h1", "", findings.name()).markup(live);
    page.section("answer", "", AnswerPart.of(findings));
    page.section("searches", "The largest load within the SLA", searches(findings));
    page.markup(PageParts.explorer(data.isPresent()));
    page.section("curves", "Curves", curves(findings));
    page.section("effects", "What matters", effects(findings));
    page.section("failures", "What failed", ProblemParts.failures(findings));
    page.section("left-out", "What was left out, and why", ProblemParts.leftOut(findings));
    page.section(
        "machines", "What the machines did", MachinePart.of(findings.evidence().machines()));
    page.section("provenance", "Measured with", provenance(findings));
    page.section("sweep-file", "The sweep file", sweepFile(findings));
    return page.markup(PageParts.footer()).toString();
  }

  private static Html searches(Findings findings) {
    Html html = new Html();
    List<SlaAnswer> answers = findings.evidence().searches();
    if (answers.isEmpty()) {
      return html;
    }
    SlaTable.sentence(answers).ifPresent(sentence -> html.paragraph("answer", sentence));
    html.table(SlaTable.of(answers));
    SlaTable.why(answers).forEach(why -> html.paragraph("soft", why));
    int figures = 0;
    for (SlaAnswer answer : answers.subList(0, Math.min(MOST_SEARCHES, answers.size()))) {
      Optional<Chart> chart = SlaChart.of(findings.name(), answer);
      if (chart.isPresent()) {
        html.markup("<figure tabindex=\"0\">")
            .markup(Svg.inside(chart.get(), "s" + ++figures + "-"))
            .markup("</figure>\n");
      }
    }
    return html;
  }

  private static Html curves(Findings findings) {
    Html html = new Html();
    Optional<String> x = PlotChart.usualX(findings.rows());
    if (x.isEmpty() || PlotChart.curves(findings.rows(), x.get()) > MOST_CURVES) {
      return html;
    }
    List<String> keys = new ArrayList<>();
    findings.objective().map(Objective::key).ifPresent(keys::add);
    findings.slos().forEach(slo -> keys.add(slo.key()));
    keys.addAll(List.of("output_throughput", "p99_ttft_ms"));
    int figures = 0;
    for (String key : keys.stream().distinct().limit(4).toList()) {
      Optional<Chart> chart =
          PlotChart.of(findings.name(), findings.rows(), PlotSpec.of(x.get(), key));
      if (chart.isPresent()) {
        html.markup("<figure tabindex=\"0\">")
            .markup(Svg.inside(chart.get(), "f" + ++figures + "-"))
            .markup("</figure>\n");
      }
    }
    return html;
  }

  private static Html effects(Findings findings) {
    Html html = new Html();
    findings
        .objective()
        .ifPresent(objective -> {
          Effects effects = Effects.on(objective, findings.rows());
          if (!effects.main().isEmpty()) {
            html.table(EffectsTable.of(effects, objective));
          }
        });
    return html;
  }

  private static Html provenance(Findings findings) {
    Html html = new Html();
    return findings.evidence().facts().isEmpty() ? html : html.pairs(findings.evidence().facts());
  }

  private static Html sweepFile(Findings findings) {
    Html html = new Html();
    String text = findings.evidence().sweepFile();
    return text.isEmpty() ? html : html.pre(text);
  }
}
