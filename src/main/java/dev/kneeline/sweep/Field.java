package dev.kneeline.sweep;

/// One key of a file: the row from which checks, messages, the JSON Schema and the reference page
/// come.
///
/// @param path its place, such as `server.ready.path`; `*` stands for a key of the user's own, `[]`
///   for an item of a list
/// @param fallback what counts where the key is absent, in words; `required` where nothing does
/// @param description one or two sentences
/// @param example YAML that may stand behind the key; several lines where it is a map
record Field(String path, FieldType type, String fallback, String description, String example) {

  static final String REQUIRED = "required";

  boolean required() {
    return fallback.equals(REQUIRED);
  }

  /// The last part of the path: the key itself.
  String key() {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /// The path of the map that holds the key; empty for the file itself.
  String parent() {
    return path.contains(".") ? path.substring(0, path.lastIndexOf('.')) : "";
  }
}
