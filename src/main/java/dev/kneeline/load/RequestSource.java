package dev.kneeline.load;

import org.jspecify.annotations.Nullable;

/// Gives requests in order, each encoded before its time.
@FunctionalInterface
interface RequestSource {

  /// The next request, or null when there are no more.
  @Nullable LoadRequest next();

  /// The first `count` prompts, encoded now.
  static RequestSource prepared(Prompts prompts, RequestEncoder encoder, long from, long count) {
    LoadRequest[] ready = new LoadRequest[(int) count];
    for (int i = 0; i < ready.length; i++) {
      ready[i] = encoder.encode(from + i, prompts.prompt((from + i) % prompts.distinct()));
    }
    return new RequestSource() {
      private int next;

      @Override
      public @Nullable LoadRequest next() {
        return next < ready.length ? ready[next++] : null;
      }
    };
  }
}
