package dev.kneeline.llama;

import java.nio.file.Path;
import java.util.Optional;

/// What the command line asks of the embedded engine, checked.
///
/// @param listen where the front listens
/// @param model which weights to load
/// @param alias the model's name to clients; without one, the model's own
/// @param shape slots and sizes
/// @param attention how attention is computed and its cache stored
/// @param continuousBatching whether a new prompt may join a running batch
record EngineOptions(
    Listen listen,
    ModelSource model,
    Optional<String> alias,
    Shape shape,
    Attention attention,
    boolean continuousBatching) {

  /// @param port 0 takes a free one
  record Listen(String host, int port) {}

  /// Where the weights come from.
  sealed interface ModelSource {
    /// A GGUF file that exists already.
    record File(Path path) implements ModelSource {}

    /// A generated model, kept in a folder and made on first use.
    record Generated(ModelRecipe recipe, Path folder) implements ModelSource {}
  }

  /// @param slots requests served at once
  /// @param context tokens of all slots together; 0 is the model's own length
  /// @param threads of computation
  /// @param batch most tokens handed over at once
  /// @param microBatch most tokens computed at once
  record Shape(int slots, int context, int threads, int batch, int microBatch) {}

  /// @param flash whether attention is computed without storing its matrix
  /// @param keys storage type of cached keys, by llama.cpp's name
  /// @param values storage type of cached values, by llama.cpp's name
  record Attention(boolean flash, CacheType keys, CacheType values) {}

  /// How the attention cache is stored; only the types which the CPU supports in every build.
  enum CacheType {
    F32,
    F16,
    BF16,
    Q8_0,
    Q4_0,
    Q4_1,
    IQ4_NL,
    Q5_0,
    Q5_1
  }
}
