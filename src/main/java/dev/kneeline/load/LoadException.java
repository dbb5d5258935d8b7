package dev.kneeline.load;

/// A load that could not be applied at all, as opposed to one whose requests failed.
public final class LoadException extends Exception {

  private final String hint;

  public LoadException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  /// The way out, in one sentence.
  public String hint() {
    return hint;
  }
}
