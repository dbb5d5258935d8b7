package dev.kneeline.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.engine.Engine;
import dev.kneeline.engine.FlagStyle;
import dev.kneeline.space.Value;
import dev.kneeline.study.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EngineReaderTest {

  private static final Map<String, Engine> ENGINES =
      new EngineReader(List.of()).catalogue().byName();

  @TempDir private Path folder;

  @Test
  void every_engine_that_comes_along_can_be_read() {
    assertThat(ENGINES.keySet()).containsExactlyInAnyOrderElementsOf(EngineReader.BUILT_IN);
    assertThat(ENGINES.values()).filteredOn(each -> each.launch().simulated()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vllm|OUT_OF_MEMORY_AT_LOAD|torch.OutOfMemoryError: CUDA out of memory. Tried to allocate"
            + " 2.00 GiB. GPU 0 has a total capacity",
        "vllm|OUT_OF_MEMORY_AT_LOAD|ValueError: No available memory for the cache blocks. Try"
            + " increasing `gpu_memory_utilization`",
        "vllm|OUT_OF_MEMORY_AT_LOAD|ValueError: Free memory on device (3.2/79.2 GiB) on startup is"
            + " less than desired GPU memory utilization (0.9, 71.3 GiB)",
        "vllm|OUT_OF_MEMORY_AT_LOAD|The model's max seq len (131072) is larger than the maximum"
            + " number of tokens that can be stored in KV cache (5408).",
        "vllm|PORT_IN_USE|OSError: [Errno 98] Address already in use",
        "vllm|BAD_FLAG|vllm: error: unrecognized arguments: --enable-expert-parallel True",
        "vllm|BAD_MODEL|OSError: no/such is not a local folder and is not a valid model identifier"
            + " listed on 'https://huggingface.co/models'",
        "vllm|COMMUNICATION|torch.distributed.DistBackendError: NCCL error in:"
            + " ProcessGroupNCCL.cpp:2047, unhandled cuda error",
        "vllm|RESOURCES|World size (8) is larger than the number of available GPUs (2) in this"
            + " node.",
        "vllm|UNSUPPORTED|Total number of attention heads (28) must be divisible by tensor parallel"
            + " size (8).",
        "sglang|OUT_OF_MEMORY_AT_LOAD|RuntimeError: Not enough memory. Please try to increase"
            + " --mem-fraction-static.",
        "sglang|OUT_OF_MEMORY_AT_LOAD|torch.OutOfMemoryError: CUDA out of memory.",
        "sglang|BAD_FLAG|launch_server.py: error: unrecognized arguments: --no-disable-radix-cache",
        "sglang|PORT_IN_USE|ERROR:    [Errno 98] error while attempting to bind on address"
            + " ('127.0.0.1', 30000): address already in use",
        "trtllm|BAD_FLAG|Error: No such option: --max_batchsize",
        "llamacpp|UNSUPPORTED|llama_init_from_model: quantized V cache was requested, but this"
            + " requires Flash Attention",
        "llamacpp|UNSUPPORTED|llama_init_from_model: V cache quantization requires flash_attn",
        "llamacpp|BAD_FLAG|error: invalid argument: --paralel",
        "llamacpp|BAD_MODEL|main: error: failed to load model 'nothing.gguf'",
        "llamacpp|PORT_IN_USE|main: couldn't bind HTTP server socket, hostname: 127.0.0.1, port:"
            + " 8080",
        "sim|OUT_OF_MEMORY_AT_LOAD|torch.OutOfMemoryError: CUDA out of memory. Tried to allocate"
            + " 1.00 GiB",
        "command|PORT_IN_USE|listen tcp 127.0.0.1:8000: bind: address already in use",
      })
  void a_line_of_a_log_tells_what_failed(String engine, FailureKind kind, String line) {
    assertThat(
            ENGINES.get(engine).diagnose(List.of("loading weights ...", line, "bye")).orElseThrow())
        .satisfies(match -> {
          assertThat(match.pattern().kind()).isEqualTo(kind);
          assertThat(match.pattern().hint()).isNotBlank();
          assertThat(match.line()).isEqualTo(line);
        });
  }

  @Test
  void lines_of_a_healthy_log_tell_nothing() {
    List<String> log =
        List.of(
            "INFO 08-20 12:00:00 [core.py:58] Initializing a V1 LLM engine (v0.11) with config",
            "INFO:     Application startup complete.",
            "INFO:     127.0.0.1:52000 - \"POST /v1/completions HTTP/1.1\" 200 OK",
            "main: server is listening on http://127.0.0.1:8080 - starting the main loop",
            "The server is fired up and ready to roll!");
    ENGINES.values().forEach(engine -> assertThat(engine.diagnose(log)).isEmpty());
  }

  @Test
  void flags_follow_the_engine() {
    SequencedMap<String, Value> parameters = new LinkedHashMap<>();
    parameters.put("model", Value.of("m"));
    parameters.put("tp", Value.of(2));
    parameters.put("enable-x", Value.of(false));
    assertThat(words("vllm", parameters))
        .containsExactly("--tensor-parallel-size", "2", "--no-enable-x");
    assertThat(words("sglang", parameters)).containsExactly("--model-path", "m", "--tp-size", "2");
    assertThat(words("trtllm", parameters)).containsExactly("--tp_size", "2");
    assertThat(words("llamacpp", Map.of("flash-attn", Value.of(false))))
        .containsExactly("--flash-attn", "false");
  }

  @Test
  void gpus_are_counted_by_the_engines_rule() {
    Map<String, Value> layout = Map.of("tp-size", Value.of(8), "dp-size", Value.of(8));
    assertThat(gpus("sglang", layout)).isEqualTo(64);
    Map<String, Value> attention = new LinkedHashMap<>(layout);
    attention.put("enable-dp-attention", Value.of(true));
    assertThat(gpus("sglang", attention)).isEqualTo(8);
    assertThat(gpus("vllm", Map.of("tensor-parallel-size", Value.of(4), "pp", Value.of(2))))
        .isEqualTo(8);
    assertThat(gpus("llamacpp", Map.of())).isZero();
  }

  @Test
  void a_file_of_the_users_stands_before_one_that_comes_along() throws IOException {
    Files.writeString(folder.resolve("vllm.yaml"), "summary: mine\nport: 9000\n");
    Files.writeString(folder.resolve("own.yaml"), "summary: own\ncommand: [serve]\n");
    EngineReader reader = new EngineReader(List.of(folder));
    Problems problems = new Problems();
    assertThat(reader.find("vllm", problems).orElseThrow().launch().defaultPort()).isEqualTo(9000);
    assertThat(reader.find("own", problems)).isPresent();
    assertThat(reader.names()).contains("own", "vllm", "sglang");
    assertThat(problems.all()).isEmpty();
  }

  @Test
  void a_broken_file_of_the_users_is_told_with_its_places() throws IOException {
    Path file = folder.resolve("own.yaml");
    Files.writeString(
        file,
        """
        summary: own
        comand: [serve]
        booleans: maybe
        failures:
          - {pattern: '(', kind: bad-flag}
          - {pattern: 'x', kind: bad-luck}
        """);
    Problems problems = new Problems();
    assertThat(new EngineReader(List.of(folder)).find("own", problems)).isEmpty();
    assertThat(Problems.render(problems.all()).replace(folder + "/", ""))
        .contains("unknown key 'comand' (own.yaml:2:1)")
        .contains("'booleans' does not know 'maybe' (own.yaml:3:11)")
        .contains("not a regular expression: Unclosed group (own.yaml:5:15)")
        .contains("'failures[].kind' does not know 'bad-luck' (own.yaml:6:26)");
  }

  @Test
  void a_name_is_no_path() {
    assertThat(new EngineReader(List.of(folder)).find("../vllm", new Problems())).isEmpty();
  }

  private static List<String> words(String engine, Map<String, Value> parameters) {
    FlagStyle style = ENGINES.get(engine).flags();
    return style.words(parameters);
  }

  private static int gpus(String engine, Map<String, Value> parameters) {
    return ENGINES.get(engine).gpus().count(name -> parameters.getOrDefault(name, Value.UNSET));
  }
}
