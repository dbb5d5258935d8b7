package dev.kneeline.study;

/// Whose fault a failure is, and so where its reader should look.
public enum Blame {
  USER,
  SERVER,
  LOAD,
  CLUSTER,
  INTERNAL
}
