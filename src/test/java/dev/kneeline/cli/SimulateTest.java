package dev.kneeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.study.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `--simulate`: a sweep of a real engine, tried out without it.
class SimulateTest {

  private static final String VLLM =
      """
      name: tiny
      engine: vllm
      server:
        params: {model: meta-llama/Llama-2-7b-chat-hf, attention-backend: FLASHINFER}
        env: {KNEELINE_SIM: "--fixed 3,1"}
      sweep: {server.tensor-parallel-size: [8]}
      load: {random-input-len: 8, random-output-len: 4, num-prompts: 4}
      objective: max output_throughput
      """;

  @TempDir Path folder;

  @Test
  void a_sweep_of_vllm_runs_on_a_machine_that_has_neither_vllm_nor_gpus() throws Exception {
    Sandbox sandbox = new Sandbox(folder).withFile(VLLM);
    Cli.Result result = sandbox.run("--simulate");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).contains("a simulated server answered");
    assertThat(result.out()).contains("no effect in simulation: --attention-backend");
    assertThat(sandbox.runs()).hasSize(1).allMatch(Run::simulated);
    assertThat(sandbox.runs().getFirst().cost().gpus()).isEqualTo(8);
    assertThat(sandbox.ask("show", "--format", "csv").out().lines().findFirst().orElseThrow())
        .endsWith(",simulated");
    assertThat(sandbox.ask("show", "--format", "md").out()).contains("a simulated server answered");
    assertThat(sandbox.ask("show", "--format", "json").out())
        .contains("\"simulated\" : true")
        .contains(
            "\"no_effect_in_simulation\" : [ \"attention-backend\", \"tensor-parallel-size\" ]");
    String study = sandbox.study().toString();
    assertThat(Cli.call("compare", study, study).out()).contains("a simulated server answered");
    assertThat(Cli.call("compare", study, study, "--format", "csv").out()).contains(",simulated");
    assertThat(Files.readString(sandbox.study().resolve("report.html")))
        .contains("A simulated server answered")
        .contains("no effect in simulation: --attention-backend, --tensor-parallel-size");
  }

  @Test
  void sglang_and_trtllm_have_stand_ins_under_the_names_of_their_programs() throws Exception {
    for (String engine : List.of("sglang", "trtllm")) {
      Sandbox sandbox =
          new Sandbox(Files.createDirectory(folder.resolve(engine)))
              .withFile(
                  VLLM.replace("engine: vllm", "engine: " + engine)
                      .replace(", attention-backend: FLASHINFER", "")
                      .replace("server.tensor-parallel-size: [8]", "server.tp: [2]"));
      Cli.Result result = sandbox.run("--simulate");
      assertThat(result.code()).as(result.err()).isZero();
      assertThat(sandbox.runs()).hasSize(1).allMatch(Run::simulated);
      assertThat(sandbox.runs().getFirst().cost().gpus()).isEqualTo(2);
    }
  }

  @Test
  void a_server_that_is_not_simulated_fails_and_measures_nothing() throws Exception {
    Sandbox sandbox =
        new Sandbox(folder)
            .withFile(
                VLLM.replace("engine: vllm", "engine: command")
                    .replace(
                        "  params: {model: meta-llama/Llama-2-7b-chat-hf, attention-backend:"
                            + " FLASHINFER}\n",
                        "  command: \"%s --port {port}\"\n".formatted(String.join(" ", honest())))
                    .replace("server.tensor-parallel-size: [8]", "load.max-concurrency: [1]"));
    Cli.Result result = sandbox.run("--simulate");
    assertThat(result.code()).isEqualTo(ExitCode.FAILED);
    assertThat(result.err()).contains("does not say that it is simulated");
    assertThat(sandbox.runs()).isEmpty();
  }

  /// A server of another kind: its health is well and it knows nothing else.
  private static List<String> honest() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        OtherServer.class.getName());
  }

  @Test
  void what_was_simulated_never_answers_for_the_real_engine() throws Exception {
    Sandbox sandbox = new Sandbox(folder).withFile(VLLM);
    assertThat(sandbox.run("--simulate").code()).isZero();
    assertThat(sandbox.plan("--simulate").out()).contains("measured already");
    assertThat(sandbox.plan().out()).doesNotContain("measured already");
  }

  @Test
  void a_benchmark_command_finds_the_stand_ins_too() throws Exception {
    Sandbox sandbox =
        new Sandbox(folder)
            .withFile(
                """
                name: tiny
                benchmark:
                  command: [sh, -c, "command -v vllm > {log_dir}/which; echo '{\\"output_throughput\\": 1}' > {result_file}"]
                sweep: {load.max-concurrency: [1]}
                objective: max output_throughput
                """);
    Cli.Result result = sandbox.run("--simulate");
    assertThat(result.code()).as(result.err()).isZero();
    Run run = sandbox.runs().getFirst();
    assertThat(run.simulated()).isTrue();
    assertThat(Files.readString(sandbox.study().resolve(run.folder()).resolve("which")))
        .contains("simulated-engines");
  }

  @Test
  void an_engine_without_a_stand_in_is_refused() throws Exception {
    Sandbox sandbox =
        new Sandbox(folder).withFile(VLLM.replace("engine: vllm", "engine: llamacpp"));
    Cli.Result result = sandbox.run("--simulate");
    assertThat(result.code()).isEqualTo(ExitCode.WRONG);
    assertThat(result.err()).contains("nothing stands in for the engine 'llamacpp'");
  }
}
