package dev.kneeline.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.space.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineFactsTest {

  @TempDir Path folder;

  @Test
  void nvidia_smi_names_the_gpus_and_reports_every_second() throws Exception {
    Path tool =
        tool(
            """
            case "$*" in
              *memory.total*) echo '0, NVIDIA H100 80GB HBM3, 81559'; echo '1, NVIDIA H100 80GB HBM3, 81559';;
              *--loop=1*) while :; do echo '0, 1024, 37, 310.5, 1980'; echo '1, 2048, 0, [N/A], 345'; sleep 0.1; done;;
            esac
            """);
    try (Processes processes = new Processes();
        Gpus gpus = Gpus.nvidia(tool.toString())) {
      assertThat(gpus.all())
          .containsExactly(
              new Gpus.Gpu(0, "NVIDIA H100 80GB HBM3", 81_559),
              new Gpus.Gpu(1, "NVIDIA H100 80GB HBM3", 81_559));
      gpus.meter(processes);
      assertThat(Patience.until(() -> gpus.now(1).isPresent(), Duration.ofSeconds(5))).isTrue();
      assertThat(gpus.now(0).orElseThrow().powerWatts()).hasValue(310.5);
      assertThat(gpus.now(1).orElseThrow().powerWatts()).isEmpty();
      assertThat(gpus.memoryInUse(List.of(0, 1))).hasValue(3072);
      assertThat(gpus.memoryInUse(List.of(0, 7))).isEmpty();
    }
    Workshop.requireNothingLives(folder);
  }

  @Test
  void a_tool_that_fails_means_no_gpus() throws Exception {
    Path tool = tool("echo 'NVIDIA-SMI has failed'; exit 9");

    assertThat(Gpus.nvidia(tool.toString()).all()).isEmpty();
  }

  @Test
  void rocm_smis_report_is_read_by_the_words_in_its_fields() {
    RocmReport report =
        RocmReport.of(
            """
            {"card0": {"Card series": "AMD Instinct MI300X", "VRAM Total Memory (B)": "206141652992",
              "VRAM Total Used Memory (B)": "1073741824", "GPU use (%)": "12",
              "Average Graphics Package Power (W)": "145.0", "sclk clock speed:": "(132Mhz)"},
             "system": {"Driver version": "6.8"}}
            """);

    assertThat(report.gpus()).containsExactly(new Gpus.Gpu(0, "AMD Instinct MI300X", 196_592));
    Gpus.Reading reading = report.readings().get(0);
    assertThat(reading).isNotNull();
    assertThat(reading.memoryMib()).hasValue(1024);
    assertThat(reading.utilizationPercent()).hasValue(12);
    assertThat(reading.powerWatts()).hasValue(145);
    assertThat(reading.clockMhz()).hasValue(132);
  }

  @Test
  void a_sampler_writes_lines_as_long_as_its_header() throws Exception {
    Path file = folder.resolve("machine.csv");
    try (Sampler sampler = new Sampler(table -> List.of(), Lane.whole(List.of(0)), Gpus.none());
        Sampler.Recording _ = sampler.into(file)) {
      assertThat(Patience.until(() -> lines(file).size() >= 3, Duration.ofSeconds(10))).isTrue();
    }
    List<String> lines = lines(file);
    assertThat(lines.getFirst())
        .startsWith("elapsed_s,host_cpu_percent")
        .endsWith("gpu0_memory_mib,gpu0_utilization_percent,gpu0_power_w,gpu0_clock_mhz");
    assertThat(lines).allSatisfy(line -> assertThat(line.split(",", -1)).hasSize(12));
    String[] last = lines.getLast().split(",", -1);
    assertThat(Double.parseDouble(last[3])).as("host memory in MiB").isPositive();
    assertThat(Double.parseDouble(last[7])).as("our own memory in MiB").isPositive();
  }

  @Test
  void a_run_that_is_over_before_the_second_is_has_its_line_too() throws Exception {
    Path file = folder.resolve("machine.csv");
    try (Sampler sampler = new Sampler(table -> List.of(), Lane.whole(List.of()), Gpus.none())) {
      sampler.into(folder.resolve("other.csv"));
      assertThat(
              Patience.until(
                  () -> lines(folder.resolve("other.csv")).size() == 2, Duration.ofSeconds(5)))
          .isTrue();
      sampler.into(file).close();
    }
    assertThat(lines(file)).hasSize(2);
  }

  @Test
  void the_host_is_known_without_asking_anyone_else() {
    HostMachine machine = HostMachine.look();

    assertThat(machine.cpus()).isPositive();
    assertThat(machine.facts()).containsKeys("processor", "cpus", "system", "java", "gpus");
  }

  @Test
  void provenance_keeps_what_decides_the_engine_and_hides_secrets() {
    assertThat(
            Provenance.environment(
                Map.of(
                    "HF_TOKEN", "hf_0123456789",
                    "VLLM_USE_V1", "1",
                    "CUDA_VISIBLE_DEVICES", "0",
                    "HOME", "/home/someone")))
        .containsExactly(
            Map.entry("CUDA_VISIBLE_DEVICES", Value.of("0")),
            Map.entry("HF_TOKEN", Value.of("(hidden)")),
            Map.entry("VLLM_USE_V1", Value.of("1")));
  }

  @Test
  void a_sweep_file_outside_of_any_repository_has_no_commit() {
    assertThat(Provenance.repository(folder.resolve("sweep.yaml"))).isEmpty();
  }

  private List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException notYet) {
      return List.of();
    }
  }

  private Path tool(String script) throws IOException {
    Path file = Files.writeString(folder.resolve("tool"), "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }
}
