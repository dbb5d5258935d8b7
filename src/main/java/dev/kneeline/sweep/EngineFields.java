package dev.kneeline.sweep;

import static dev.kneeline.sweep.Field.REQUIRED;

import dev.kneeline.study.FailureKind;
import dev.kneeline.sweep.FieldType.Command;
import dev.kneeline.sweep.FieldType.Listing;
import dev.kneeline.sweep.FieldType.Period;
import dev.kneeline.sweep.FieldType.Section;
import dev.kneeline.sweep.FieldType.Switch;
import dev.kneeline.sweep.FieldType.Table;
import dev.kneeline.sweep.FieldType.Text;
import dev.kneeline.sweep.FieldType.Whole;
import dev.kneeline.sweep.FieldType.Word;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Every key of an engine file.
final class EngineFields {

  static final FieldTable TABLE =
      new FieldTable(
          List.of(
              new Field(
                  "summary",
                  new Text(),
                  REQUIRED,
                  "The engine in a sentence.",
                  "vLLM's OpenAI server"),
              new Field(
                  "command",
                  new Command(),
                  "the sweep file must give it",
                  "Words before the parameters; placeholders are filled by parameters and runtime"
                      + " names.",
                  "[vllm, serve, '{model}']"),
              new Field(
                  "env",
                  new Table(new Text()),
                  "none",
                  "Variables set below those of the sweep file.",
                  "{VLLM_SERVER_DEV_MODE: 1}"),
              new Field(
                  "host-flag",
                  new Text(),
                  "none",
                  "Flag that takes the address to listen on.",
                  "--host"),
              new Field("port-flag", new Text(), "none", "Flag that takes the port.", "--port"),
              new Field(
                  "port", new Whole(1), "8000", "Where it listens when no port is given.", "30000"),
              new Field(
                  "simulated",
                  new Switch(),
                  "false",
                  "Whether its figures come from a model and are marked so.",
                  "true"),
              new Field(
                  "spelling",
                  new Word(List.of("dashes", "underscores")),
                  "dashes",
                  "What joins the words of a flag.",
                  "underscores"),
              new Field(
                  "booleans",
                  new Word(List.of("pair", "bare", "word")),
                  "pair",
                  "What true and false become: `--x` and `--no-x`, `--x` and nothing, or `--x true`"
                      + " and `--x false`.",
                  "bare"),
              new Field(
                  "lists",
                  new Word(List.of("repeated", "json", "commas")),
                  "repeated",
                  "What a list becomes: `--x a b`, `--x '[\"a\",\"b\"]'` or `--x a,b`.",
                  "json"),
              new Field(
                  "flags",
                  new Table(new Text()),
                  "none",
                  "Parameter to its flag where that is not `--name`; empty where the command names"
                      + " it by its placeholder.",
                  "{model: ''}"),
              new Field(
                  "boolean-exceptions",
                  new Table(new Word(List.of("pair", "bare", "word"))),
                  "none",
                  "Parameter to what its true and false become where that differs.",
                  "{flash-attn: word}"),
              new Field(
                  "ready",
                  new Section(),
                  "`/health` within 10min",
                  "When it may be measured.",
                  "{path: /health, timeout: 20min}"),
              new Field(
                  "ready.path", new Text(), "/health", "Path that answers 200 then.", "/health"),
              new Field(
                  "ready.timeout",
                  new Period(),
                  "10min",
                  "After which it counts as never ready.",
                  "20min"),
              new Field("stop-timeout", new Period(), "30s", "Between TERM and KILL.", "30s"),
              new Field(
                  "resets",
                  new Listing(new Section()),
                  "none",
                  "Requests that empty its caches between runs.",
                  "[{method: POST, path: /flush_cache}]"),
              new Field(
                  "resets[].method",
                  new Word(List.of("POST", "GET")),
                  "POST",
                  "The request's method.",
                  "POST"),
              new Field(
                  "resets[].path",
                  new Text(),
                  REQUIRED,
                  "Where it is sent.",
                  "/reset_prefix_cache"),
              new Field(
                  "resets[].required",
                  new Switch(),
                  "true",
                  "Whether a server without this path is at fault.",
                  "false"),
              new Field(
                  "resets[].success-field",
                  new Text(),
                  "the status tells",
                  "Field of the JSON reply that must be true.",
                  "success"),
              new Field(
                  "gpus",
                  new Section(),
                  "none",
                  "How many GPUs a server takes.",
                  "{per-server: 1}"),
              new Field(
                  "gpus.per-server",
                  new Whole(0),
                  "1",
                  "GPUs of a server whose factors are all 1.",
                  "1"),
              new Field(
                  "gpus.factors",
                  new Listing(new Section()),
                  "none",
                  "Parameters that multiply them.",
                  "[{names: [tensor-parallel-size, tp]}]"),
              new Field(
                  "gpus.factors[].names",
                  new Listing(new Text()),
                  REQUIRED,
                  "Spellings of one parameter.",
                  "[tensor-parallel-size, tp]"),
              new Field(
                  "gpus.factors[].unless",
                  new Text(),
                  "none",
                  "Switch that takes the factor out.",
                  "enable-dp-attention"),
              new Field(
                  "readbacks",
                  new Listing(new Section()),
                  "none",
                  "Where a server tells what it runs with.",
                  "[{path: /get_server_info}]"),
              new Field(
                  "readbacks[].path",
                  new Text(),
                  REQUIRED,
                  "Asked with GET once it is ready.",
                  "/version"),
              new Field(
                  "readbacks[].prefix",
                  new Text(),
                  "the top level",
                  "Dotted path below which parameters stand under their names.",
                  "vllm_config.cache_config"),
              new Field(
                  "failures",
                  new Listing(new Section()),
                  "none",
                  "What log lines mean, most specific first.",
                  "[{pattern: 'CUDA out of memory', kind: out-of-memory-at-load, hint: lower it}]"),
              new Field(
                  "failures[].pattern",
                  new Text(),
                  REQUIRED,
                  "Regular expression found anywhere in a line.",
                  "'CUDA out of memory'"),
              new Field(
                  "failures[].kind", new Word(kinds()), REQUIRED, "What it means.", "bad-flag"),
              new Field(
                  "failures[].hint", new Text(), "none", "The way out.", "take the flag out")));

  private EngineFields() {}

  private static List<String> kinds() {
    return Arrays.stream(FailureKind.values())
        .map(kind -> kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .toList();
  }
}
