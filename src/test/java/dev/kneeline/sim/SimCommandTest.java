package dev.kneeline.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void an_unknown_flag_is_refused_as_the_engine_does() {
    assertThat(run("--engine vllm serve m --max-num-seqz 3 --port 0")).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo("vllm serve: error: unrecognized arguments: --max-num-seqz 3\n");
  }

  @Test
  void trtllm_refuses_in_its_own_words() {
    assertThat(run("--engine trtllm m --max_batch_sise 3 --port 0")).isEqualTo(2);
    assertThat(err.toString()).isEqualTo("Error: No such option: --max_batch_sise\n");
  }

  @Test
  void every_problem_of_a_command_line_is_told_at_once() {
    assertThat(run("--engine sglang --tp-size two --speed 0")).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "launch_server.py: error: the following arguments are required: --model-path/--model",
            "launch_server.py: error: argument --tp-size: invalid int value: 'two'",
            "launch_server.py: error: argument --speed: must be above 0");
  }

  @Test
  void a_gpu_that_is_not_known_is_told_with_those_that_are() {
    run("m --gpu h300 --port 0");
    assertThat(err.toString())
        .isEqualTo(
            "kneeline sim: error: argument --gpu: invalid choice: 'h300' (choose from h100, h200,"
                + " b200, gb200, mi300x, mi355x)\n");
  }

  @Test
  void a_taken_port_ends_it_with_the_engines_line() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThat(run("--engine vllm serve m --fixed 1,1 --port " + taken.getLocalPort()))
          .isEqualTo(1);
    }
    assertThat(err.toString()).isEqualTo("OSError: [Errno 98] Address already in use\n");
  }

  @Test
  void weights_that_do_not_fit_end_it_with_the_engines_line_and_exit_code() {
    assertThat(run("--engine vllm serve meta-llama/Llama-3.3-70B-Instruct --gpu h100 --port 0"))
        .isEqualTo(1);
    assertThat(out.toString())
        .contains("torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 131.50 GiB.")
        .contains("RuntimeError: Engine core initialization failed.");
  }

  @Test
  void sglang_ends_with_the_code_of_a_killed_process() {
    assertThat(
            run(
                "--engine sglang --model-path deepseek-ai/DeepSeek-R1-0528 --tp 8 --gpu h200"
                    + " --mem-fraction-static 0.99 --port 0"))
        .isEqualTo(137);
    assertThat(out.toString()).contains("CUDA out of memory").contains("Received sigquit");
  }

  @Test
  void a_fraction_below_the_weights_is_told_as_the_engine_tells_it() {
    run("--engine vllm serve meta-llama/Llama-3.1-8B --gpu-memory-utilization 0.15 --port 0");
    assertThat(out.toString()).contains("ValueError: No available memory for the cache blocks.");
  }

  @Test
  void memory_asked_to_run_out_at_load_does() {
    assertThat(run("--fixed 1,1 --oom-at-load --port 0")).isEqualTo(1);
    assertThat(out.toString()).contains("CUDA out of memory");
  }

  @Test
  void flags_without_effect_are_listed_once_at_the_start() {
    run(
        "--engine vllm serve m --fixed 1,1 --api-server-count 4 --swap-space 8 --oom-at-load --port"
            + " 0");
    assertThat(out.toString())
        .contains("no effect in simulation: --api-server-count, --swap-space\n");
  }

  @Test
  void a_launcher_that_leaves_starts_one_that_serves_and_one_that_idles() {
    List<List<String>> started = new ArrayList<>();
    int code =
        SimCommand.run(
            List.of("--fixed", "1,1", "--fork-and-leave", "--port", "7"),
            new PrintWriter(out),
            new PrintWriter(err),
            new Host(started));
    assertThat(code).isZero();
    assertThat(started)
        .containsExactly(
            List.of("--fixed", "1,1", "--port", "7"),
            List.of("--fixed", "1,1", "--port", "7", "--never-ready", "--port", "0"));
  }

  @Test
  void stand_ins_start_the_simulator_and_leave_other_modules_to_the_real_python(
      @TempDir Path folder) throws Exception {
    String launcher = script(folder.resolve("kneeline"), "launched");
    Path shims = folder.resolve("shims");
    Shims.write(shims, List.of(launcher));
    assertThat(shell(shims, "vllm serve m --max-num-seqs 4"))
        .isEqualTo("launched sim --engine vllm serve m --max-num-seqs 4");
    assertThat(shell(shims, "vllm bench serve --model m"))
        .isEqualTo("launched bench serve --model m");
    assertThat(shell(shims, "python3 -m sglang.launch_server --model-path m"))
        .isEqualTo("launched sim --engine sglang --model-path m");
    assertThat(shell(shims, "dynamo.sglang --tp 4"))
        .isEqualTo("launched sim --engine sglang --tp 4");
    Path real = Files.createDirectory(folder.resolve("real"));
    script(real.resolve("python3"), "real");
    String path = "PATH=%s:%s:/bin:/usr/bin ".formatted(shims, real);
    assertThat(shell(shims, path + "python3 -m json.tool")).isEqualTo("real -m json.tool");
  }

  private static String script(Path file, String word) throws Exception {
    Files.writeString(file, "#!/bin/sh\necho %s \"$@\"\n".formatted(word));
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file.toString();
  }

  private static String shell(Path shims, String command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command);
    builder.environment().put("PATH", shims + ":/bin:/usr/bin");
    builder.redirectErrorStream(true);
    return new String(builder.start().getInputStream().readAllBytes(), UTF_8).strip();
  }

  @Test
  void an_engines_own_file_gives_flags_and_the_command_line_wins() throws Exception {
    List<String> line =
        EngineFileFlags.expand(
            List.of("serve", "m", "--config", "f.yaml", "--config-key=decode", "--tp-size", "4"),
            new Host(new ArrayList<>()));
    assertThat(line)
        .containsExactly(
            "serve",
            "m",
            "--section",
            "decode",
            "--cuda-graph-bs",
            "1",
            "2",
            "--on",
            "--tp-size",
            "4");
  }

  /// Notes what it is asked to start, and knows one file.
  private record Host(List<List<String>> started) implements SimHost {

    @Override
    public void startAgain(List<String> arguments) {
      started.add(arguments);
    }

    @Override
    public Map<String, List<String>> readEngineFile(Path file, String section) {
      SequencedMap<String, List<String>> flags = new LinkedHashMap<>();
      flags.put("section", List.of(section));
      flags.put("cuda-graph-bs", List.of("1", "2"));
      flags.put("on", List.of("true"));
      flags.put("off", List.of("false"));
      flags.put("unset", List.of());
      return flags;
    }
  }

  private int run(String line) {
    return SimCommand.run(List.of(line.split(" ")), new PrintWriter(out), new PrintWriter(err));
  }
}
