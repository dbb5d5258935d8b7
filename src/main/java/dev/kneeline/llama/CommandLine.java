package dev.kneeline.llama;

import dev.kneeline.llama.EngineOptions.Attention;
import dev.kneeline.llama.EngineOptions.CacheType;
import dev.kneeline.llama.EngineOptions.Listen;
import dev.kneeline.llama.EngineOptions.ModelSource;
import dev.kneeline.llama.EngineOptions.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads the engine's arguments and environment. A flag beats its variable, the last of two equal
/// flags counts, and the first thing that is wrong is refused, as llama-server does.
final class CommandLine {

  private static final Set<String> ON = Set.of("on", "true", "enabled", "1");
  private static final Set<String> OFF = Set.of("off", "false", "disabled", "0", "auto");
  private static final int HIGHEST_PORT = 65_535;

  private final Map<Flag, String> values = new EnumMap<>(Flag.class);

  private CommandLine() {}

  /// What to do.
  sealed interface Outcome {
    record Serve(EngineOptions options) implements Outcome {}

    record ShowHelp() implements Outcome {}

    record ShowVersion() implements Outcome {}

    /// @param message one line for the person
    record Refused(String message) implements Outcome {}
  }

  static Outcome read(List<String> arguments, Map<String, String> environment) {
    CommandLine line = new CommandLine();
    try {
      line.take(environment);
      line.take(arguments);
      if (line.values.containsKey(Flag.HELP)) {
        return new Outcome.ShowHelp();
      }
      if (line.values.containsKey(Flag.VERSION)) {
        return new Outcome.ShowVersion();
      }
      return new Outcome.Serve(line.options());
    } catch (ArgumentException e) {
      return new Outcome.Refused(e.line);
    }
  }

  static String help() {
    return Stream.of(Flag.values())
        .map(Flag::usage)
        .collect(Collectors.joining("\n", "usage: llama [flags]\n\n", "\n"));
  }

  private void take(Map<String, String> environment) {
    for (Flag flag : Flag.values()) {
      String value = environment.get(flag.variable());
      if (value != null && (flag.takesValue() || ON.contains(value))) {
        values.put(flag, value);
      }
    }
  }

  private void take(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      Flag flag = Flag.find(argument).orElseThrow(() -> refuse("invalid argument: " + argument));
      boolean valueFollows = i + 1 < arguments.size();
      if (flag.valueIsOptional()) {
        valueFollows = valueFollows && isSwitch(arguments.get(i + 1));
      } else if (flag.takesValue() && !valueFollows) {
        throw refuse("expected value for argument: " + argument);
      }
      values.put(flag, flag.takesValue() && valueFollows ? arguments.get(++i) : "on");
    }
  }

  private EngineOptions options() {
    boolean continuous = !values.containsKey(Flag.NO_CONTINUOUS_BATCHING);
    return new EngineOptions(
        new Listen(
            values.getOrDefault(Flag.HOST, "127.0.0.1"), whole(Flag.PORT, 8080, 0, HIGHEST_PORT)),
        model(),
        Optional.ofNullable(values.get(Flag.ALIAS)),
        new Shape(
            atLeastOne(Flag.PARALLEL, 1),
            whole(Flag.CONTEXT, 4096, 0, Integer.MAX_VALUE),
            atLeastOne(Flag.THREADS, 1),
            atLeastOne(Flag.BATCH, 2048),
            atLeastOne(Flag.MICRO_BATCH, 512)),
        new Attention(
            switched(Flag.FLASH_ATTENTION), cacheType(Flag.KEY_CACHE), cacheType(Flag.VALUE_CACHE)),
        continuous);
  }

  private ModelSource model() {
    String file = values.get(Flag.MODEL);
    String size = values.get(Flag.MODEL_SIZE);
    if ((file == null) == (size == null)) {
      throw refuse("give either --model FILE or --model-size tiny|demo|small");
    }
    if (file != null) {
      return new ModelSource.File(Path.of(file));
    }
    ModelRecipe recipe =
        new ModelRecipe(
            known(Flag.MODEL_SIZE, ModelSize.find(String.valueOf(size))),
            known(Flag.WEIGHTS, WeightType.find(values.getOrDefault(Flag.WEIGHTS, "f16"))),
            ModelRecipe.DEFAULT_SEED);
    return new ModelSource.Generated(recipe, Path.of(values.getOrDefault(Flag.MODEL_DIR, ".")));
  }

  private CacheType cacheType(Flag flag) {
    String name = values.getOrDefault(flag, "f16");
    return known(
        flag,
        Arrays.stream(CacheType.values())
            .filter(type -> type.name().toLowerCase(Locale.ROOT).equals(name))
            .findFirst());
  }

  private boolean switched(Flag flag) {
    String value = values.getOrDefault(flag, "off");
    if (!isSwitch(value)) {
      throw invalid(flag);
    }
    return ON.contains(value);
  }

  private static boolean isSwitch(String value) {
    return ON.contains(value) || OFF.contains(value);
  }

  private int atLeastOne(Flag flag, int otherwise) {
    return whole(flag, otherwise, 1, Integer.MAX_VALUE);
  }

  private int whole(Flag flag, int otherwise, int least, int most) {
    String value = values.get(flag);
    if (value == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw invalid(flag);
    }
    throw invalid(flag);
  }

  private <T> T known(Flag flag, Optional<T> value) {
    return value.orElseThrow(() -> invalid(flag));
  }

  private ArgumentException invalid(Flag flag) {
    return refuse("invalid value for %s: %s".formatted(flag.spelling(), values.get(flag)));
  }

  private static ArgumentException refuse(String line) {
    return new ArgumentException("error: " + line);
  }

  private static final class ArgumentException extends RuntimeException {
    private final String line;

    ArgumentException(String line) {
      super(line);
      this.line = line;
    }
  }
}
