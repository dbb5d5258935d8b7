package dev.kneeline.sim.model;

import java.util.Arrays;

/// The prompt as a chain of hashes, one for each whole block of tokens: equal hashes at equal
/// places mean that everything up to there is equal, which is what a prefix cache looks up.
public final class Prefix {

  private static final Prefix NONE = new Prefix(new long[0]);

  private final long[] hashes;

  private Prefix(long[] hashes) {
    this.hashes = hashes;
  }

  /// A prompt that shares nothing with any other.
  public static Prefix none() {
    return NONE;
  }

  /// The chain for a prompt of token numbers, in blocks of `blockSize`; a last, partial block is
  /// never shared and has no hash.
  public static Prefix of(int[] tokens, int blockSize) {
    long[] hashes = new long[tokens.length / blockSize];
    long chain = 0x9E3779B97F4A7C15L;
    for (int block = 0; block < hashes.length; block++) {
      for (int at = block * blockSize; at < (block + 1) * blockSize; at++) {
        chain = mix(chain ^ (tokens[at] + 1L));
      }
      hashes[block] = chain;
    }
    return new Prefix(hashes);
  }

  /// The chain of a prompt whose blocks are given by any numbers of the caller's choice.
  public static Prefix ofBlocks(long... blocks) {
    long[] hashes = Arrays.copyOf(blocks, blocks.length);
    long chain = 0x9E3779B97F4A7C15L;
    for (int block = 0; block < hashes.length; block++) {
      chain = mix(chain ^ hashes[block]);
      hashes[block] = chain;
    }
    return new Prefix(hashes);
  }

  public int blocks() {
    return hashes.length;
  }

  public long hash(int block) {
    return hashes[block];
  }

  /// The finaliser of splitmix64: every bit of the input moves half the bits of the output.
  private static long mix(long bits) {
    long first = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    long second = (first ^ (first >>> 27)) * 0x94D049BB133111EBL;
    return second ^ (second >>> 31);
  }
}
