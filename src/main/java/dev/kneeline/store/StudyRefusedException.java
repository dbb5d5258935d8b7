package dev.kneeline.store;

/// A study that cannot be opened; nothing in the folder was touched.
public final class StudyRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /// Why.
  public enum Reason {
    /// There is something else at that path.
    NOT_A_STUDY,
    /// Nothing is there.
    MISSING,
    /// A newer Kneeline wrote it.
    NEWER_FORMAT,
    /// Its format file cannot be understood.
    DAMAGED,
    /// Another controller holds the lease.
    LOCKED,
    /// The disk is nearly full.
    NO_SPACE,
    /// The folder cannot be written.
    NOT_WRITABLE
  }

  private final Reason reason;
  private final String hint;

  StudyRefusedException(Reason reason, String message, String hint) {
    super(message);
    this.reason = reason;
    this.hint = hint;
  }

  public Reason reason() {
    return reason;
  }

  /// The way out, as one sentence.
  public String hint() {
    return hint;
  }
}
