package dev.kneeline.sweep;

import static dev.kneeline.sweep.Field.REQUIRED;
import static dev.kneeline.sweep.FieldType.either;

import dev.kneeline.sweep.FieldType.Any;
import dev.kneeline.sweep.FieldType.Axis;
import dev.kneeline.sweep.FieldType.Command;
import dev.kneeline.sweep.FieldType.Listing;
import dev.kneeline.sweep.FieldType.Period;
import dev.kneeline.sweep.FieldType.Positive;
import dev.kneeline.sweep.FieldType.Section;
import dev.kneeline.sweep.FieldType.Table;
import dev.kneeline.sweep.FieldType.Text;
import dev.kneeline.sweep.FieldType.Whole;
import dev.kneeline.sweep.FieldType.Word;
import java.util.ArrayList;
import java.util.List;

/// Every key of a sweep file.
final class SweepFields {

  /// The strategies by which points are chosen.
  static final List<String> METHODS =
      List.of("grid", "first", "uniform", "balanced", "lhs", "one-at-a-time", "cover");

  static final List<String> ORDERS = List.of("interleave-loads", "interleave-servers", "blocked");

  static final List<String> FORMATS = List.of("vllm", "sglang", "genai-bench", "paths");

  static final FieldTable TABLE = new FieldTable(all());

  private SweepFields() {}

  private static List<Field> all() {
    List<Field> fields = new ArrayList<>();
    fields.addAll(subject());
    fields.addAll(measurement());
    fields.addAll(space());
    fields.addAll(conduct());
    return fields;
  }

  private static List<Field> subject() {
    return List.of(
        field(
            "name",
            new Text(),
            "the file's name",
            "Names the study: its folder `results/NAME` and the titles of pictures.",
            "first-sweep"),
        field(
            "engine",
            new Text(),
            "`command` where only `server` is given",
            "The engine's preset: `vllm`, `sglang`, `trtllm`, `llamacpp`, `llamacpp-embedded`,"
                + " `sim`, `command`, or a file of your own in `engines/` beside the sweep file or"
                + " in `~/.config/kneeline/engines`.",
            "vllm"),
        field(
            "server",
            new Section(),
            "the engine's preset as it is",
            "The server that is measured.",
            "{params: {max-num-seqs: 64}}"),
        field(
            "server.command",
            new Command(),
            "the engine's",
            "Words before the parameters. A text is cut into words as a shell would, but no shell"
                + " runs: no pipes, variables or `~`.",
            "vllm serve {model}"),
        field(
            "server.params",
            new Table(new Any()),
            "none",
            "Constant parameters; each becomes a flag in the engine's style. `null` leaves a flag"
                + " out.",
            "{max-num-seqs: 64, enable-prefix-caching: false}"),
        field(
            "server.env",
            new Table(new Any()),
            "none",
            "Environment variables of the server, above the inherited ones.",
            "{NCCL_DEBUG: WARN}"),
        field(
            "server.port",
            new Whole(1),
            "the command's own, else a free port for each lane",
            "The port on which the server must listen.",
            "8000"),
        field(
            "server.gpus",
            new Whole(0),
            "the engine's rule: tensor x pipeline x data parallelism",
            "How many GPUs one server takes.",
            "2"),
        field(
            "server.url",
            new Text(),
            "none",
            "A server that already runs, is measured as it is and is left running; then nothing of"
                + " `server` can vary.",
            "http://127.0.0.1:8000"),
        field(
            "server.ready",
            new Section(),
            "the engine's",
            "When the server may be measured: its process lives and a path answers 200.",
            "{path: /health, timeout: 10min}"),
        field(
            "server.ready.path",
            new Text(),
            "the engine's",
            "Path that is asked with GET.",
            "/health"),
        field(
            "server.ready.timeout",
            new Period(),
            "the engine's",
            "After which the server counts as never ready.",
            "10min"),
        field(
            "server.stop",
            new Section(),
            "the engine's",
            "How the server is stopped: TERM to its process group, then KILL.",
            "{timeout: 30s}"),
        field(
            "server.stop.timeout",
            new Period(),
            "the engine's",
            "Time between TERM and KILL.",
            "30s"));
  }

  private static List<Field> measurement() {
    return List.of(
        field(
            "load",
            new Table(new Any()),
            "the generator's own defaults",
            "Options of the built-in load generator, named as in `vllm bench serve`.",
            "{random-input-len: 512, num-prompts: 100}"),
        field(
            "benchmark",
            new Section(),
            "the built-in generator",
            "A command of your own that measures and writes a result file, in place of `load`."
                + " Without a server it is run once for each point and repetition.",
            "{command: my-bench --url {base_url}, result: {format: vllm}}"),
        field(
            "benchmark.command",
            new Command(),
            REQUIRED,
            "Its words; runtime names such as `{base_url}`, `{port}`, `{seed}` and `{result_file}`"
                + " are filled in.",
            "vllm bench serve --port {port} --save-result --result-filename {result_file}"),
        field(
            "benchmark.options",
            new Table(new Any()),
            "none",
            "Constants that become flags behind the command, as swept `load.` parameters do.",
            "{num-prompts: 100}"),
        field(
            "benchmark.env",
            new Table(new Any()),
            "none",
            "Environment variables for the command.",
            "{HF_HUB_OFFLINE: 1}"),
        field(
            "benchmark.result",
            new Section(),
            "`{result_file}` in the format `vllm`",
            "Where the figures are read from.",
            "{format: paths, paths: {output_throughput: summary.tok_s}}"),
        field(
            "benchmark.result.file",
            new Text(),
            "`{result_file}`",
            "Path of the result file; relative to the run's folder.",
            "out/result.json"),
        field(
            "benchmark.result.format",
            new Word(FORMATS),
            "`paths` where `paths` are given, else `vllm`",
            "How it is read: JSON of `vllm bench serve`, JSON lines of SGLang's `bench_serving`,"
                + " JSON of genai-bench, or any JSON by paths.",
            "sglang"),
        field(
            "benchmark.result.paths",
            new Table(new Text()),
            "none",
            "Metric to dotted path in the JSON; metrics may be your own.",
            "{output_throughput: summary.tok_s}"));
  }

  private static List<Field> space() {
    return List.of(
        field(
            "sweep",
            new Table(new Axis()),
            "none",
            "Parameters that vary, each with every other. The prefix says what changes: `server.` a"
                + " flag, `env.` a variable of the server, `load.` an option of the load,"
                + " `allocation.` what is allocated; a name without a prefix only fills its"
                + " `{placeholder}`. The first parameter varies slowest.",
            "{server.max-num-seqs: 16..256 x2, load.max-concurrency: [8, 32]}"),
        field(
            "zip",
            new Table(new Table(new Axis())),
            "none",
            "Named groups of parameters that move together: lists of equal length, one dimension"
                + " each group.",
            "{layout: {server.tensor-parallel-size: [1, 2], server.max-num-seqs: [64, 128]}}"),
        field(
            "points",
            either(new Listing(new Table(new Any())), new Table(new Listing(new Table(new Any())))),
            "none",
            "Rows of parameters that move together, as one dimension; a list or a range in a row"
                + " stands for several rows. Under names of your own it is several dimensions.",
            "[{server.max-num-seqs: 64, load.max-concurrency: 4..64 x2}]"),
        field(
            "params",
            new Table(new Section()),
            "none",
            "Parameters with a condition.",
            "{server.torch-compile-max-bs: {values: [16, 32], when: server.enable_torch_compile}}"),
        field(
            "params.*.values",
            new Axis(),
            REQUIRED,
            "Its values: list, range or value.",
            "[16, 32]"),
        field(
            "params.*.when",
            new Text(),
            "always",
            "Expression; where it is false the parameter is unset.",
            "server.enable_torch_compile"),
        field("params.*.else", new Any(), "unset", "Its value where `when` is false.", "16"),
        field(
            "include",
            new Listing(new Table(new Any())),
            "none",
            "Points of their own, past `exclude` but not past `require`.",
            "[{server.max-num-seqs: 300, load.max-concurrency: 8}]"),
        field(
            "exclude",
            new Listing(either(new Table(new Any()), new Text())),
            "none",
            "Points that are not measured: an expression, `{rule: expression, reason: why}`, or"
                + " values that match together.",
            "[{server.max-num-seqs: 16, load.max-concurrency: [64, 128]}]"),
        field(
            "require",
            new Listing(either(new Section(), new Text())),
            "none",
            "Expressions that every point must satisfy.",
            "[server.tensor_parallel_size <= gpus]"),
        field(
            "require[].rule",
            new Text(),
            REQUIRED,
            "The expression.",
            "server.tensor_parallel_size <= gpus"),
        field(
            "require[].reason",
            new Text(),
            "the expression",
            "What the rule is called in counts.",
            "no more GPUs than there are"),
        field(
            "same",
            new Listing(new Section()),
            "none",
            "Points that mean the same: where `when` holds, the parameter does not matter and only"
                + " the first such point is measured.",
            "[{parameter: server.torch-compile-max-bs, when: '!server.enable_torch_compile'}]"),
        field(
            "same[].parameter",
            new Text(),
            REQUIRED,
            "The parameter that does not matter.",
            "server.torch-compile-max-bs"),
        field(
            "same[].when",
            new Text(),
            REQUIRED,
            "Where it does not matter.",
            "'!server.enable_torch_compile'"));
  }

  private static List<Field> conduct() {
    return List.of(
        field(
            "repeat",
            new Whole(1),
            "1",
            "Runs of each point. Their seeds differ, and are the same for every point.",
            "3"),
        field(
            "order",
            new Word(ORDERS),
            "interleave-loads",
            "Order of runs: all loads of a server once, then again; the same with a server restart"
                + " between repetitions; or all repetitions of a point at once.",
            "interleave-servers"),
        field(
            "seed",
            new Whole(0),
            "0",
            "Base of the runs' seeds: a run has this plus its repetition.",
            "42"),
        field("run-timeout", new Period(), "1h", "After which one run is given up.", "15min"),
        field(
            "search",
            either(new Word(METHODS), new Section()),
            "grid",
            "Which points are measured: a method's name, or a map.",
            "{method: cover, t: 2, limit: 40}"),
        field(
            "search.method",
            new Word(METHODS),
            "grid; balanced where a limit is set",
            "`grid` measures all; the others choose.",
            "balanced"),
        field("search.limit", new Whole(1), "none", "How many points at most.", "40"),
        field("search.seed", new Whole(0), "0", "Makes the choice repeatable.", "7"),
        field(
            "search.t",
            new Whole(2),
            "2",
            "For `cover`: every valid combination of so many values occurs in some point.",
            "3"),
        field(
            "slo",
            new Listing(new Text()),
            "none",
            "Limits on metrics that a configuration must keep to be an answer.",
            "[p99_ttft_ms <= 200]"),
        field(
            "objective",
            new Text(),
            "max output_throughput",
            "What is best: `max` or `min` of a metric.",
            "min mean_tpot_ms"),
        field(
            "budget",
            new Section(),
            "unlimited",
            "When the sweep ends early.",
            "{time: 2h, trials: 50}"),
        field("budget.time", new Period(), "unlimited", "No run begins later.", "2h"),
        field("budget.trials", new Whole(1), "unlimited", "So many points at most.", "50"),
        field(
            "budget.gpu-hours",
            new Positive(),
            "unlimited",
            "GPUs times hours that are held.",
            "16"),
        field(
            "monotone",
            new Listing(new Text()),
            "none",
            "Parameters that need more memory the larger they are: a point that runs out of memory"
                + " prunes those that are at least as large in all of them and equal otherwise.",
            "[server.max-num-seqs]"),
        field(
            "executor",
            new Word(List.of("local")),
            "local",
            "Where servers run: on this machine.",
            "local"),
        field(
            "lanes",
            new Listing(new Listing(new Whole(0))),
            "one lane with every GPU",
            "Sets of GPU indices; each serves one server at a time, beside the others.",
            "[[0, 1], [2, 3]]"));
  }

  private static Field field(
      String path, FieldType type, String fallback, String description, String example) {
    return new Field(path, type, fallback, description, example);
  }
}
