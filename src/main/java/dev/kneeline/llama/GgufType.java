package dev.kneeline.llama;

/// The types of metadata values in a GGUF file, in the order of their numbers.
enum GgufType {
  UNSIGNED_8,
  SIGNED_8,
  UNSIGNED_16,
  SIGNED_16,
  UNSIGNED_32,
  SIGNED_32,
  REAL_32,
  FLAG,
  TEXT,
  ARRAY,
  UNSIGNED_64,
  SIGNED_64,
  REAL_64
}
