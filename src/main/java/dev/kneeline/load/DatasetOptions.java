package dev.kneeline.load;

import dev.kneeline.llama.CommonWords;
import dev.kneeline.space.Nearest;
import dev.kneeline.space.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// Reads which dataset is meant, and what prompts are written in.
final class DatasetOptions {

  /// The longest contexts there are; beyond, memory ends before the server does.
  private static final long MOST_TOKENS = 10_000_000;

  private final OptionReader reader;

  DatasetOptions(OptionReader reader) {
    this.reader = reader;
  }

  Optional<Dataset> dataset() {
    checkRule();
    String name = reader.text("dataset-name").replace('-', '_');
    return switch (name) {
      case "random" -> Optional.of(random());
      case "prefix_repetition" -> Optional.of(prefixRepetition());
      case "sonnet" -> Optional.of(sonnet());
      case "sessions" -> Optional.of(sessions());
      case "sharegpt" -> file().map(path -> shareGpt(path));
      case "custom" -> file().map(path -> custom(path));
      case "trace" -> file().map(path -> trace(path, false));
      case "timed_trace" -> file().map(path -> trace(path, true));
      case "burstgpt" -> file().map(path -> new Dataset.BurstGpt(path, isSelfTimed(false)));
      default -> {
        NotHere.dataset(name)
            .ifPresentOrElse(
                known -> reader.problem("dataset-name", known.message(), known.hint()),
                () -> noDataset(name));
        yield Optional.empty();
      }
    };
  }

  private void noDataset(String name) {
    List<String> known =
        List.of(
            "random",
            "prefix_repetition",
            "sessions",
            "sharegpt",
            "custom",
            "sonnet",
            "trace",
            "burstgpt");
    reader.problem(
        "dataset-name",
        "unknown dataset '%s'".formatted(name),
        Nearest.to(name, known)
            .map("did you mean '%s'?"::formatted)
            .orElse("use " + String.join(", ", known)));
  }

  private boolean isSelfTimed(boolean otherwise) {
    boolean asked = reader.isGiven("self-timed") ? reader.flag("self-timed") : otherwise;
    return asked && !reader.flag("no-self-timed");
  }

  /// Words or ids. A chat takes text only.
  PromptForm form(Backend backend) {
    boolean ids = reader.flag("prompt-token-ids");
    if (ids && (backend == Backend.OPENAI_CHAT || backend == Backend.TGI)) {
      reader.problem(
          "prompt-token-ids",
          "%s takes no token ids".formatted(backend.word()),
          "use backend openai, or leave the option out");
    }
    if (ids) {
      return new PromptForm.TokenIds(reader.whole("vocab-size", PromptForm.TokenIds.FIRST_ID + 1));
    }
    List<String> words = reader.list("prompt-words");
    return words.isEmpty()
        ? PromptForm.Words.of(CommonWords.LIST, LengthsBy.APPROXIMATE)
        : PromptForm.Words.of(words, LengthsBy.WORDS);
  }

  /// A tokenizer is a file or a folder here; where none is named, the model may be such a folder.
  Counting counting(List<String> notes) {
    boolean wanted = !reader.flag("skip-tokenizer-init");
    Optional<String> given = reader.someText("tokenizer");
    Optional<Path> file = given.or(() -> reader.someText("model")).flatMap(LocalTokenizer::file);
    if (given.isPresent() && file.isEmpty()) {
      if (given.get().endsWith(".json") || given.get().startsWith("/")) {
        reader.problem(
            "tokenizer",
            "no tokenizer.json can be read at %s".formatted(given.get()),
            "give the file or its folder");
      }
      notes.add(
          "tokenizer %s is no file or folder here: the server's /tokenize counts"
              .formatted(given.get()));
    }
    return new Counting(wanted, wanted ? file : Optional.empty(), given);
  }

  private Dataset random() {
    int input = length("input-len", "random-input-len");
    int output = length("output-len", "random-output-len");
    double inputRatio = ratio("input");
    double outputRatio = ratio("output");
    int prefix = tokens("random-prefix-len", 0);
    Lengths inputs = rule().lengths(input, inputRatio, 0);
    if (prefix + inputs.low() < 1) {
      reader.problem(
          "random-input-len", "a prompt could be empty", "lower the range ratio or add a prefix");
    }
    return new Dataset.RandomPrompts(
        inputs, rule().lengths(output, outputRatio, 1), prefix, rule());
  }

  /// One ratio for both sides, or JSON with `input` and `output`.
  private double ratio(String side) {
    String name = "random-range-ratio";
    Optional<Value> given = reader.value(name);
    String text = rule() == RangeRule.BELOW && given.isEmpty() ? "1" : reader.text(name);
    if (given.isPresent() && given.get() instanceof Value.Entries entries) {
      text = Optional.ofNullable(entries.entries().get(side)).map(Value::spelling).orElse("0");
    } else if (text.strip().startsWith("{")) {
      text = new JsonOption(reader).members(name).getOrDefault(side, "0");
    }
    double ratio = reader.number(name, text).orElse(0);
    boolean fits = rule() == RangeRule.BELOW ? ratio > 0 && ratio <= 1 : ratio >= 0 && ratio < 1;
    if (!fits) {
      reader.problem(
          name,
          rule() == RangeRule.BELOW
              ? "%s is not in (0, 1]".formatted(text)
              : "%s is not in [0, 1)".formatted(text),
          rule() == RangeRule.BELOW ? "1 gives equal lengths" : "0 gives equal lengths");
      return rule() == RangeRule.BELOW ? 1 : 0;
    }
    return ratio;
  }

  RangeRule rule() {
    return reader.text("random-range-rule").equals("below") ? RangeRule.BELOW : RangeRule.AROUND;
  }

  private void checkRule() {
    String word = reader.text("random-range-rule");
    if (!word.equals("around") && !word.equals("below")) {
      reader.problem(
          "random-range-rule", "unknown rule '%s'".formatted(word), "use around or below");
    }
  }

  private Dataset prefixRepetition() {
    return new Dataset.PrefixRepetition(
        reader.whole("prefix-repetition-num-prefixes", 1),
        tokens("prefix-repetition-prefix-len", 1),
        length("input-len", "prefix-repetition-suffix-len"),
        length("output-len", "prefix-repetition-output-len"));
  }

  private Dataset sonnet() {
    int input = length("input-len", "sonnet-input-len");
    int prefix = tokens("sonnet-prefix-len", 0);
    if (prefix > input) {
      reader.problem(
          "sonnet-prefix-len", "the prefix is longer than the prompt", "at most " + input);
    }
    return new Dataset.Sonnet(input, prefix, length("output-len", "sonnet-output-len"));
  }

  private Dataset sessions() {
    double inputRatio = ratio("input");
    return new Dataset.Sessions(
        turns(),
        tokens("session-system-len", 0),
        rule().lengths(length("input-len", "session-first-len"), inputRatio, 1),
        rule().lengths(tokens("session-turn-len", 1), inputRatio, 1),
        rule().lengths(length("output-len", "session-output-len"), ratio("output"), 1),
        reader.seconds("session-think-sec"));
  }

  private Lengths turns() {
    String[] ends = reader.text("session-turns").split(":", -1);
    try {
      int low = Integer.parseInt(ends[0].strip());
      int high = Integer.parseInt(ends[ends.length - 1].strip());
      if (ends.length <= 2 && low >= 1 && high >= low && high <= Conversations.STRIDE) {
        return new Lengths(low, high);
      }
    } catch (NumberFormatException notWhole) {
      // Told below.
    }
    reader.problem(
        "session-turns",
        "'%s' is no number of turns".formatted(reader.text("session-turns")),
        "write 4, or 2:8; at most " + Conversations.STRIDE);
    return new Lengths(1, 1);
  }

  private Dataset shareGpt(Path path) {
    String name = reader.isGiven("output-len") ? "output-len" : "sharegpt-output-len";
    return new Dataset.ShareGpt(path, reader.someWhole(name, 1), !reader.flag("disable-shuffle"));
  }

  private Dataset custom(Path path) {
    String name = reader.isGiven("output-len") ? "output-len" : "custom-output-len";
    OptionalDouble given = reader.someNumber(name);
    boolean own = given.isPresent() && given.getAsDouble() == -1;
    return new Dataset.Custom(
        path,
        own ? OptionalInt.empty() : reader.someWhole(name, 1),
        !reader.flag("disable-shuffle"));
  }

  /// Where nothing is said of unit and block, Mooncake's hold, and vLLM's for its own
  /// `timed_trace`.
  private Dataset trace(Path path, boolean theirs) {
    String unit = first(theirs, "timed-trace-sec-multiplier", "trace-seconds-per-unit");
    String block = first(theirs, "timed-trace-chunk-hash-size", "trace-block-tokens");
    return new Dataset.Trace(
        path,
        reader.positive(unit),
        reader.whole(block, 1),
        new Dataset.Labels(
            reader.text("timed-trace-label-timestamp"),
            reader.text("timed-trace-label-input-length"),
            reader.text("timed-trace-label-output-length"),
            reader.text("timed-trace-label-hash-ids")),
        isSelfTimed(true));
  }

  private Optional<Path> file() {
    Optional<Path> path = reader.someText("dataset-path").map(Path::of);
    if (path.isEmpty()) {
      reader.problem("dataset-path", "the dataset needs a file", "give its path");
    } else if (!Files.isReadable(path.get())) {
      reader.problem("dataset-path", "cannot read %s".formatted(path.get()), "check the path");
    }
    return path;
  }

  /// Of two names for one thing the one that was given, vLLM's before ours.
  private String first(boolean theirDefault, String theirs, String ours) {
    boolean chosen = reader.isGiven(theirs) || (theirDefault && !reader.isGiven(ours));
    return chosen ? theirs : ours;
  }

  private int length(String general, String own) {
    return tokens(reader.isGiven(general) ? general : own, 1);
  }

  private int tokens(String name, int least) {
    return (int) reader.whole(name, least, MOST_TOKENS);
  }
}
