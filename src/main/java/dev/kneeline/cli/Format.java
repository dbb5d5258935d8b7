package dev.kneeline.cli;

/// The forms in which data is printed.
enum Format {
  TABLE,
  JSON,
  CSV,
  MD
}
