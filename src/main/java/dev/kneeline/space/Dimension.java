package dev.kneeline.space;

/// One loop of the nest that a space is: a parameter, or rows of several parameters that move
/// together.
public sealed interface Dimension permits Parameter, Rows {

  String name();
}
