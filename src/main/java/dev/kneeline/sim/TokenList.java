package dev.kneeline.sim;

import dev.kneeline.sim.model.Prefix;
import java.util.Arrays;
import java.util.stream.Collectors;

/// The numbers of a text's tokens.
final class TokenList {

  private final int[] ids;

  /// The array must not change afterwards.
  TokenList(int... ids) {
    this.ids = ids;
  }

  int count() {
    return ids.length;
  }

  Prefix prefix(int blockSize) {
    return Prefix.of(ids, blockSize);
  }

  /// The words of these tokens, with blanks between them.
  String text() {
    return Arrays.stream(ids).mapToObj(Words::word).collect(Collectors.joining(" "));
  }

  /// As a JSON list.
  @Override
  public String toString() {
    return Arrays.toString(ids);
  }
}
