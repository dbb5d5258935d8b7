package dev.kneeline.sim.model;

/// A language model by its dimensions.
///
/// @param name as the simulation calls it
/// @param parameters how many there are
/// @param layers transformer blocks
/// @param hidden width of the residual stream
/// @param attention what it keeps and computes for each token of context
/// @param experts which of its parameters a token uses
/// @param contextLength longest prompt and answer together
/// @param precision the format its weights are published in
public record ModelShape(
    String name,
    Parameters parameters,
    int layers,
    int hidden,
    Attention attention,
    Experts experts,
    int contextLength,
    Precision precision) {

  /// @param total all of them
  /// @param active those that one token uses
  /// @param routed those in experts that tokens are routed to
  public record Parameters(double total, double active, double routed) {}

  /// @param kvHeads into how many parts the KV cache can be split among GPUs; 1 for a latent cache
  /// @param numbers of the KV cache for one token in one layer
  /// @param operations for one pair of a prompt's token and a token before it, in one layer
  /// @param answerOperations the same for an answer's token, which may be computed another way
  public record Attention(int kvHeads, int numbers, double operations, double answerOperations) {}

  /// @param count experts in a layer, 0 in a dense model
  /// @param chosen experts that one token is routed to
  public record Experts(int count, int chosen) {

    /// The expected share of experts that at least one of `tokens` is routed to, when the choice is
    /// even: 1 - (1 - chosen/count)^tokens. With 8 of 256 and 64 tokens 0.869.
    public double touched(double tokens) {
      return count == 0 ? 0 : 1 - StrictMath.pow(1 - (double) chosen / count, tokens);
    }
  }

  /// One layer of it, as heads that guess ahead (EAGLE, MTP) are built.
  public ModelShape layer() {
    Parameters one =
        new Parameters(
            parameters.total() / layers,
            parameters.active() / layers,
            parameters.routed() / layers);
    return new ModelShape(
        name + "/layer", one, 1, hidden, attention, experts, contextLength, precision);
  }

  /// Bytes of the KV cache for one token in all layers, on all GPUs of one copy together.
  ///
  /// Llama 3.1 8B keeps 2 x 8 heads x 128 numbers in each of 32 layers: 131,072 bytes in bf16.
  public double kvBytes(Precision kvPrecision) {
    return (double) layers * attention.numbers() * kvPrecision.bytes();
  }
}
