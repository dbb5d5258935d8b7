package dev.kneeline.llama;

/// The shape of a llama model: what decides how many weights it has and how much work a token is.
///
/// Every row of a weight matrix must be whole blocks of 32, because the quantised formats store
/// blocks of 32; so the two row lengths, `embedding` and `feedForward`, are multiples of 32.
///
/// @param embedding width of the residual stream
/// @param layers number of transformer blocks
/// @param heads attention heads; each is `embedding / heads` wide
/// @param keyValueHeads heads of keys and values, each shared by `heads / keyValueHeads` heads
/// @param feedForward inner width of the feed-forward part
/// @param vocabulary number of tokens
/// @param context longest sequence in tokens
public record Architecture(
    int embedding,
    int layers,
    int heads,
    int keyValueHeads,
    int feedForward,
    int vocabulary,
    int context) {

  public Architecture {
    require(embedding % WeightType.BLOCK == 0, "embedding is a multiple of 32, not " + embedding);
    require(feedForward % WeightType.BLOCK == 0, "feedForward is a multiple of 32");
    require(embedding % heads == 0, "heads divide the embedding of " + embedding);
    require(heads % keyValueHeads == 0, "keyValueHeads divide the " + heads + " heads");
    require(layers >= 1 && context >= 1, "a model has at least one layer and one position");
  }

  /// Width of one head, which is also how many dimensions the rotary embedding turns.
  int headWidth() {
    return embedding / heads;
  }

  /// Rows of the key and of the value matrix.
  int keyValueWidth() {
    return headWidth() * keyValueHeads;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
