package dev.kneeline.dialect.vllm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.space.Value;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Names of folders, and the texts of Python that they are made of.
class NamesTest {

  private static Row row(String key, Value value) {
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    values.put(key, value);
    return new Row(values);
  }

  private static String folder(Row serve, Row bench) {
    Pair pair = new Pair(serve, bench);
    return FolderNames.of(List.of(pair)).firstEntry().getValue();
  }

  @Test
  void folders_are_named_as_vllm_names_them() {
    Row serve = row("max_num_seqs", Value.of(32));
    Row bench = row("_benchmark_name", Value.of("small"));
    assertThat(folder(serve, bench)).isEqualTo("SERVE--max_num_seqs=32-BENCH--small");
    assertThat(folder(serve, Row.empty())).isEqualTo("SERVE--max_num_seqs=32");
    assertThat(folder(Row.empty(), bench)).isEqualTo("BENCH--small");
    assertThat(folder(Row.empty(), Row.empty())).isEmpty();
    assertThat(folder(row("model", Value.of("org/m")), row("p", Value.of("../x"))))
        .isEqualTo("SERVE--model=org_m-BENCH--p=___x");
  }

  @Test
  void a_name_that_no_file_system_takes_is_cut_and_told_apart_by_its_hash() {
    Row one = row("name", Value.of("é".repeat(200) + "1"));
    Row other = row("name", Value.of("é".repeat(200) + "2"));
    String first = folder(one, Row.empty());
    assertThat(first.getBytes(StandardCharsets.UTF_8).length).isLessThan(200);
    assertThat(first).doesNotContain("\uFFFD").isNotEqualTo(folder(other, Row.empty()));
  }

  @Test
  void two_rows_never_share_a_folder() {
    Pair slash = new Pair(row("m", Value.of("a/b")), Row.empty());
    Pair low = new Pair(row("m", Value.of("a_b")), Row.empty());
    Pair number = new Pair(row("m", Value.of(2)), Row.empty());
    Pair text = new Pair(row("m", Value.of("2")), Row.empty());
    assertThat(FolderNames.of(List.of(slash, low, number, text)).values())
        .doesNotHaveDuplicates()
        .contains("SERVE--m=2");
  }

  @ParameterizedTest
  @CsvSource({
    "1e-7, 1e-07",
    "0.90, 0.9",
    "1.0, 1.0",
    "0.0001, 0.0001",
    "0.00001, 1e-05",
    "1e16, 1e+16",
    "123456789012345680.0, 1.2345678901234568e+17",
    "1e15, 1000000000000000.0",
    "-2.5, -2.5",
    "0.1, 0.1",
    "100.0, 100.0"
  })
  void numbers_are_written_as_python_writes_them(double number, String text) {
    assertThat(PythonText.number(number)).isEqualTo(text);
  }

  @Test
  void nested_values_are_written_as_python_writes_them() {
    SequencedMap<String, Value> entries = new LinkedHashMap<>();
    entries.put("x", Value.of(1));
    entries.put("it's", Value.of("a'b"));
    entries.put("n", Value.UNSET);
    assertThat(PythonText.of(new Value.Entries(entries)))
        .isEqualTo("{'x': 1, \"it's\": \"a'b\", 'n': None}");
    assertThat(PythonText.of(new Value.Items(List.of(Value.of(true), Value.of("s")))))
        .isEqualTo("[True, 's']");
  }
}
