package dev.kneeline.space;

/// Points that mean the same: where the condition is met, a parameter does not matter.
///
/// Of the valid points that differ in nothing but the parameter, the first is kept. A backend that
/// a more specific one overrides is declared so, and so is a parameter of a feature that is
/// switched off.
///
/// @param parameter the one that does not matter
/// @param when where it does not matter; it does not read the parameter itself
public record Same(String parameter, Condition when) {

  /// What it is called in counts and messages.
  public String name() {
    return "%s does not matter when %s".formatted(parameter, when.text());
  }
}
