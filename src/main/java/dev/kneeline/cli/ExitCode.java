package dev.kneeline.cli;

/// What a command's end means to a script.
public final class ExitCode {

  /// All well; an SLA that nobody meets is an answer too.
  public static final int OK = 0;

  /// Something was attempted and failed, or a gate failed.
  public static final int FAILED = 1;

  /// The command or a file is wrong.
  public static final int WRONG = 2;

  /// Nothing could be attempted: no such program, no JDK, folder locked.
  public static final int IMPOSSIBLE = 3;

  /// A bug of ours.
  public static final int BUG = 4;

  /// Ended by the user.
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
