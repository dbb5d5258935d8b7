package dev.kneeline.sweep;

import static dev.kneeline.sweep.Field.REQUIRED;

import dev.kneeline.sweep.FieldType.Any;
import dev.kneeline.sweep.FieldType.Command;
import dev.kneeline.sweep.FieldType.Period;
import dev.kneeline.sweep.FieldType.Section;
import dev.kneeline.sweep.FieldType.Table;
import dev.kneeline.sweep.FieldType.Text;
import dev.kneeline.sweep.FieldType.Whole;
import dev.kneeline.sweep.FieldType.Word;
import java.util.List;
import java.util.stream.Stream;

/// The keys of a sweep file that say what is measured and what measures it.
final class SubjectFields {

  static final List<String> FORMATS = List.of("vllm", "sglang", "genai-bench", "paths");

  private SubjectFields() {}

  static List<Field> all() {
    return Stream.of(subject(), server(), life(), load(), result()).flatMap(List::stream).toList();
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
            "{max-num-seqs: 64, enable-prefix-caching: false}"));
  }

  private static List<Field> server() {
    return List.of(
        field(
            "server.env",
            new Table(new Text()),
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
            "http://127.0.0.1:8000"));
  }

  private static List<Field> life() {
    return List.of(
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

  private static List<Field> load() {
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
            "{command: 'my-bench --url {base_url}', result: {format: vllm}}"),
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
            new Table(new Text()),
            "none",
            "Environment variables for the command.",
            "{HF_HUB_OFFLINE: 1}"));
  }

  private static List<Field> result() {
    return List.of(
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

  private static Field field(
      String path, FieldType type, String fallback, String description, String example) {
    return new Field(path, type, fallback, description, example);
  }
}
