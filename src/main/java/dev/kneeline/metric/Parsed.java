package dev.kneeline.metric;

import java.util.function.Function;

/// What became of a text that a person wrote: its meaning, or what is wrong and the way out.
public sealed interface Parsed<T> {

  /// The text was understood.
  record Good<T>(T value) implements Parsed<T> {}

  /// @param message what is wrong, without a full stop
  /// @param hint the way out, such as the nearest known key
  record Bad<T>(String message, String hint) implements Parsed<T> {}

  /// The next step's result on a good value; a bad one stays as it is.
  default <U> Parsed<U> then(Function<T, Parsed<U>> next) {
    return switch (this) {
      case Good<T>(T value) -> next.apply(value);
      case Bad<T>(String message, String hint) -> new Bad<>(message, hint);
    };
  }

  /// The value, where a failure would be an error of ours, such as a text from our own tables.
  ///
  /// @throws IllegalArgumentException with message and hint when the text was not understood
  default T orThrow() {
    return switch (this) {
      case Good<T>(T value) -> value;
      case Bad<T>(String message, String hint) ->
          throw new IllegalArgumentException(message + "; " + hint);
    };
  }
}
