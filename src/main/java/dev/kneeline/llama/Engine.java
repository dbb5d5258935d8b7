package dev.kneeline.llama;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaIterator;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.Pair;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// llama.cpp with a model loaded. Safe for use by many threads: the engine queues what they ask.
final class Engine {

  private static final int START_WHEN_UNKNOWN = 1;
  private static final int SILENT = -1;
  private static final int USUAL_LOG = 0;

  private final LlamaModel model;
  private final Collector collector = Collector.start();
  private final Slots slots;
  private final int slotContext;
  private final boolean addsStart;
  private final int startToken;
  private final int vocabularySize;

  private Engine(LlamaModel model, GgufHeader header, EngineOptions options) {
    this.model = model;
    this.slots = new Slots(options.shape().slots());
    this.slotContext = contextOf(options, header) / slots.count();
    // llama.cpp's rule: without a word on it, a SentencePiece tokenizer ("llama") adds one.
    this.addsStart =
        header
            .flag("tokenizer.ggml.add_bos_token")
            .orElseGet(() -> header.text("tokenizer.ggml.model").orElse("").equals("llama"));
    this.startToken = (int) header.whole("tokenizer.ggml.bos_token_id").orElse(START_WHEN_UNKNOWN);
    this.vocabularySize = header.length("tokenizer.ggml.tokens");
  }

  /// Loads the native library and the model.
  ///
  /// The engine is silent. Only when it refuses does it load once more with its log open, so that
  /// its own words are on stderr: the binding's exception has none.
  ///
  /// @throws IOException when the file is not a model
  /// @throws RuntimeException when the engine refuses the model or the options
  /// @throws UnsatisfiedLinkError when the native library cannot be loaded on this machine
  static Engine load(EngineOptions options, Path file) throws IOException {
    GgufHeader header = GgufHeader.read(file);
    try {
      return new Engine(model(options, file, header, SILENT), header, options);
    } catch (RuntimeException refused) {
      model(options, file, header, USUAL_LOG).close();
      throw refused;
    }
  }

  private static LlamaModel model(
      EngineOptions options, Path file, GgufHeader header, int verbosity) {
    return new LlamaModel(parameters(options, file, header).setLogVerbosity(verbosity));
  }

  Slots slots() {
    return slots;
  }

  /// Tokens of prompt and answer together that fit one request.
  int slotContext() {
    return slotContext;
  }

  /// The tokens of a text, with the sequence start in front if asked for and the model uses one.
  List<Integer> tokenize(String text, boolean withStart) {
    List<Integer> tokens = Arrays.stream(model.encode(text)).boxed().collect(Collectors.toList());
    if (withStart && addsStart) {
      tokens.addFirst(startToken);
    }
    return tokens;
  }

  /// The text of tokens.
  ///
  /// @throws RefusedException for an id that is no token
  String detokenize(List<Integer> tokens) {
    return model.decode(known(tokens).stream().mapToInt(Integer::intValue).toArray());
  }

  private List<Integer> known(List<Integer> ids) {
    for (int id : ids) {
      if (id < 0 || id >= vocabularySize) {
        throw RefusedException.invalid(
            "token id %d is not in the vocabulary of %d".formatted(id, vocabularySize));
      }
    }
    return ids;
  }

  /// The tokens the engine is to see.
  ///
  /// @throws RefusedException for an id that is no token: the engine would fail every request it
  ///   runs in the same step
  List<Integer> tokens(Prompt prompt) {
    return switch (prompt) {
      case Prompt.Text(String text) -> tokenize(text, true);
      case Prompt.Tokens(List<Integer> ids) -> known(ids);
    };
  }

  /// A conversation as the model's chat template writes it.
  ///
  /// @param system the system message, possibly empty
  /// @param turns pairs of role (`user` or `assistant`) and content
  String conversation(String system, List<Pair<String, String>> turns) {
    InferenceParameters parameters = new InferenceParameters("").setUseChatTemplate(true);
    parameters.setMessages(system, turns);
    return model.applyTemplate(parameters);
  }

  /// Begins a completion as soon as a slot is free; those who wait are served in their order.
  ///
  /// They wait here and not in the engine, for the reason given at [Collector].
  Generation generate(List<Integer> prompt, Sampling sampling) throws InterruptedException {
    int slot = slots.take(prompt);
    try {
      LlamaIterator pieces = run(parameters(prompt, sampling), slot);
      return new Generation(pieces, collector, () -> slots.release(slot));
    } catch (RuntimeException e) {
      slots.release(slot);
      throw e;
    }
  }

  private LlamaIterator run(InferenceParameters parameters, int slot) {
    RawParameters.set(parameters, "id_slot", Integer.toString(slot));
    return model.generate(parameters).iterator();
  }

  private static InferenceParameters parameters(List<Integer> prompt, Sampling sampling) {
    InferenceParameters parameters =
        of(prompt)
            .setNPredict(sampling.limit())
            .setIgnoreEos(sampling.ignoreEnd())
            .setCachePrompt(sampling.cachePrompt());
    if (!sampling.stops().isEmpty()) {
      parameters.setStopStrings(sampling.stops().toArray(String[]::new));
    }
    sampling
        .numbers()
        .forEach((name, value) -> RawParameters.set(parameters, name, value.toString()));
    return parameters;
  }

  /// Empties a slot's cache of the last prompt, once all slots are free.
  ///
  /// The binding has no call for it, but a request without prompt cache makes the engine forget
  /// what its slot held. Its prompt is a single token, so it costs one step.
  void erase(int slot) throws InterruptedException {
    slots.alone(
        slot,
        () -> {
          InferenceParameters parameters = of(List.of(startToken));
          LlamaIterator pieces = run(parameters.setNPredict(1).setCachePrompt(false), slot);
          while (pieces.hasNext()) {
            pieces.next();
          }
        });
  }

  /// The engine gets tokens also for a text: it need not be tokenized twice, and what is counted is
  /// what runs.
  private static InferenceParameters of(List<Integer> prompt) {
    InferenceParameters parameters = new InferenceParameters("");
    RawParameters.set(parameters, "prompt", prompt.toString());
    return parameters;
  }

  private static ModelParameters parameters(EngineOptions options, Path file, GgufHeader header) {
    EngineOptions.Shape shape = options.shape();
    EngineOptions.Attention attention = options.attention();
    // Without --no-context-shift the engine silently drops the middle of what does not fit.
    ModelParameters parameters =
        new ModelParameters()
            .setModel(file.toString())
            .setParallel(shape.slots())
            .setCtxSize(contextOf(options, header))
            .setThreads(shape.threads())
            .setBatchSize(shape.batch())
            .setUbatchSize(shape.microBatch())
            .setCacheTypeK(de.kherud.llama.args.CacheType.valueOf(attention.keys().name()))
            .setCacheTypeV(de.kherud.llama.args.CacheType.valueOf(attention.values().name()))
            .disableContextShift()
            .enableJinja();
    if (attention.flash()) {
      parameters.enableFlashAttn();
    }
    return options.continuousBatching() ? parameters : parameters.disableContBatching();
  }

  /// The context as the engine rounds it: up to whole blocks of its cache.
  private static int contextOf(EngineOptions options, GgufHeader header) {
    int asked = options.shape().context();
    if (asked == 0) {
      String architecture = header.text("general.architecture").orElse("llama");
      asked = (int) header.whole(architecture + ".context_length").orElse(4096);
    }
    int block = options.attention().flash() ? 256 : 32;
    return Math.ceilDiv(asked, block) * block;
  }
}
