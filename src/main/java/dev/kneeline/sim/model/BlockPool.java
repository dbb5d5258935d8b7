package dev.kneeline.sim.model;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The blocks of a KV cache: free ones, ones that belong to a sequence, and ones with a known
/// prefix, which sequences share and which stay after them until room is needed.
///
/// Blocks are counted and not numbered: which one a sequence gets makes no difference to time.
final class BlockPool {

  /// A block whose content is a known prefix.
  private static final class Known {
    private final long hash;
    private int users;
    private @Nullable Known older;
    private @Nullable Known newer;

    private Known(long hash) {
      this.hash = hash;
    }
  }

  private final int blocks;
  private final Map<Long, Known> known = new HashMap<>();
  private @Nullable Known oldest;
  private @Nullable Known newest;
  private int free;
  private int unused;

  BlockPool(int blocks) {
    this.blocks = blocks;
    this.free = blocks;
  }

  /// Part of the cache that running sequences hold.
  double use() {
    return 1 - (double) (free + unused) / blocks;
  }

  /// How many leading blocks of a prefix are known.
  int match(Prefix prefix) {
    int block = 0;
    while (block < prefix.blocks() && known.containsKey(prefix.hash(block))) {
      block++;
    }
    return block;
  }

  /// Takes the blocks of the longest known prefix, at most so many, and tells how many.
  int acquire(Prefix prefix, int atMost) {
    int wanted = Math.min(prefix.blocks(), atMost);
    for (int block = 0; block < wanted; block++) {
      Known found = known.get(prefix.hash(block));
      if (found == null) {
        return block;
      }
      use(found);
    }
    return wanted;
  }

  /// Takes blocks for one sequence alone, forgetting the longest unused prefixes where it must;
  /// false, and nothing taken, where there are not enough.
  boolean allocate(int count) {
    if (count > free + unused) {
      return false;
    }
    while (free < count) {
      forgetOldest();
    }
    free -= count;
    return true;
  }

  /// Gives back blocks of one sequence alone.
  void release(int count) {
    free += count;
  }

  /// Gives back the first `count` blocks of a prefix; they stay known. The last goes first, so that
  /// the chain is forgotten from its end.
  void releaseKnown(Prefix prefix, int count) {
    for (int block = count - 1; block >= 0; block--) {
      Known held = known.get(prefix.hash(block));
      if (held != null && --held.users == 0) {
        unused++;
        append(held);
      }
    }
  }

  /// Makes blocks `from` to `to` of a prefix known, which the caller held for itself and now
  /// shares.
  void publish(Prefix prefix, int from, int to) {
    for (int block = from; block < to; block++) {
      Known there = known.get(prefix.hash(block));
      if (there == null) {
        Known made = new Known(prefix.hash(block));
        made.users = 1;
        known.put(made.hash, made);
      } else {
        // Another sequence computed the same meanwhile: one of the two blocks is free again.
        use(there);
        free++;
      }
    }
  }

  /// Forgets every prefix that no sequence uses.
  void forgetUnused() {
    while (oldest != null) {
      forgetOldest();
    }
  }

  private void use(Known block) {
    if (block.users++ == 0) {
      unused--;
      unlink(block);
    }
  }

  private void forgetOldest() {
    Known block = oldest;
    if (block == null) {
      throw new IllegalStateException("no unused block to forget");
    }
    unlink(block);
    known.remove(block.hash);
    unused--;
    free++;
  }

  private void append(Known block) {
    block.older = newest;
    block.newer = null;
    if (newest == null) {
      oldest = block;
    } else {
      newest.newer = block;
    }
    newest = block;
  }

  private void unlink(Known block) {
    if (block.older == null) {
      oldest = block.newer;
    } else {
      block.older.newer = block.newer;
    }
    if (block.newer == null) {
      newest = block.older;
    } else {
      block.newer.older = block.older;
    }
    block.older = null;
    block.newer = null;
  }
}
