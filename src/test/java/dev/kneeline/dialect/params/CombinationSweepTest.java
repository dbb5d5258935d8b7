package dev.kneeline.dialect.params;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import dev.kneeline.sweep.MachineFacts;
import dev.kneeline.sweep.Overrides;
import dev.kneeline.sweep.ReadOutcome;
import dev.kneeline.sweep.SweepReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CombinationSweepTest {

  @TempDir Path folder = Path.of(".");

  @Test
  void a_generated_file_becomes_a_sweep_with_a_point_for_each_combination() throws Exception {
    Path configs = folder.resolve("configs.json");
    CommandLine line = new CommandLine(new ParamsCommand());
    line.setErr(new PrintWriter(new StringWriter()));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    assertThat(line.execute("--max-combinations", "20", "--output", configs.toString())).isZero();
    Path file = folder.resolve("configs.yaml");
    Files.writeString(file, CombinationSweep.text(configs, "sglang", "meta-llama/Llama-3.1-8B"));
    ReadOutcome outcome =
        new SweepReader(folder).read(file, Overrides.none(), MachineFacts.plain(2));
    assertThat(outcome)
        .isInstanceOfSatisfying(
            ReadOutcome.Read.class,
            read -> {
              List<Point> points = read.sweep().space().points().toList();
              assertThat(points).hasSize(20);
              assertThat(points.getFirst().value("server.max-prefill-tokens"))
                  .isEqualTo(Value.of(4096));
              assertThat(points.getFirst().value("server.chunked-prefill-size"))
                  .isEqualTo(Value.UNSET);
            });
  }

  @Test
  void a_file_without_combinations_is_refused() throws Exception {
    Path configs = folder.resolve("configs.json");
    Files.writeString(configs, "[]");
    assertThatThrownBy(() -> CombinationSweep.text(configs, "sglang", "m"))
        .hasMessageContaining("holds no combination");
  }

  @Test
  void only_a_json_list_is_taken_for_combinations() throws Exception {
    assertThat(CombinationSweep.isList(written("a.json", " \n[1]"))).isTrue();
    assertThat(CombinationSweep.isList(written("b.json", "{\"engine\": \"sim\"}"))).isFalse();
    assertThat(CombinationSweep.isList(written("c.yaml", "[1]"))).isFalse();
    assertThat(CombinationSweep.isList(folder.resolve("none.json"))).isFalse();
  }

  private Path written(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
