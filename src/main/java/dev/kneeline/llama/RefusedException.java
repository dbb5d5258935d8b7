package dev.kneeline.llama;

/// A request that gets an error for an answer, in llama-server's shape.
final class RefusedException extends RuntimeException {

  private final int status;
  private final String type;

  RefusedException(int status, String type, String message) {
    super(message);
    this.status = status;
    this.type = type;
  }

  static RefusedException invalid(String message) {
    return new RefusedException(400, "invalid_request_error", message);
  }

  int status() {
    return status;
  }

  String type() {
    return type;
  }
}
