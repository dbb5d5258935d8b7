package dev.kneeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.report.MachineSeries;
import dev.kneeline.space.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the page offers to copy, and what it draws of a machine.
class HowToRunTest {

  @Test
  void a_stored_load_is_the_command_that_puts_it_on_the_same_port() {
    SequencedMap<String, Value> options = new LinkedHashMap<>();
    options.put("num-prompts", Value.of(16));
    options.put("ignore-eos", Value.of(true));
    options.put("disable-stream", Value.of(false));
    options.put("goodput", new Value.Items(List.of(Value.of("ttft:200"), Value.of("tpot:50"))));
    options.put("model", Value.of("it's"));
    SequencedMap<String, Value> load = new LinkedHashMap<>();
    load.put("options", new Value.Entries(options));

    assertThat(LoadText.of(load, "7", "vllm serve m --port 8123 --tp 2"))
        .isEqualTo(
            "kneeline bench serve --port 8123 --num-prompts 16 --ignore-eos --goodput"
                + " ttft:200,tpot:50 --model 'it'\\''s' --seed 7");
    assertThat(LoadText.of(new LinkedHashMap<>(), "7", "")).isEmpty();
  }

  @Test
  void jars_of_one_folder_are_written_as_that_folder() {
    assertThat(
            ClassPathText.shortened("java -cp /k/k.jar:/k/lib/a.jar:/k/lib/b.jar x.Main --port 1"))
        .isEqualTo("java -cp '/k/*:/k/lib/*' x.Main --port 1");
    assertThat(ClassPathText.shortened("vllm serve a:b:c")).isEqualTo("vllm serve a:b:c");
  }

  @Test
  void a_machine_file_gives_series_over_all_gpus_and_leaves_out_what_nobody_saw(
      @TempDir Path folder) throws Exception {
    Path file = folder.resolve("machine.csv");
    Files.writeString(
        file,
        """
        elapsed_s,host_cpu_percent,server_memory_mib,gpu0_power_w,gpu1_power_w,gpu0_utilization_percent,gpu1_utilization_percent
        0.0,5.0,,100,200,10,30
        1.0,6.0,,110,,20,40
        2.0,7.0,,120,
        """);

    MachineSeries series = MachineFile.read(file, "tp=2").orElseThrow();

    assertThat(series.seconds()).as("a torn last line is no line").isEqualTo(1.0);
    assertThat(series.series().keySet())
        .containsExactly("GPU power (W)", "GPU use (%)", "host CPU (%)");
    assertThat(series.series().get("GPU power (W)")).containsExactly(300, 110);
    assertThat(series.series().get("GPU use (%)")).containsExactly(20, 30);
    assertThat(MachineFile.read(folder.resolve("none.csv"), "tp=2")).isEmpty();
  }

  @Test
  void a_long_series_is_thinned_to_its_peaks() {
    double[] values = new double[1200];
    values[777] = 9;
    SequencedMap<String, double[]> all = new LinkedHashMap<>();
    all.put("GPU power (W)", values);

    double[] thin = new MachineSeries("tp=2", 1200, all).series().get("GPU power (W)");

    assertThat(thin).hasSize(120);
    assertThat(thin[77]).isEqualTo(9);
  }
}
