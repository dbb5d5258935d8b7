package dev.kneeline.load;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Gives requests in order, each encoded before its time.
interface RequestSource extends AutoCloseable {

  /// Up to this many bytes are encoded before time zero.
  long MOST_PREPARED_BYTES = 64L * 1024 * 1024;

  /// The next request, or null when there are no more.
  @Nullable LoadRequest next();

  /// What follows a request that has ended.
  ///
  /// @param answer empty for a request that failed
  default Optional<FollowUp> ended(LoadRequest request, Optional<Answer> answer) {
    return Optional.empty();
  }

  /// Requests are under way that others are to follow.
  default boolean hasFollowUps() {
    return false;
  }

  /// Requests that will not be sent because the one before them failed.
  default long abandoned() {
    return 0;
  }

  /// What a request was told.
  ///
  /// @param text "" unless texts are read
  record Answer(String text, int tokens) {}

  /// A request that goes some time after the one before it has ended.
  record FollowUp(LoadRequest request, long thinkNanos) {}

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
    return places.count() <= MOST_PREPARED_BYTES / first
        ? new PreparedRequests(prompts, encoder, places)
        : new RequestsAhead(prompts, encoder, places);
  }
}
