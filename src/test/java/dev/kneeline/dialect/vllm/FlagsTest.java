package dev.kneeline.dialect.vllm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.plan.ServerSpec;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a row makes of a command: one normalised value in place of every spelling and form.
class FlagsTest {

  @TempDir Path folder;

  private SweepMaker maker() {
    return new SweepMaker(folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "max_num_seqs: 32             |                                          | --max-num-seqs"
            + " 32",
        "max-num-seqs: 32             |                                          | --max-num-seqs"
            + " 32",
        "max_num_seqs: 32             | --max-num-seqs 64 -x                     | -x"
            + " --max-num-seqs 32",
        "max_num_seqs: 32             | --max_num_seqs 64                        | --max-num-seqs"
            + " 32",
        "max_num_seqs: 32             | --max-num-seqs=64                        | --max-num-seqs"
            + " 32",
        "max_num_seqs: 32             | --max-num-seqs 64 --max-num-seqs 128     | --max-num-seqs"
            + " 32",
        "max_num_seqs: 32             | --max-num-seqs                           | --max-num-seqs"
            + " 32",
        "x: null                      |                                          | ``",
        "x: null                      | --x 4 --y 5                              | --y 5",
        "sizes: [1, 2, 4]             | --sizes 8 16                             | --sizes 1 2 4",
        "sizes: [1, 2, 4]             |                                          | --sizes 1 2 4",
        "sizes: 4                     | --sizes 8 16 --y                         | --y --sizes 4",
        "enable_x: true               | --no-enable-x                            | --enable-x",
        "enable_x: false              | --enable-x                               | --no-enable-x",
        "enable_x: false              | --no-enable-x                            | --no-enable-x",
        "enable_x: true               | --enable-x true                          | --enable-x",
        "enable_x: true               | --no_enable_x --enable_x=false           | --enable-x",
        "no_enable_x: false           |                                          | --enable-x",
        "no_enable_x: true            | --enable-x                               | --no-enable-x",
        "cc.x_y: true                 | --cc.x_y=false                           | --cc.x_y=true",
        "my_cfg.x-y.z_w: 3            |                                          | --my-cfg.x-y.z_w"
            + " 3",
        "my_cfg.x_y: 3                | --my_cfg.x_y 9                           | --my-cfg.x_y 3",
        "cfg: {a: true, b: null}      |                                          | --cfg"
            + " {\"a\":true,\"b\":null}",
        "cfg: {a: 1}                  | --cfg.b 2 --cfg {} --z                   | --z --cfg"
            + " {\"a\":1}",
        "tp: 2                        | -tp 4                                    |"
            + " --tensor-parallel-size 2",
        "tensor_parallel_size: 2      | -tp=4 --tensor-parallel-size 8           |"
            + " --tensor-parallel-size 2",
        "q: fp8                       | -q awq                                   | --quantization"
            + " fp8",
        "temperature: 1e-7            |                                          | --temperature"
            + " 1e-7",
        "share: 0.90                  |                                          | --share 0.90",
        "name: a b                    |                                          | --name a b",
        "_benchmark_name: small       | --x 1                                    | --x 1",
      })
  void a_row_replaces_every_form_of_its_flag(String row, String tail, String expected) {
    String base = "vllm serve m " + (tail == null ? "" : tail);
    List<String> commands = maker().serve(base).serveRows("- {" + row + "}").serverCommands();
    assertThat(commands).containsExactly(("vllm serve m " + expected).strip());
  }

  @Test
  void a_row_without_the_parameter_keeps_what_the_command_says() {
    List<String> commands =
        maker()
            .serve("vllm serve m --max-num-seqs=64 --enable-x --sizes 8 16")
            .serveRows(
                """
                [{}, {"max_num_seqs": 32}, {"max_num_seqs": null, "sizes": [1]}, {"enable_x": false}]
                """)
            .serverCommands();
    assertThat(commands)
        .containsExactly(
            "vllm serve m --max-num-seqs 64 --sizes 8 16 --enable-x",
            "vllm serve m --max-num-seqs 32 --sizes 8 16 --enable-x",
            "vllm serve m --sizes 1 --enable-x",
            "vllm serve m --max-num-seqs 64 --sizes 8 16 --no-enable-x");
  }

  @Test
  void the_model_by_position_varies_too() {
    assertThat(
            maker()
                .serve("vllm serve small --port 8001")
                .serveRows("[{\"model\": \"org/large\"}, {\"max_num_seqs\": 4}]")
                .serverCommands())
        .containsExactly(
            "vllm serve org/large --port 8001", "vllm serve small --port 8001 --max-num-seqs 4");
  }

  @Test
  void sglang_switches_are_bare_or_absent() {
    assertThat(
            maker()
                .serve("python3 -m sglang.launch_server --model-path m --enable-y --tp 4")
                .serveRows(
                    "[{\"enable_x\": true, \"enable_y\": false}, {\"enable_x\": false, \"tp\": 2}]")
                .serverCommands())
        .containsExactly(
            "python3 -m sglang.launch_server --model-path m --enable-x --tp-size 4",
            "python3 -m sglang.launch_server --model-path m --enable-y --tp-size 2");
  }

  @Test
  void variables_vary_and_the_ones_in_front_of_the_command_stay() {
    ServerSpec.Start first =
        SweepMaker.start(
            maker()
                .serve("HF_HUB_OFFLINE=1 VLLM_X=a vllm serve m")
                .serveRows("[{\"env.VLLM_X\": \"b\"}, {\"env.VLLM_X\": null}, {}]")
                .plan());
    assertThat(first.processes().getFirst().show())
        .isEqualTo("VLLM_SERVER_DEV_MODE=1 HF_HUB_OFFLINE=1 VLLM_X=b vllm serve m");
    List<String> all =
        maker()
            .serve("VLLM_X=a vllm serve m")
            .serveRows("[{\"env.VLLM_X\": null}, {}]")
            .plan()
            .servers()
            .stream()
            .map(node -> ((ServerSpec.Start) node.spec()).processes().getFirst().show())
            .toList();
    assertThat(all)
        .containsExactly(
            "VLLM_SERVER_DEV_MODE=1 vllm serve m", "VLLM_SERVER_DEV_MODE=1 VLLM_X=a vllm serve m");
  }

  @Test
  void gpus_are_counted_wherever_they_are_given() {
    assertThat(
            SweepMaker.start(maker().serve("vllm serve m -tp 4 --pipeline_parallel_size=2").plan())
                .gpus())
        .isEqualTo(8);
    assertThat(
            SweepMaker.start(maker().serve("vllm serve m -tp 4").serveRows("[{\"tp\": 2}]").plan())
                .gpus())
        .isEqualTo(2);
  }

  @Test
  void options_of_the_load_are_replaced_alike_and_switches_have_no_negation() {
    assertThat(
            maker()
                .bench("python client.py --ignore-eos --num-prompts=9 --save-result --result-dir x")
                .benchRows("[{\"num_prompts\": 4, \"ignore_eos\": false}, {\"ignore_eos\": true}]")
                .loads())
        .containsExactly(
            "python client.py --percentile-metrics ttft,tpot,itl,e2el --save-result --result-dir"
                + " {log_dir} --result-filename result.json --num-prompts 4",
            "python client.py --percentile-metrics ttft,tpot,itl,e2el --save-result --result-dir"
                + " {log_dir} --result-filename result.json --num-prompts 9 --ignore-eos");
  }

  @Test
  void the_users_own_percentile_metrics_are_kept_beside_the_usual_ones() {
    assertThat(maker().bench("./client --percentile-metrics ttft,mine").loads().getFirst())
        .contains("--percentile-metrics ttft,mine,tpot,itl,e2el ");
  }
}
