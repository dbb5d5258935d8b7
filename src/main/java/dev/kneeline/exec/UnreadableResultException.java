package dev.kneeline.exec;

/// A result file that is missing, cut off or not of the format that was named.
public final class UnreadableResultException extends Exception {

  private static final long serialVersionUID = 1;

  public UnreadableResultException(String message) {
    super(message);
  }
}
