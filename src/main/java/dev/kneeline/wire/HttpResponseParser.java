package dev.kneeline.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads HTTP/1.x responses off one connection, one after the other, however the bytes are cut.
///
/// Bodies may be chunked (with extensions and trailers), counted, absent (204, 304) or ended by the
/// connection's close. Interim responses (1xx) are read over. Body bytes are handed on as they
/// come, never gathered here.
public final class HttpResponseParser {

  /// Receives the parts of a response. Arrays are only lent.
  public interface Sink {

    /// The head is complete; body bytes follow.
    void head(HttpHead head) throws MalformedReply;

    void body(byte[] bytes, int from, int to) throws MalformedReply;
  }

  private enum State {
    HEAD,
    COUNTED,
    UNTIL_CLOSE,
    CHUNK_SIZE,
    CHUNK_DATA,
    CHUNK_END,
    TRAILER,
    COMPLETE
  }

  private static final int HEAD_LIMIT = 64 * 1024;
  private static final int SIZE_LINE_LIMIT = 4096;

  /// Of a chunk's size, so that it fits into a long.
  private static final int MOST_DIGITS = 15;

  private final Sink sink;
  private final Bytes head = new Bytes(512, HEAD_LIMIT, "the response head");
  private final Bytes sizeLine = new Bytes(16, SIZE_LINE_LIMIT, "a chunk's size line");
  private State state = State.HEAD;
  private long left;
  private int lineLength;

  /// A server says the same in front of most answers: what it said last, and how that was read.
  private final Bytes knownHead = new Bytes(512, HEAD_LIMIT, "the response head");

  private @Nullable HttpHead known;

  /// Blank lines before the status line are read over, as RFC 9112 2.2 advises.
  private boolean statusLine;

  private boolean began;

  public HttpResponseParser(Sink sink) {
    this.sink = sink;
  }

  /// Ready for the next response.
  public void reset() {
    state = State.HEAD;
    head.clear();
    sizeLine.clear();
    lineLength = 0;
    statusLine = false;
    began = false;
  }

  /// The response has come to its end; [#reset] before the next one.
  public boolean isComplete() {
    return state == State.COMPLETE;
  }

  /// At least one byte of the response has come.
  public boolean hasBegun() {
    return began;
  }

  /// Takes bytes up to the response's end.
  ///
  /// @return where it stopped: `to`, or the first byte behind the response
  public int feed(byte[] bytes, int from, int to) throws MalformedReply {
    int at = from;
    began |= from < to;
    while (at < to && state != State.COMPLETE) {
      at =
          switch (state) {
            case HEAD -> headLine(bytes, at, to);
            case COUNTED, CHUNK_DATA -> counted(bytes, at, to);
            case UNTIL_CLOSE -> all(bytes, at, to);
            case CHUNK_SIZE -> sizeLine(bytes, at, to);
            case CHUNK_END -> chunkEnd(bytes, at);
            case TRAILER -> trailer(bytes, at, to);
            case COMPLETE -> at;
          };
    }
    return at;
  }

  /// The connection ended.
  ///
  /// @return whether that completes the response; false when it was cut
  public boolean end() {
    if (state == State.UNTIL_CLOSE) {
      state = State.COMPLETE;
    }
    return state == State.COMPLETE;
  }

  private int headLine(byte[] bytes, int from, int to) throws MalformedReply {
    if (known != null && isKnownHead(bytes, from, to)) {
      take(known);
      return from + knownHead.length();
    }
    for (int at = from; at < to; at++) {
      if (bytes[at] != '\n') {
        lineLength += bytes[at] == '\r' ? 0 : 1;
        continue;
      }
      boolean blank = lineLength == 0;
      lineLength = 0;
      if (blank && statusLine) {
        head.append(bytes, from, at + 1);
        headComplete();
        return at + 1;
      }
      statusLine |= !blank;
    }
    head.append(bytes, from, to);
    return to;
  }

  private boolean isKnownHead(byte[] bytes, int from, int to) {
    int length = knownHead.length();
    return head.isEmpty()
        && to - from >= length
        && Arrays.equals(bytes, from, from + length, knownHead.array(), 0, length);
  }

  private void headComplete() throws MalformedReply {
    HttpHead parsed = HttpHead.parse(head.array(), head.length());
    knownHead.clear();
    knownHead.append(head.array(), 0, head.length());
    known = parsed;
    head.clear();
    take(parsed);
  }

  private void take(HttpHead parsed) throws MalformedReply {
    statusLine = false;
    if (parsed.status() / 100 == 1) {
      return;
    }
    left = parsed.contentLength();
    if (parsed.isBodiless()) {
      state = State.COMPLETE;
    } else if (parsed.chunked()) {
      state = State.CHUNK_SIZE;
    } else if (left == HttpHead.NO_LENGTH) {
      state = State.UNTIL_CLOSE;
    } else {
      state = left == 0 ? State.COMPLETE : State.COUNTED;
    }
    sink.head(parsed);
  }

  private int all(byte[] bytes, int from, int to) throws MalformedReply {
    sink.body(bytes, from, to);
    return to;
  }

  private int counted(byte[] bytes, int from, int to) throws MalformedReply {
    int end = from + (int) Math.min(to - from, left);
    sink.body(bytes, from, end);
    left -= end - from;
    if (left == 0) {
      state = state == State.COUNTED ? State.COMPLETE : State.CHUNK_END;
    }
    return end;
  }

  private int sizeLine(byte[] bytes, int from, int to) throws MalformedReply {
    int at = from;
    while (at < to && bytes[at] != '\n') {
      at++;
    }
    if (at == to) {
      sizeLine.append(bytes, from, to);
      return to;
    }
    if (sizeLine.isEmpty()) {
      left = chunkSize(bytes, from, at);
    } else {
      sizeLine.append(bytes, from, at);
      left = chunkSize(sizeLine.array(), 0, sizeLine.length());
      sizeLine.clear();
    }
    state = left == 0 ? State.TRAILER : State.CHUNK_DATA;
    lineLength = 0;
    return at + 1;
  }

  /// Hex digits up to an extension, blank or line end: `1a;name=value` is 26.
  private static long chunkSize(byte[] line, int from, int to) throws MalformedReply {
    long size = 0;
    int at = from;
    for (int digit; at < to && (digit = hexDigit(line[at])) >= 0; at++) {
      size = 16 * size + digit;
      if (at - from == MOST_DIGITS) {
        throw badSize(line, from, to);
      }
    }
    boolean clean = at == to || "; \t\r".indexOf(line[at]) >= 0;
    if (at == from || !clean) {
      throw badSize(line, from, to);
    }
    return size;
  }

  private static int hexDigit(byte character) {
    if (character >= '0' && character <= '9') {
      return character - '0';
    }
    int lower = character | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }

  private static MalformedReply badSize(byte[] line, int from, int to) {
    String text = new String(line, from, to - from, StandardCharsets.ISO_8859_1).strip();
    return new MalformedReply("'%s' is no chunk size".formatted(text));
  }

  private int chunkEnd(byte[] bytes, int at) throws MalformedReply {
    if (bytes[at] == '\n') {
      state = State.CHUNK_SIZE;
    } else if (bytes[at] != '\r') {
      throw new MalformedReply("a chunk is longer than its size line says");
    }
    return at + 1;
  }

  private int trailer(byte[] bytes, int from, int to) throws MalformedReply {
    for (int at = from; at < to; at++) {
      if (bytes[at] == '\n') {
        if (lineLength == 0) {
          state = State.COMPLETE;
          return at + 1;
        }
        lineLength = 0;
      } else if (bytes[at] != '\r' && ++lineLength > SIZE_LINE_LIMIT) {
        throw new MalformedReply("a trailer is longer than %d bytes".formatted(SIZE_LINE_LIMIT));
      }
    }
    return to;
  }
}
