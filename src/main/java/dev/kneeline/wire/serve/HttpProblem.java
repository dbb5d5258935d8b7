package dev.kneeline.wire.serve;

/// A request that breaks the protocol or a limit: the status to answer before the connection
/// closes.
final class HttpProblem extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;

  HttpProblem(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}
