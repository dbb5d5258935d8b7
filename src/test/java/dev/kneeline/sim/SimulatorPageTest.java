package dev.kneeline.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.sim.model.Gpu;
import dev.kneeline.sim.model.Gpus;
import dev.kneeline.sim.model.ModelShape;
import dev.kneeline.sim.model.ModelShapes;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The page on the simulator says what the code does.
class SimulatorPageTest {

  private static final Path PAGE = Path.of("docs", "reference", "simulator.md");
  private static final String FLAGS = "\n## Flags\n";

  @Test
  void its_table_of_gpus_has_the_numbers_in_use() throws IOException {
    String page = Files.readString(PAGE);
    for (Gpu gpu : Gpus.all()) {
      assertThat(page)
          .contains(
              "| `%s` | %s | %s | %s | %s | %s | %s | %d |"
                  .formatted(
                      gpu.name(),
                      plain(gpu.memoryBytes() / (1 << 30)),
                      plain(gpu.bandwidth() / 1e12),
                      plain(gpu.peak().bf16() / 1e12),
                      plain(gpu.peak().fp8() / 1e12),
                      gpu.peak().fp4() == 0 ? "-" : plain(gpu.peak().fp4() / 1e12),
                      plain(gpu.link() / 1e9),
                      gpu.domain()));
    }
  }

  @Test
  void its_table_of_models_has_the_numbers_in_use() throws IOException {
    String page = Files.readString(PAGE);
    for (ModelShape model : ModelShapes.all()) {
      assertThat(page)
          .contains(
              "| `%s` | %se9 | %se9 | %d | %d | %d | %s | %d |"
                  .formatted(
                      model.name(),
                      plain(model.parameters().total() / 1e9),
                      plain(model.parameters().active() / 1e9),
                      model.layers(),
                      model.hidden(),
                      model.attention().numbers(),
                      model.precision().name().toLowerCase(Locale.ROOT),
                      model.contextLength()));
    }
  }

  @Test
  void its_list_of_flags_is_the_one_in_use() throws IOException {
    String page = Files.readString(PAGE);
    String before = page.substring(0, page.indexOf(FLAGS));
    if (Boolean.getBoolean("kneeline.regenerate")) {
      Files.writeString(PAGE, before + flags());
    }
    assertThat(Files.readString(PAGE))
        .as("run the test with -Dkneeline.regenerate=true to write the list anew")
        .isEqualTo(before + flags());
  }

  private static String flags() {
    return FLAGS
        + """

        Flags without effect are accepted, listed when the server starts, and named in `/get_server_info` and
        `/server_info` under `no_effect_in_simulation`. A study keeps them with each run (`run.json`), and `show`, `report`
        and `compare` repeat them beside the word *simulated*. Before a metronome (`--fixed`) the flags of the model of time
        are among them.

        A value outside an engine's own choices is refused as the engine does, with exit code 2: `argument --schedule-policy:
        invalid choice: 'x' (choose from ...)`. The choices are those of any release up to the summer of 2026. Where they
        grow with plug-ins, or guides use values that no release lists (`--quantization`, SGLang's `--kv-cache-dtype`),
        every value is taken.

        """
        + list("vLLM, modelled", VllmFlags.TABLE, Flag.Effect.MODELLED)
        + list("vLLM, without effect", VllmFlags.TABLE, Flag.Effect.NONE)
        + list("SGLang, modelled", SglangFlags.TABLE, Flag.Effect.MODELLED)
        + list("SGLang, without effect", SglangFlags.TABLE, Flag.Effect.NONE)
        + list("TensorRT-LLM, modelled", TrtllmFlags.TABLE, Flag.Effect.MODELLED)
        + list("TensorRT-LLM, without effect", TrtllmFlags.TABLE, Flag.Effect.NONE);
  }

  private static String list(String title, String table, Flag.Effect effect) {
    String names =
        new FlagTable(table)
            .all()
            .filter(flag -> flag.effect() == effect)
            .map(flag -> "`--" + flag.name() + "`")
            .collect(Collectors.joining(", "));
    return "- **%s**: %s\n".formatted(title, names);
  }

  private static String plain(double number) {
    return new BigDecimal("%.2f".formatted(number)).stripTrailingZeros().toPlainString();
  }
}
