package dev.kneeline.dialect.vllm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.engine.CacheReset;
import dev.kneeline.plan.ServerSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerProgramTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vllm serve m                                            | vllm    | 8000",
        "vllm serve m --port 9000                                | vllm    | 9000",
        "vllm serve m --port=9001                                | vllm    | 9001",
        "vllm serve m -p 9002                                    | vllm    | 9002",
        "/opt/venv/bin/vllm serve m                              | vllm    | 8000",
        "HF_HOME=/x vllm serve m                                 | vllm    | 8000",
        "env A=b numactl --cpunodebind 0 vllm serve m --port 7   | vllm    | 7",
        "python3.12 -m vllm.entrypoints.openai.api_server --model m | vllm | 8000",
        "python -m sglang.launch_server --model-path m           | sglang  | 30000",
        "sglang serve --model-path m --port 31000                | sglang  | 31000",
        "docker run --rm --gpus all -p 8123:8000 vllm/vllm-openai:v1 --model m | vllm | 8123",
        "docker run --name vllm -v /c/vllm:/cache img/sglang python3 -m sglang.launch_server"
            + " --port 5 | sglang | 5",
        "docker run --network host --ipc=host rocm/vllm vllm serve m --port 8555 | vllm | 8555",
        "kneeline sim --port 8100                                | sim     | 8100",
        "./serve.sh m                                            | command | 8000",
      })
  void the_engine_and_its_port_are_recognised(String command, String engine, int port) {
    ServerSpec.Start start = SweepMaker.start(new SweepMaker(folder).serve(command).plan());
    assertThat(start.engine().name()).isEqualTo(engine);
    assertThat(start.port()).hasValue(port);
  }

  @Test
  void no_port_and_no_host_are_put_into_a_command() {
    assertThat(new SweepMaker(folder).serve("vllm serve m -x").serverCommands())
        .containsExactly("vllm serve m -x");
  }

  @Test
  void a_port_that_rows_vary_is_each_servers_own() {
    ServerSpec.Start start =
        SweepMaker.start(
            new SweepMaker(folder).serveRows("[{\"port\": 8001}, {\"port\": 8002}]").plan());
    assertThat(start.port()).isEmpty();
  }

  @Test
  void a_container_is_given_the_variables_by_name() {
    assertThat(
            new SweepMaker(folder)
                .serve("docker run --rm -p 8000:8000 vllm/vllm-openai --model m")
                .serveRows("[{\"env.VLLM_X\": 1, \"max_num_seqs\": 4}]")
                .serverCommands())
        .containsExactly(
            "docker run -e VLLM_SERVER_DEV_MODE=1 -e VLLM_X --rm -p 8000:8000 vllm/vllm-openai"
                + " --model m --max-num-seqs 4");
  }

  @Test
  void a_container_that_would_be_let_go_or_lack_its_variables_is_refused() {
    SweepMaker maker = new SweepMaker(folder).serve("docker run -d vllm/vllm-openai --model m");
    assertThat(maker.refusal()).contains("'-d'").contains("leave it out");
    maker.serveRows("[{\"env.VLLM_X\": 1}]").serve("sudo docker run vllm/vllm-openai --model m");
    assertThat(maker.refusal()).contains("sudo").contains("--preserve-env=VLLM_X");
    maker.serve("sudo --preserve-env=VLLM_X docker run vllm/vllm-openai --model m");
    assertThat(maker.serverCommands().getFirst()).contains("-e VLLM_X vllm/vllm-openai");
  }

  @Test
  void flags_of_docker_are_no_flags_of_the_engine() {
    assertThat(
            new SweepMaker(folder)
                .serve("docker run --device /dev/kfd vllm/vllm-openai --model m --device cpu")
                .serveRows("[{\"device\": \"cuda\"}]")
                .serverCommands()
                .getFirst())
        .endsWith("--device /dev/kfd vllm/vllm-openai --model m --device cuda");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"vllm serve m | tee log", "vllm serve 'm", "A=b", "   ", "vllm serve m && echo"})
  void what_only_a_shell_could_do_is_refused(String command) {
    assertThat(new SweepMaker(folder).serve(command).refusal()).contains("--serve-cmd");
  }

  @Test
  void flags_behind_a_shells_text_are_refused_because_they_would_be_lost() {
    SweepMaker maker = new SweepMaker(folder).serve("bash -c 'vllm serve m'");
    assertThat(maker.serverCommands()).containsExactly("bash -c vllm serve m");
    assertThat(maker.serveRows("[{\"max_num_seqs\": 4}]").refusal())
        .contains("no flag put behind it reaches the server");
  }

  @Test
  void a_cleaning_command_takes_the_place_of_the_resets() {
    SweepMaker maker = new SweepMaker(folder);
    maker.options.afterBenchCommand = Optional.of("curl -X POST 'http://x/reset all'");
    assertThat(SweepMaker.start(maker.plan()).engine().resets())
        .containsExactly(
            new CacheReset.Command(List.of("curl", "-X", "POST", "http://x/reset all")));
  }

  @Test
  void a_server_that_is_not_known_is_asked_with_everyones_resets_and_may_lack_them() {
    List<CacheReset> resets =
        SweepMaker.start(new SweepMaker(folder).serve("./serve.sh").plan()).engine().resets();
    assertThat(resets)
        .extracting(reset -> ((CacheReset.Request) reset).path())
        .contains("/reset_prefix_cache", "/flush_cache");
    assertThat(resets).noneMatch(reset -> ((CacheReset.Request) reset).required());
  }
}
