package dev.kneeline.load;

import org.jspecify.annotations.Nullable;

/// Gives requests in order, each encoded before its time.
interface RequestSource extends AutoCloseable {

  /// Up to this many bytes are encoded before time zero.
  long MOST_PREPARED_BYTES = 64L * 1024 * 1024;

  /// The next request, or null when there are no more.
  @Nullable LoadRequest next();

  @Override
  default void close() {}

  /// The prompts of some places: encoded now where they fit, else kept ahead by a thread of its
  /// own.
  static RequestSource of(Prompts prompts, RequestEncoder encoder, Places places) {
    if (places.count() == 0) {
      return () -> null;
    }
    long from = places.place(0);
    int first = encoder.encode(from, prompts.prompt(from % prompts.distinct())).length;
    return places.count() * first <= MOST_PREPARED_BYTES
        ? new PreparedRequests(prompts, encoder, places)
        : new RequestsAhead(prompts, encoder, places);
  }
}
