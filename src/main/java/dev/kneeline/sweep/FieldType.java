package dev.kneeline.sweep;

import java.util.List;

/// What may stand behind a key of a file.
sealed interface FieldType {

  /// Characters; a number or a switch counts as its spelling.
  record Text() implements FieldType {}

  /// Words, and no number.
  record Phrase() implements FieldType {}

  /// A whole number of at least `least`.
  record Whole(long least) implements FieldType {}

  /// A decimal number above zero.
  record Positive() implements FieldType {}

  /// `true` or `false`.
  record Switch() implements FieldType {}

  /// A length of time: `500ms`, `30s`, `15 min`, `6h`; a bare number counts seconds.
  record Period() implements FieldType {}

  /// One of a few words.
  record Word(List<String> words) implements FieldType {}

  /// A command: a list of words, or one text that is cut into words as a shell would, without a
  /// shell.
  record Command() implements FieldType {}

  /// The values of a parameter: a list, a range, or a single value.
  record Axis() implements FieldType {}

  /// Any value; a `{placeholder}` is filled by a parameter.
  record Any() implements FieldType {}

  /// A list of such values; a single one counts as a list of one.
  record Listing(FieldType item) implements FieldType {}

  /// A map with keys of the user's own.
  record Table(FieldType value) implements FieldType {}

  /// A map whose keys are the fields below this one.
  record Section() implements FieldType {}

  /// The first of these that the value's shape fits.
  record Either(List<FieldType> types) implements FieldType {}

  static FieldType either(FieldType... types) {
    return new Either(List.of(types));
  }

  /// For people: the reference page and messages say it so.
  default String describe() {
    return switch (this) {
      case Text text -> "text";
      case Phrase phrase -> "words";
      case Whole(long least) -> "a whole number, %d or more".formatted(least);
      case Positive positive -> "a number above 0";
      case Switch onOff -> "true or false";
      case Period period -> "a time such as 30s";
      case Word(List<String> words) -> String.join(" | ", words);
      case Command command -> "a list of words, or text";
      case Axis axis -> "a list, a range or a value";
      case Any any -> "any value";
      case Listing(FieldType item) -> "a list of " + item.describe();
      case Table(FieldType value) -> "a map of names to " + value.describe();
      case Section section -> "a map";
      case Either(List<FieldType> types) ->
          String.join(", or ", types.stream().map(FieldType::describe).toList());
    };
  }
}
