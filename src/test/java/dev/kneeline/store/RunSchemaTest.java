package dev.kneeline.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.kneeline.metric.Figure;
import dev.kneeline.metric.Figures;
import dev.kneeline.metric.Window;
import dev.kneeline.plan.LoadSpec;
import dev.kneeline.plan.PlannedRun;
import dev.kneeline.plan.ProcessCommand;
import dev.kneeline.plan.ResultSource;
import dev.kneeline.plan.Template;
import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import dev.kneeline.study.Run;
import dev.kneeline.study.Verdict;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunSchemaTest {

  private static final Path SCHEMA = Path.of("schema/run.schema.json");
  private static final Path PAGE = Path.of("docs/reference/study-folder.md");

  @TempDir Path temporary;

  @Test
  void every_run_that_is_written_meets_the_schema_and_reads_back_whole() throws IOException {
    try (StudyFolder study = StudyFolder.open(temporary.resolve("s"), OpenMode.CONTROL)) {
      for (RunRecord record : List.of(Given.record(1), rich())) {
        for (LoadSpec load : List.of(Given.planned(point(), 1).load(), external())) {
          PlannedRun planned = new PlannedRun(point(), 1, 43, load, "0123456789abcdef");
          RunAttempt attempt = study.beginRun(planned, "");
          Given.write(attempt, "samples");
          Run run = attempt.commit(record);
          String json = Files.readString(attempt.folder().resolve("run.json"));
          assertThat(problems(json)).as(json).isEmpty();
          assertThat(RunReader.read(json.getBytes(UTF_8), attempt.relative()).run()).isEqualTo(run);
        }
      }
    }
  }

  @Test
  void figures_keep_their_order_their_gaps_and_their_doubts() {
    Fields run = Fields.of(written(rich()));
    assertThat(run.object("figures").entries().keySet())
        .containsExactly("output_throughput", "p99_ttft_ms", "mean_itl_ms", "request_rate");
    assertThat(Json.compact(run.value("figures")))
        .isEqualTo(
            "{\"output_throughput\":512.25,\"p99_ttft_ms\":81.5,\"mean_itl_ms\":null,\"request_rate\":\"Infinity\"}");
    assertThat(Json.compact(run.value("unreliable"))).isEqualTo("[\"p99_ttft_ms\"]");
  }

  @Test
  void the_schema_refuses_a_run_with_a_missing_or_an_unknown_key() {
    Fields missing = copy(written(rich()));
    missing.entries().remove("fingerprint");
    assertThat(problems(Json.pretty(missing.value()))).isNotEmpty();
    Fields unknown = copy(written(rich())).put("figurse", 1);
    assertThat(problems(Json.pretty(unknown.value()))).isNotEmpty();
  }

  @Test
  void a_run_cut_short_anywhere_is_damaged_and_never_half_read() {
    byte[] json = Json.pretty(written(rich())).strip().getBytes(UTF_8);
    for (int length = 0; length < json.length; length++) {
      byte[] cut = Arrays.copyOf(json, length);
      assertThatThrownBy(() -> RunReader.read(cut, "f"))
          .as("the first %d bytes", length)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(RunReader.read(json, "f").run().figures()).isEqualTo(rich().figures());
  }

  @Test
  void the_page_names_every_key_and_its_example_is_a_run() throws IOException {
    String page = Files.readString(PAGE);
    Matcher example =
        Pattern.compile("```json\n(\\{\n  \"format\": 1,\n.*?)```", Pattern.DOTALL).matcher(page);
    assertThat(example.find()).isTrue();
    assertThat(problems(example.group(1))).isEmpty();
    assertThat(RunReader.read(example.group(1).getBytes(UTF_8), "f").run().repetition())
        .isEqualTo(1);
    for (String key : Fields.of(written(rich())).entries().keySet()) {
      assertThat(page).as("the page tells what '%s' is", key).contains("| `" + key + "` |");
    }
  }

  private static Value written(RunRecord record) {
    RunFiles.Place place =
        new RunFiles.Place(Given.planned(point(), 1), "runs/x/rep-1/attempt-1", 1, "");
    return RunFiles.run(
        place, record, Optional.empty(), java.time.Instant.EPOCH, Redaction.byName());
  }

  private static Fields copy(Value value) {
    Fields copy = new Fields();
    copy.entries().putAll(Fields.of(value).entries());
    return copy;
  }

  private static Point point() {
    return Given.point(
        "server.gpu-memory-utilization",
        new Value.Real(new BigDecimal("0.90"), "0.90"),
        "server.port",
        new Value.Whole(64, "0x40"),
        "load.max-concurrency",
        8);
  }

  private static RunRecord rich() {
    SequencedMap<String, Figure> figures = new LinkedHashMap<>();
    figures.put("output_throughput", Figure.of(512.25));
    figures.put("p99_ttft_ms", Figure.of(81.5, false));
    figures.put("mean_itl_ms", Figure.absent());
    figures.put("request_rate", Figure.of(Double.POSITIVE_INFINITY));
    return new RunRecord(
            new Figures(figures),
            new Verdict("SUSPECT", List.of("the client was busy")),
            new Origin(true, "vllm", "", List.of("attention-backend")),
            new Run.Cost(12.5, 3.25, 0),
            "",
            Optional.empty(),
            new LinkedHashMap<>(),
            List.of("a note"))
        .withWindow(new Window(0, 12_000_000_000L))
        .withFacts(Map.of("client_cpu", Value.of(0.5)));
  }

  private static LoadSpec external() {
    return new LoadSpec.External(
        new ProcessCommand(
            "benchmark",
            List.of(Template.parse("bench"), Template.parse("{result_file}")),
            Map.of("LANG", Template.literal("C"))),
        new ResultSource(
            Template.parse("{result_file}"), ResultSource.Format.GENAI_BENCH, Map.of()));
  }

  private static List<Error> problems(String json) {
    try {
      Schema schema =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
              .getSchema(Files.readString(SCHEMA), InputFormat.JSON);
      return schema.validate(json, InputFormat.JSON);
    } catch (IOException missing) {
      throw new java.io.UncheckedIOException(missing);
    }
  }
}
