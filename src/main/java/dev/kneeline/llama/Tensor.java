package dev.kneeline.llama;

import java.util.ArrayList;
import java.util.List;

/// One matrix (or, with one row, vector) of a generated model.
///
/// @param name as llama.cpp looks it up
/// @param columns length of a row; the dimension that varies fastest in the file
/// @param rows number of rows
/// @param type how it is stored
/// @param filling what its weights are
record Tensor(String name, int columns, int rows, WeightType type, Filling filling) {

  /// What weights a tensor gets.
  ///
  /// Random weights alone would make a model write control tokens and broken UTF-8. So component 0
  /// of the residual stream is reserved: every embedding has 1 there and no layer writes to it.
  /// Column 0 of the output matrix then acts as a bias per token, which rules out all but words.
  enum Filling {
    /// All 1: the norms.
    ONES,
    /// Uniform around zero.
    RANDOM,
    /// Random, with 1 in component 0 of every row.
    EMBEDDING,
    /// Random, with row 0 all zero: it writes to the residual stream.
    RESIDUAL,
    /// Random and larger, with the bias of each token in component 0.
    OUTPUT
  }

  /// Size in the file without padding.
  long bytes() {
    return type.bytes((long) columns * rows);
  }

  /// All tensors of a model in file order. Norms are full precision in every model, as llama.cpp
  /// demands.
  static List<Tensor> of(Architecture shape, WeightType type) {
    int embedding = shape.embedding();
    int inner = shape.feedForward();
    List<Tensor> tensors = new ArrayList<>();
    tensors.add(
        new Tensor("token_embd.weight", embedding, shape.vocabulary(), type, Filling.EMBEDDING));
    tensors.add(norm("output_norm.weight", embedding));
    tensors.add(new Tensor("output.weight", embedding, shape.vocabulary(), type, Filling.OUTPUT));
    for (int layer = 0; layer < shape.layers(); layer++) {
      String block = "blk.%d.".formatted(layer);
      tensors.add(norm(block + "attn_norm.weight", embedding));
      tensors.add(random(block + "attn_q.weight", embedding, embedding, type));
      tensors.add(random(block + "attn_k.weight", embedding, shape.keyValueWidth(), type));
      tensors.add(random(block + "attn_v.weight", embedding, shape.keyValueWidth(), type));
      tensors.add(
          new Tensor(block + "attn_output.weight", embedding, embedding, type, Filling.RESIDUAL));
      tensors.add(norm(block + "ffn_norm.weight", embedding));
      tensors.add(random(block + "ffn_gate.weight", embedding, inner, type));
      tensors.add(random(block + "ffn_up.weight", embedding, inner, type));
      tensors.add(new Tensor(block + "ffn_down.weight", inner, embedding, type, Filling.RESIDUAL));
    }
    return List.copyOf(tensors);
  }

  private static Tensor norm(String name, int columns) {
    return new Tensor(name, columns, 1, WeightType.F32, Filling.ONES);
  }

  private static Tensor random(String name, int columns, int rows, WeightType type) {
    return new Tensor(name, columns, rows, type, Filling.RANDOM);
  }
}
