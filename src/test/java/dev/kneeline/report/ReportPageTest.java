package dev.kneeline.report;

import static dev.kneeline.analysis.StudyMaker.point;
import static dev.kneeline.analysis.StudyMaker.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.analysis.Row;
import dev.kneeline.analysis.SlaAnswer;
import dev.kneeline.analysis.StudyMaker;
import dev.kneeline.metric.Objective;
import dev.kneeline.metric.Slo;
import dev.kneeline.report.Findings.Evidence;
import dev.kneeline.report.Findings.HowMeasured;
import dev.kneeline.space.Point;
import dev.kneeline.study.Failure;
import dev.kneeline.study.FailureKind;
import dev.kneeline.study.TrialState;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportPageTest {

  static final String EVIL = "</script><script>alert('x')</script>\"'<!--";

  @Test
  void the_page_says_question_answer_and_certainty_before_anything_else() {
    String page = ReportPage.of(findings("a study"));

    assertThat(page.indexOf("Asked for: max total_tokens_per_gpu within p99_ttft_ms &lt;= 200"))
        .isPositive()
        .isLessThan(page.indexOf("Best: tensor-parallel-size=8 max-concurrency=128"));
    assertThat(page)
        .contains("Not told apart from it by these runs")
        .contains("A simulated server answered")
        .contains("out of memory at load")
        .contains("<b>12</b> tp * pp &lt;= gpus")
        .contains("The largest load within the SLA")
        .contains("Cost: it uses 8 GPUs; no price of a GPU hour was given")
        .contains("kneeline run a study --rerun ");
  }

  @Test
  void nothing_runs_but_what_the_policy_names_by_its_hash() throws Exception {
    String page = ReportPage.of(findings("a study"));
    String policy = group(page, "Content-Security-Policy\" content=\"([^\"]+)\"");

    assertThat(policy).startsWith("default-src 'none'; ").doesNotContain("unsafe");
    List<String> scripts = all(page, "(?s)<script>(.*?)</script>");
    assertThat(scripts).hasSize(2);
    for (String script : scripts) {
      assertThat(policy).contains(hash(script));
    }
    assertThat(policy).contains("style-src " + hash(group(page, "(?s)<style>(.*?)</style>")));
    assertThat(page)
        .doesNotContain(" style=")
        .doesNotContain(" onclick")
        .doesNotContainPattern("(src|href)=\"");
  }

  @Test
  void texts_of_a_study_stay_text_wherever_they_stand() {
    String page = ReportPage.of(findings(EVIL));

    assertThat(page).doesNotContain("alert('x')</script>\"");
    assertThat(all(page, "(?s)<script>(.*?)</script>")).hasSize(2);
    assertThat(data(page).at("/rows/0/label").asString()).contains(EVIL);
  }

  @Test
  void ids_of_the_pictures_do_not_meet() {
    List<String> ids = all(ReportPage.of(findings("a study")), " id=\"([^\"]+)\"");

    assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(10);
  }

  @Test
  void the_data_has_null_where_nothing_was_measured_and_the_best_first() {
    JsonNode data = data(ReportPage.of(findings("a study")));

    assertThat(data.get("rows").size()).isEqualTo(37);
    assertThat(data.at("/rows/0/id").asString()).isEqualTo(data.get("best").asString());
    assertThat(data.at("/rows/36/m/0").isNull()).isTrue();
    assertThat(data.at("/rows/36/remark").asString()).startsWith("unviable: out of memory");
    assertThat(data.at("/texts/0").asString()).startsWith("serve ");
  }

  @Test
  void a_study_in_which_nothing_was_measured_still_has_a_page() {
    Findings nothing =
        new Findings("empty", List.of(), Optional.of(objective()), List.of(), Evidence.NONE);

    assertThat(ReportPage.of(nothing))
        .contains("Nothing was measured that has total_tokens_per_gpu.")
        .contains("script-src 'none'")
        .doesNotContain("<script");
  }

  @Test
  void two_thousand_configurations_stay_under_three_megabytes() {
    List<Row> rows = twoThousand();
    Map<String, HowMeasured> measured = new HashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      measured.put(
          rows.get(i).point().id(),
          new HowMeasured(
              "vllm serve model --a " + i / 40 + " --b " + " --long-flag".repeat(20),
              "kneeline bench serve --max-concurrency " + i % 8,
              told(i)));
    }
    Evidence evidence = evidence(measured);

    String page =
        ReportPage.of(new Findings("large", rows, Optional.of(objective()), List.of(), evidence));

    assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThan(3_000_000);
  }

  @Test
  void of_a_large_study_the_view_has_the_best_the_frontier_and_others_and_says_so() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 9000; i++) {
      rows.add(
          row(
              point("server.a", i),
              Map.of("output_throughput", (double) i, "interactivity", i == 17 ? 9999.0 : 1.0)));
    }
    Objective objective = Objective.parse("max output_throughput").orThrow();

    PageRows chosen = PageRows.of(rows, Optional.of(objective), List.of());

    assertThat(chosen.rows()).hasSizeBetween(1990, PageRows.MOST);
    assertThat(chosen.rows().subList(0, 1000)).isEqualTo(rows.subList(8000, 9000).reversed());
    assertThat(chosen.rows()).as("on the frontier").contains(rows.get(17));
    assertThat(chosen.rows()).as("others").contains(rows.get(7999));
    assertThat(chosen.note().orElseThrow()).startsWith("The study has 9,000 configurations.");
    assertThat(PageRows.of(rows, Optional.empty(), List.of()).rows())
        .as("without a goal none is better")
        .hasSizeBetween(1990, PageRows.MOST)
        .contains(rows.getFirst(), rows.get(17));
  }

  @Test
  void a_study_without_a_goal_is_answered_for_what_one_usually_asks() {
    Findings imported =
        new Findings(
            "imported", StudyMaker.server(1, false), Optional.empty(), List.of(), Evidence.NONE);

    assertThat(ReportPage.of(imported))
        .contains("No goal was given")
        .contains("For max total_tokens_per_gpu: tensor-parallel-size=")
        .contains("For max interactivity: tensor-parallel-size=8 max-concurrency=1, with ")
        .doesNotContain("For min cost_per_million_tokens");
  }

  static List<Row> twoThousand() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      Point point = point("server.a", i / 40, "server.b", i / 8 % 5, "load.c", i % 8);
      Row like = StudyMaker.server(i, false).get(i % 36);
      rows.add(new Row(point, like.columns(), like.state()));
    }
    return rows;
  }

  static Findings findings(String name) {
    List<Row> rows = new ArrayList<>();
    for (Row row : StudyMaker.server(1, true)) {
      LinkedHashMap<String, dev.kneeline.space.Value> values =
          new LinkedHashMap<>(row.point().values());
      values.put("server.model", dev.kneeline.space.Value.of(name));
      rows.add(new Row(new Point(values), row.columns(), row.state()));
    }
    Point large = point("server.tensor-parallel-size", 16, "load.max-concurrency", 8);
    Failure failure =
        new Failure(FailureKind.OUT_OF_MEMORY_AT_LOAD, name, "lower it", "logs/server.log");
    rows.add(new Row(large, new LinkedHashMap<>(), new TrialState.Unviable(failure)));
    Map<String, HowMeasured> measured = new HashMap<>();
    rows.forEach(row ->
        measured.put(row.point().id(), new HowMeasured("serve " + name, "load " + name, told(3))));
    SequencedMap<String, double[]> series = new LinkedHashMap<>();
    series.put(name, new double[] {1, Double.NaN, 3});
    Evidence evidence =
        new Evidence(
            "name: " + name,
            "kneeline run " + name,
            new LinkedHashMap<>(Map.of("gpu", name)),
            measured,
            Map.of(large.id(), "</pre>" + name),
            new LinkedHashMap<>(Map.of("tp * pp <= gpus", 12L)),
            List.of(new MachineSeries(name, 3, series)),
            List.of(search(name)));
    return new Findings(
        name,
        rows,
        Optional.of(objective()),
        List.of(Slo.parse("p99_ttft_ms <= 200").orThrow()),
        evidence);
  }

  private static SlaAnswer search(String name) {
    return new SlaAnswer(
        name,
        "request-rate",
        "p99_ttft_ms <= 200",
        "FOUND",
        OptionalDouble.of(12),
        OptionalDouble.of(14),
        name,
        List.of());
  }

  private static SequencedMap<String, Double> told(double running) {
    return new LinkedHashMap<>(Map.of("server_running_mean", running, "server_kv_use_max", 0.5));
  }

  private static Evidence evidence(Map<String, HowMeasured> measured) {
    return new Evidence(
        "",
        "",
        new LinkedHashMap<>(),
        measured,
        Map.of(),
        new LinkedHashMap<>(),
        List.of(),
        List.of());
  }

  private static Objective objective() {
    return Objective.parse("max total_tokens_per_gpu").orThrow();
  }

  private static JsonNode data(String page) {
    return JsonMapper.shared().readTree(group(page, "(?s)id=\"data\">(.*?)</script>"));
  }

  private static String hash(String content) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
    return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
  }

  private static String group(String text, String pattern) {
    return all(text, pattern).getFirst();
  }

  private static List<String> all(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    List<String> found = new ArrayList<>();
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }
}
