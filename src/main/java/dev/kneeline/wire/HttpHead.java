package dev.kneeline.wire;

import java.nio.charset.StandardCharsets;

/// What a response's head says about the rest of the response.
///
/// @param status 100 to 999
/// @param contentLength bytes of the body, or [#NO_LENGTH]
/// @param chunked the body comes in chunks, and `contentLength` does not count
/// @param keepAlive the connection may serve another request afterwards
/// @param eventStream the body's type is `text/event-stream`
/// @param encoding the content encoding, "" when the body is plain
/// @param reason the words after the status, for messages
public record HttpHead(
    int status,
    long contentLength,
    boolean chunked,
    boolean keepAlive,
    boolean eventStream,
    String encoding,
    String reason) {

  public static final long NO_LENGTH = -1;

  /// 204 and 304 have no body, whatever their headers say.
  boolean isBodiless() {
    return status == 204 || status == 304;
  }

  /// Reads a complete head, blank line included.
  static HttpHead parse(byte[] bytes, int length) throws MalformedReply {
    return new Reader(bytes, length).read();
  }

  /// Walks the head's lines once, by bytes: sixty thousand heads a second leave no time for
  /// strings.
  private static final class Reader {
    private final byte[] bytes;
    private final int length;
    private long contentLength = NO_LENGTH;
    private boolean chunked;
    private boolean keepAlive;
    private boolean eventStream;
    private String encoding = "";

    Reader(byte[] bytes, int length) {
      this.bytes = bytes;
      this.length = length;
    }

    HttpHead read() throws MalformedReply {
      int from = 0;
      while (bytes[from] == '\r' || bytes[from] == '\n') {
        from++;
      }
      int end = lineEnd(from);
      if (!is(from, end, "http/1.") || end - from < 12) {
        throw new MalformedReply("'%s' is no HTTP/1 status line".formatted(excerpt(from, end)));
      }
      keepAlive = bytes[from + 7] != '0';
      int status = status(from + 9, end);
      String reason = text(Math.min(from + 13, end), end).strip();
      for (from = next(end); from < length; from = next(end)) {
        end = lineEnd(from);
        header(from, end);
      }
      return new HttpHead(status, contentLength, chunked, keepAlive, eventStream, encoding, reason);
    }

    private int status(int from, int end) throws MalformedReply {
      int status = 0;
      for (int at = from; at < from + 3; at++) {
        int digit = bytes[at] - '0';
        if (digit < 0 || digit > 9) {
          throw new MalformedReply("'%s' is no HTTP status".formatted(excerpt(from, end)));
        }
        status = 10 * status + digit;
      }
      return status;
    }

    private void header(int from, int end) throws MalformedReply {
      int colon = from;
      while (colon < end && bytes[colon] != ':') {
        colon++;
      }
      int value = colon + 1;
      while (value < end && (bytes[value] == ' ' || bytes[value] == '\t')) {
        value++;
      }
      switch (colon - from) {
        case 10 -> {
          if (is(from, end, "connection:")) {
            keepAlive =
                contains(value, end, "keep-alive") || (keepAlive && !contains(value, end, "close"));
          }
        }
        case 12 ->
            eventStream |= is(from, end, "content-type:") && is(value, end, "text/event-stream");
        case 14 -> {
          if (is(from, end, "content-length:")) {
            contentLength = length(value, end);
          }
        }
        case 16 -> {
          if (is(from, end, "content-encoding:") && !is(value, end, "identity")) {
            encoding = text(value, end).strip();
          }
        }
        case 17 ->
            chunked |= is(from, end, "transfer-encoding:") && contains(value, end, "chunked");
        default -> {
          // No header of that length matters here.
        }
      }
    }

    private long length(int from, int end) throws MalformedReply {
      try {
        long length = Long.parseLong(text(from, end).strip());
        if (length >= 0) {
          return length;
        }
      } catch (NumberFormatException notANumber) {
        // Told below, like a negative one.
      }
      throw new MalformedReply("'%s' is no content length".formatted(excerpt(from, end)));
    }

    private int lineEnd(int from) {
      int at = from;
      while (at < length && bytes[at] != '\n') {
        at++;
      }
      return at > from && bytes[at - 1] == '\r' ? at - 1 : at;
    }

    private int next(int end) {
      int at = end;
      while (at < length && bytes[at] != '\n') {
        at++;
      }
      return at + 1;
    }

    /// Whether the bytes from there on are these, in any case of letters. `lower` is in lower case.
    private boolean is(int from, int end, String lower) {
      if (end - from < lower.length()) {
        return false;
      }
      for (int i = 0; i < lower.length(); i++) {
        int here = bytes[from + i];
        int folded = here >= 'A' && here <= 'Z' ? here + 32 : here;
        if (folded != lower.charAt(i)) {
          return false;
        }
      }
      return true;
    }

    private boolean contains(int from, int end, String lower) {
      for (int at = from; at + lower.length() <= end; at++) {
        if (is(at, end, lower)) {
          return true;
        }
      }
      return false;
    }

    private String text(int from, int end) {
      return new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
    }

    private String excerpt(int from, int end) {
      return text(from, Math.min(end, from + 80));
    }
  }
}
