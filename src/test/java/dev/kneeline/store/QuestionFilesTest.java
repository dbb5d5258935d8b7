package dev.kneeline.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.engine.Engine;
import dev.kneeline.plan.Conduct;
import dev.kneeline.plan.LoadSpec;
import dev.kneeline.plan.PlannedRun;
import dev.kneeline.plan.Questions;
import dev.kneeline.plan.Subject;
import dev.kneeline.plan.Sweep;
import dev.kneeline.plan.Template;
import dev.kneeline.space.Value;
import dev.kneeline.study.Failure;
import dev.kneeline.study.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuestionFilesTest {

  private static final String TOKEN = "hf_AbCdEfGh12345";
  private static final String KEY = "sk-very-secret-key";

  private static final String SOURCE =
      """
      name: toy   # max-num-batched-tokens counts
      server:
        command: serve --api-key %s --port 8000
        params: {max-num-batched-tokens: 8192}
        env:
          HF_TOKEN: %s
          DB_PASSWORD: unknown-elsewhere
      """
          .formatted(KEY, TOKEN);

  @TempDir Path temporary;

  @Test
  void no_file_of_a_study_holds_a_secret() throws IOException {
    try (StudyFolder study = StudyFolder.open(temporary.resolve("s"), OpenMode.CONTROL)) {
      study.keepQuestion(SOURCE, sweep());
      SequencedMap<String, Value> facts = new LinkedHashMap<>();
      facts.put("command", Value.of("kneeline run --set env.HF_TOKEN=" + TOKEN));
      facts.put("api_key", Value.of("short"));
      study.keepProvenance(facts);
      ServerAttempt server = study.beginServer(Given.node(Given.concurrency(1)));
      server.keep("command.txt", "HF_TOKEN=%s serve --api-key %s --port 1".formatted(TOKEN, KEY));
      server.keep("effective.json", facts);
      server.fail(Failure.of(FailureKind.SERVER_EXITED, "bad token " + TOKEN), List.of(planned()));
      study.prune(Given.concurrency(2), "f", "as " + KEY);
      RunAttempt failed = study.beginRun(planned(), server.relative());
      failed.fail(Failure.of(FailureKind.LOAD_FAILED, "refused " + TOKEN));
      RunAttempt attempt = study.beginRun(planned(), server.relative());
      Given.write(attempt, "x");
      attempt.commit(Given.record(1).withFacts(facts).withNotes(List.of("used " + KEY)));
    }
    for (Path file : files()) {
      assertThat(Files.readString(file))
          .as("%s", file)
          .doesNotContain(TOKEN, KEY, "unknown-elsewhere", "\"short\"");
    }
  }

  @Test
  void a_sweep_file_keeps_everything_but_its_secrets() throws IOException {
    try (StudyFolder study = StudyFolder.open(temporary.resolve("s"), OpenMode.CONTROL)) {
      study.keepQuestion(SOURCE, sweep());
      assertThat(study.root().resolve("sweep.yaml"))
          .hasContent(
              """
              name: toy   # max-num-batched-tokens counts
              server:
                command: serve --api-key (hidden) --port 8000
                params: {max-num-batched-tokens: 8192}
                env:
                  HF_TOKEN: (hidden)
                  DB_PASSWORD: (hidden)
              """);
      Fields resolved =
          Fields.of(Json.read(Files.readAllBytes(study.root().resolve("sweep.json"))));
      assertThat(resolved.object("goal").text("objective")).isEqualTo("max output_throughput");
      assertThat(resolved.items("dimensions")).hasSize(1);
    }
  }

  @Test
  void an_authorization_header_is_hidden_however_it_is_written() {
    Redaction redaction = Redaction.byName();
    assertThat(redaction.text("curl -H 'Authorization: Bearer abc.def' http://h/"))
        .isEqualTo("curl -H 'Authorization: (hidden)' http://h/");
    assertThat(redaction.text("{\"x-api-key\": \"abc\"}")).doesNotContain("abc");
    assertThat(redaction.text("authorization=abc")).isEqualTo("authorization=(hidden)");
  }

  @Test
  void a_changed_sweep_file_moves_the_last_one_to_the_history() throws IOException {
    try (StudyFolder study = StudyFolder.open(temporary.resolve("s"), OpenMode.CONTROL)) {
      study.keepQuestion("name: a\n", sweep());
      study.keepQuestion("name: a\n", sweep());
      assertThat(study.root().resolve("history")).doesNotExist();
      study.keepQuestion("name: b\n", sweep());
      try (Stream<Path> history = Files.list(study.root().resolve("history"))) {
        assertThat(history).singleElement().satisfies(old -> assertThat(old).hasContent("name: a"));
      }
    }
  }

  @Test
  void each_session_adds_its_provenance() throws IOException {
    try (StudyFolder study = StudyFolder.open(temporary.resolve("s"), OpenMode.CONTROL)) {
      for (String version : List.of("1", "2")) {
        SequencedMap<String, Value> facts = new LinkedHashMap<>();
        facts.put("kneeline", Value.of(version));
        study.keepProvenance(facts);
      }
      Fields file =
          Fields.of(Json.read(Files.readAllBytes(study.root().resolve("provenance.json"))));
      assertThat(file.items("sessions"))
          .extracting(session -> Fields.of(session).text("kneeline"))
          .containsExactly("1", "2");
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(temporary)) {
      List<Path> found = files.filter(Files::isRegularFile).toList();
      assertThat(found).hasSizeGreaterThan(10);
      return found;
    }
  }

  /// Its load carries the key too.
  private static PlannedRun planned() {
    SequencedMap<String, Value> options = new LinkedHashMap<>();
    options.put("api-key", Value.of(KEY));
    options.put("header", Value.of("Authorization: Bearer " + TOKEN));
    return new PlannedRun(Given.concurrency(1), 1, 43, new LoadSpec.Generated(options), "f");
  }

  private static Sweep sweep() {
    Sweep plain = Questions.repeated(1, Conduct.Order.BLOCKED);
    Engine engine = Questions.engine();
    return new Sweep(
        plain.name(),
        new Subject.Started(
            engine,
            Stream.of("serve", "--api-key", KEY).map(Template::parse).toList(),
            Map.of(),
            Map.of("HF_TOKEN", Template.literal(TOKEN)),
            engine.readiness(),
            java.util.OptionalInt.empty()),
        plain.measurement(),
        plain.space(),
        plain.search(),
        plain.goal(),
        plain.conduct(),
        plain.placement());
  }
}
