package dev.kneeline.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SweepSchemaTest {

  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(SweepSchema.json());

  static Stream<String> files() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("examples"))) {
      return files
          .map(Path::toString)
          .filter(name -> name.endsWith(".yaml"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void every_example_is_valid(String file) throws IOException {
    assertThat(errors(Files.readString(Path.of(file)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"llamacpp-embedded", "llamacpp", "vllm", "sglang", "trtllm", "sim", "command"})
  void every_first_file_is_valid(String engine) {
    assertThat(errors(InitFile.forEngine(engine).orElseThrow())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "enigne: sim",
        "server: {comand: x}",
        "server: {ready: {pth: /}}",
        "server: {port: eighty}",
        "repeat: 0",
        "order: sideways",
        "sweep: {server.a: []}",
        "search: {method: gird}",
        "load: {num-prompts: many}",
        "load: {num-promts: 3}",
        "params: {server.a: {when: x}}",
        "benchmark: {result: {format: vllm}}",
        "lanes: [[a]]",
        "budget: {trials: 0}",
        "executor: cloud"
      })
  void a_bad_file_is_not(String text) {
    assertThat(errors(text)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"load\": {\"num-prompts\": {\"n\": null}}}",
        "{\"load\": {\"num-prompts\": \"{n}\"}}",
        "{\"server\": {\"params\": {\"seed\": {\"s\": null}}, \"command\": [{\"x\": null}]}}"
      })
  void a_placeholder_may_stand_where_a_number_is_expected(String json) {
    assertThat(SCHEMA.validate(json, InputFormat.JSON)).isEmpty();
  }

  @Test
  void an_editor_is_told_what_each_key_is_for() {
    assertThat(SweepSchema.json())
        .contains("\"The engine's preset:")
        .contains("\"max-concurrency\"")
        .contains("https://json-schema.org/draft/2020-12/schema");
  }

  private static List<?> errors(String yaml) {
    Node node = new YamlReader(new Problems()).read(Source.of("x", yaml)).orElseThrow();
    return SCHEMA.validate(node.value().json(), InputFormat.JSON);
  }
}
