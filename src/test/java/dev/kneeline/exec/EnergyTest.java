package dev.kneeline.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.metric.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnergyTest {

  private static final Figures TOKENS =
      Figures.of(Map.of("total_input_tokens", 30_000.0, "total_output_tokens", 10_000.0));

  @TempDir Path folder;

  @Test
  void ten_seconds_at_four_hundred_watts_and_forty_thousand_tokens_are_ten_tokens_a_joule()
      throws IOException {
    Path machine = machine(2);
    Figures figures = Energy.with(TOKENS, machine, 2, 22, 10);
    assertThat(figures.value("gpu_energy_j")).hasValue(4000);
    assertThat(figures.value("tokens_per_joule")).hasValue(10);
    assertThat(figures.value("output_tokens_per_joule")).hasValue(2.5);
    // The server holds the first GPU of its lane only.
    assertThat(Energy.with(TOKENS, machine, 1, 22, 10).value("gpu_energy_j")).hasValue(2500);
  }

  @Test
  void the_warm_up_and_lines_without_power_do_not_enter() throws IOException {
    Path machine = machine(2);
    assertThat(Energy.with(TOKENS, machine, 2, 10, 10).value("gpu_energy_j")).hasValue(1000);
    Files.writeString(machine, "22.5,1,,\n", java.nio.file.StandardOpenOption.APPEND);
    assertThat(Energy.with(TOKENS, machine, 2, 22.6, 10).value("gpu_energy_j")).hasValue(4000);
  }

  @Test
  void where_no_tool_tells_the_power_nothing_is_claimed() throws IOException {
    assertThat(Energy.with(TOKENS, folder.resolve("none"), 1, 10, 10)).isEqualTo(TOKENS);
    assertThat(Energy.with(TOKENS, machine(0), 1, 22, 10)).isEqualTo(TOKENS);
    assertThat(Energy.with(TOKENS, machine(2), 3, 22, 10)).isEqualTo(TOKENS);
    assertThat(Energy.with(TOKENS, machine(2), 0, 22, 10)).isEqualTo(TOKENS);
    assertThat(Energy.with(TOKENS, machine(2), 2, 99, 10)).isEqualTo(TOKENS);
  }

  /// Ten seconds of warm-up at 100 W together, then twelve at 400 W.
  private Path machine(int gpus) throws IOException {
    StringBuilder text = new StringBuilder("elapsed_s,host_cpu_percent");
    for (int gpu = 0; gpu < gpus; gpu++) {
      text.append(",gpu%d_power_w".formatted(gpu));
    }
    text.append('\n');
    for (int second = 0; second <= 22; second++) {
      text.append("%d.01,50".formatted(second));
      for (int gpu = 0; gpu < gpus; gpu++) {
        text.append(second <= 10 ? ",50" : gpu == 0 ? ",250" : ",150");
      }
      text.append('\n');
    }
    return Files.writeString(folder.resolve("machine.csv"), text);
  }
}
