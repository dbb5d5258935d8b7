package dev.kneeline.llama;

/// Everything that decides the bytes of a generated model: equal recipes give equal files.
///
/// The weights themselves depend on size and seed only, so the `q4_0` model is the `f16` model,
/// quantised.
///
/// @param size shape and vocabulary
/// @param weights how the matrices are stored
/// @param seed of the weights
public record ModelRecipe(ModelSize size, WeightType weights, long seed) {

  /// The seed when nobody names one.
  public static final long DEFAULT_SEED = 42;

  /// A name that tells recipes apart, such as `kneeline-demo-q4_0-seed42.gguf`.
  public String fileName() {
    return "%s-seed%d.gguf".formatted(name(), seed);
  }

  /// The name a server of this model gives itself, such as `kneeline-demo-q4_0`.
  public String name() {
    return "kneeline-%s-%s".formatted(size.label(), weights.label());
  }
}
