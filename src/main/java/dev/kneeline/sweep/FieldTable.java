package dev.kneeline.sweep;

import java.util.List;
import java.util.Optional;

/// All keys of one kind of file.
///
/// @param fields in the order of the reference page
record FieldTable(List<Field> fields) {

  FieldTable {
    fields = List.copyOf(fields);
  }

  /// The fields directly below a path, `""` being the file.
  List<Field> below(String path) {
    return fields.stream().filter(field -> field.parent().equals(path)).toList();
  }

  Optional<Field> at(String path) {
    return fields.stream().filter(field -> field.path().equals(path)).findFirst();
  }
}
