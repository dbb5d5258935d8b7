package dev.kneeline.wire;

/// What came is not HTTP, or not an event stream, or larger than anybody should send. The message
/// says where.
public final class MalformedReply extends Exception {

  public MalformedReply(String message) {
    super(message, null, false, false);
  }
}
