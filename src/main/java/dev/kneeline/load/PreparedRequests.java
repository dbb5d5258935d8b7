package dev.kneeline.load;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All requests of a run, encoded one behind the other in large blocks.
final class PreparedRequests implements RequestSource {

  private static final int BLOCK_BYTES = 1 << 20;

  private final Places places;
  private final byte[][] block;
  private final int[] from;
  private final int[] length;
  private final int[] inputTokens;
  private final int[] askedTokens;
  private int next;

  PreparedRequests(Prompts prompts, RequestEncoder encoder, Places places) {
    this.places = places;
    int count = Math.toIntExact(places.count());
    block = new byte[count][];
    from = new int[count];
    length = new int[count];
    inputTokens = new int[count];
    askedTokens = new int[count];
    fill(prompts, encoder, count);
  }

  private void fill(Prompts prompts, RequestEncoder encoder, int count) {
    List<byte[]> waiting = new ArrayList<>();
    int waitingBytes = 0;
    int begun = 0;
    for (int i = 0; i < count; i++) {
      long place = places.place(i);
      Prompt prompt = prompts.prompt(place % prompts.distinct());
      byte[] encoded = encoder.encode(place, prompt);
      inputTokens[i] = prompt.tokens();
      askedTokens[i] = prompt.askedTokens();
      length[i] = encoded.length;
      waiting.add(encoded);
      waitingBytes += encoded.length;
      if (waitingBytes >= BLOCK_BYTES || i == count - 1) {
        pack(waiting, waitingBytes, begun);
        waiting.clear();
        waitingBytes = 0;
        begun = i + 1;
      }
    }
  }

  private void pack(List<byte[]> waiting, int bytes, int begun) {
    byte[] packed = new byte[bytes];
    int at = 0;
    for (int i = 0; i < waiting.size(); i++) {
      byte[] one = waiting.get(i);
      System.arraycopy(one, 0, packed, at, one.length);
      block[begun + i] = packed;
      from[begun + i] = at;
      at += one.length;
    }
  }

  @Override
  public @Nullable LoadRequest next() {
    if (next == block.length) {
      return null;
    }
    int i = next++;
    return new LoadRequest(
        places.place(i),
        block[i],
        from[i],
        length[i],
        new LoadRequest.TokenCounts(inputTokens[i], askedTokens[i]));
  }
}
