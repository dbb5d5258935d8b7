package dev.kneeline.wire.serve;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns bytes, cut anywhere, into requests (RFC 9112): fixed and chunked bodies, pipelined or not.
///
/// Bytes are kept until a whole request is there; a request that is still incomplete is looked at
/// again only from where the last look ended, so that a byte at a time costs linear time.
final class RequestParser {

  private static final int HEAD_LIMIT = 64 * 1024;
  private static final int BODY_LIMIT = 64 * 1024 * 1024;

  private byte[] bytes = new byte[4096];
  private int length;
  private int searched;
  private @Nullable Head head;

  /// What is known once the blank line was seen; `chunks` is null where the length was given.
  private record Head(
      String method,
      String target,
      Map<String, String> headers,
      int bodyStart,
      int bodyLength,
      boolean keepAlive,
      @Nullable ChunkedBody chunks) {}

  /// Takes the first `count` of these bytes.
  void feed(byte[] from, int count) {
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
    }
    System.arraycopy(from, 0, bytes, length, count);
    length += count;
  }

  /// Bytes that wait for the rest of their request, or for their turn.
  int buffered() {
    return length;
  }

  /// The next whole request, or null while more bytes are needed.
  @Nullable HttpRequest poll() throws HttpProblem {
    Head known = head == null ? findHead() : head;
    head = known;
    if (known == null) {
      return null;
    }
    if (known.chunks() != null) {
      return pollChunked(known, known.chunks());
    }
    int end = known.bodyStart() + known.bodyLength();
    if (length < end) {
      return null;
    }
    return take(known, Arrays.copyOfRange(bytes, known.bodyStart(), end), end);
  }

  /// True once after a head that asks for `100 Continue` before it sends its body.
  boolean wantsContinue() {
    Head known = head;
    if (known == null || !"100-continue".equalsIgnoreCase(known.headers().get("expect"))) {
      return false;
    }
    known.headers().remove("expect");
    return true;
  }

  private @Nullable HttpRequest pollChunked(Head known, ChunkedBody chunks) throws HttpProblem {
    if (!chunks.advance(bytes, length)) {
      return null;
    }
    return take(known, chunks.body(), chunks.position());
  }

  private HttpRequest take(Head known, byte[] body, int end) {
    System.arraycopy(bytes, end, bytes, 0, length - end);
    length -= end;
    searched = 0;
    head = null;
    return new HttpRequest(
        known.method(), known.target(), known.headers(), body, known.keepAlive());
  }

  private @Nullable Head findHead() throws HttpProblem {
    skipBlankLines();
    for (int at = Math.max(searched, 3); at < length; at++) {
      if (bytes[at] == '\n' && bytes[at - 1] == '\r' && bytes[at - 2] == '\n') {
        return parseHead(new String(bytes, 0, at - 1, StandardCharsets.ISO_8859_1), at + 1);
      }
    }
    searched = length;
    if (length > HEAD_LIMIT) {
      throw new HttpProblem(431, "the request's head is over %d bytes".formatted(HEAD_LIMIT));
    }
    return null;
  }

  /// RFC 9112 2.2: a server ignores an empty line before the request line.
  private void skipBlankLines() {
    int blank = 0;
    while (searched == 0 && blank < length && (bytes[blank] == '\r' || bytes[blank] == '\n')) {
      blank++;
    }
    if (blank > 0) {
      System.arraycopy(bytes, blank, bytes, 0, length - blank);
      length -= blank;
    }
  }

  private static Head parseHead(String text, int bodyStart) throws HttpProblem {
    String[] lines = text.split("\r\n");
    String[] words = lines[0].split(" ");
    if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
      throw new HttpProblem(400, "not an HTTP/1.1 request line: " + lines[0]);
    }
    Map<String, String> headers = new HashMap<>();
    for (int line = 1; line < lines.length; line++) {
      int colon = lines[line].indexOf(':');
      if (colon <= 0) {
        throw new HttpProblem(400, "a header line without a name: " + lines[line]);
      }
      String name = lines[line].substring(0, colon).toLowerCase(Locale.ROOT);
      headers.put(name, lines[line].substring(colon + 1).strip());
    }
    boolean chunked =
        headers.getOrDefault("transfer-encoding", "").toLowerCase(Locale.ROOT).endsWith("chunked");
    String connection = headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT);
    boolean keepAlive =
        words[2].equals("HTTP/1.1") ? !connection.contains("close") : connection.contains("keep-");
    return new Head(
        words[0],
        words[1],
        headers,
        bodyStart,
        chunked ? 0 : bodyLength(headers.getOrDefault("content-length", "0")),
        keepAlive,
        chunked ? new ChunkedBody(bodyStart, BODY_LIMIT) : null);
  }

  private static int bodyLength(String header) throws HttpProblem {
    long size;
    try {
      size = Long.parseLong(header);
    } catch (NumberFormatException notANumber) {
      throw new HttpProblem(400, "content-length is not a number: " + header);
    }
    if (size < 0 || size > BODY_LIMIT) {
      throw new HttpProblem(413, "a body of %s bytes is over the limit".formatted(header));
    }
    return (int) size;
  }
}
