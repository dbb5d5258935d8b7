package dev.kneeline.sim;

import dev.kneeline.sim.model.Deployment;
import dev.kneeline.sim.model.ModelShape;
import dev.kneeline.sim.model.ModelShapes;
import dev.kneeline.sim.model.Precision;
import dev.kneeline.sim.model.Speculation;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What the engines' flags say about guessing ahead.
///
/// @param speculation how many tokens, and how often the guesses hold
/// @param draft the model that guesses; empty where guesses are looked up
/// @param weights format of its weights
record SpeculativeFlags(Speculation speculation, Optional<ModelShape> draft, Precision weights) {

  private static final SpeculativeFlags NONE =
      new SpeculativeFlags(Speculation.none(), Optional.empty(), Precision.BF16);

  /// What stands in for a draft model of unknown shape.
  private static final String USUAL_DRAFT = "llama-3.2-1b";

  /// How often a guess holds where `--acceptance` does not say: assumptions, since it follows from
  /// texts, which mean nothing here.
  private static final Map<Method, Double> ACCEPTANCE =
      Map.of(
          Method.LOOKED_UP, 0.3,
          Method.MODEL, 0.7,
          Method.LAYER, 0.7,
          Method.TRAINED_LAYER, 0.8,
          Method.HEADS, 0.6);

  /// Who guesses.
  private enum Method {
    /// Words of the text so far.
    LOOKED_UP,
    /// A smaller model.
    MODEL,
    /// One layer of the model's own kind, trained afterwards: EAGLE.
    LAYER,
    /// One that was trained with the model: MTP.
    TRAINED_LAYER,
    /// Heads that guess all places at once: Medusa.
    HEADS
  }

  /// Reads `--speculative-config`; none where it is missing.
  static SpeculativeFlags vllm(Arguments arguments, Deployment server) {
    Map<String, String> config = arguments.members("speculative-config");
    if (config.isEmpty()) {
      return NONE;
    }
    String model = config.getOrDefault("model", "");
    Method method = vllmMethod(config.getOrDefault("method", ""), model);
    boolean counted = config.containsKey("num_speculative_tokens");
    if (!counted && method != Method.TRAINED_LAYER) {
      return arguments.fault(
          "speculative-config",
          "num_speculative_tokens must be provided with speculative model unless the draft model"
              + " config contains an n_predict parameter.",
          NONE);
    }
    int depth = number(arguments, config.getOrDefault("num_speculative_tokens", "1"));
    return of(arguments, server, method, model, new Tree(depth, depth, 1));
  }

  private static int number(Arguments arguments, String text) {
    try {
      int number = Integer.parseInt(text);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException noNumber) {
      // The same complaint.
    }
    return arguments.fault(
        "speculative-config", "num_speculative_tokens must be a whole number above 0", 1);
  }

  private static Method vllmMethod(String named, String model) {
    String method = (named.isEmpty() ? model : named).toLowerCase(Locale.ROOT);
    if (method.contains("ngram") || method.contains("suffix")) {
      return Method.LOOKED_UP;
    }
    if (method.contains("mtp")) {
      return Method.TRAINED_LAYER;
    }
    if (method.contains("eagle")) {
      return Method.LAYER;
    }
    return method.contains("medusa") || method.contains("mlp_speculator")
        ? Method.HEADS
        : Method.MODEL;
  }

  /// Reads `--speculative-algorithm` and its companions; none where it is missing.
  static SpeculativeFlags sglang(Arguments arguments, Deployment server) {
    String algorithm = arguments.text("speculative-algorithm").orElse("").toUpperCase(Locale.ROOT);
    if (algorithm.isEmpty()) {
      return NONE;
    }
    boolean trained = server.model().experts().count() > 0;
    Method method =
        switch (algorithm) {
          case "NGRAM" -> Method.LOOKED_UP;
          case "STANDALONE" -> Method.MODEL;
          case "NEXTN" -> Method.TRAINED_LAYER;
          default -> trained ? Method.TRAINED_LAYER : Method.LAYER;
        };
    String model = arguments.text("speculative-draft-model-path").orElse("");
    return of(arguments, server, method, model, tree(arguments, method, trained));
  }

  /// SGLang's own defaults: a chain of three for DeepSeek, else a tree of eight over five steps.
  private static Tree tree(Arguments arguments, Method method, boolean chain) {
    if (method == Method.LOOKED_UP) {
      int checked = Math.max(1, arguments.whole("speculative-num-draft-tokens", 12) - 1);
      return new Tree(checked, checked, 1);
    }
    int depth = Math.max(1, arguments.whole("speculative-num-steps", chain ? 3 : 5));
    int width = Math.max(1, arguments.whole("speculative-eagle-topk", chain ? 1 : 4));
    int drafted =
        width == 1
            ? depth + 1
            : arguments.whole("speculative-num-draft-tokens", chain ? depth + 1 : 8);
    return new Tree(depth, Math.max(depth, drafted - 1), width);
  }

  /// @param depth places guessed
  /// @param checked guesses computed for them
  /// @param width guesses for each place that the draft goes on from
  private record Tree(int depth, int checked, int width) {}

  private static SpeculativeFlags of(
      Arguments arguments, Deployment server, Method method, String model, Tree tree) {
    double chain = arguments.real("acceptance", ACCEPTANCE.getOrDefault(method, 0.7));
    if (!(chain >= 0 && chain <= 1)) {
      return arguments.fault("acceptance", "must be from 0 to 1", NONE);
    }
    double acceptance = 1 - (1 - chain) / Math.cbrt(tree.width());
    int passes = method == Method.HEADS ? 1 : tree.depth();
    Speculation speculation =
        new Speculation(tree.depth(), tree.checked(), acceptance, passes, tree.width());
    return switch (method) {
      case LOOKED_UP -> new SpeculativeFlags(speculation, Optional.empty(), server.weights());
      case LAYER, TRAINED_LAYER, HEADS ->
          new SpeculativeFlags(speculation, Optional.of(server.model().layer()), server.weights());
      case MODEL -> {
        ModelShape shape = shape(arguments, model);
        yield new SpeculativeFlags(speculation, Optional.of(shape), shape.precision());
      }
    };
  }

  private static ModelShape shape(Arguments arguments, String model) {
    return ModelShapes.find(model)
        .orElseGet(() -> {
          arguments.note(
              "draft model '%s' is not known: simulated as %s".formatted(model, USUAL_DRAFT));
          return ModelShapes.find(USUAL_DRAFT).orElseThrow();
        });
  }

  /// The server with the model that guesses for it.
  Deployment on(Deployment server) {
    return draft.map(shape -> server.guessedBy(shape, weights)).orElse(server);
  }

  boolean present() {
    return speculation.depth() > 0;
  }
}
