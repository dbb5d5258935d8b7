package dev.kneeline.wire;

/// Splits a byte stream into server-sent events, exactly as the WHATWG standard has it and however
/// the bytes are cut.
///
/// Lines end with LF, CR or CRLF; lines that start with a colon are comments; a field's value loses
/// one leading space; several `data` lines are joined with LF; a blank line ends the event; an
/// event without data is dropped; a byte order mark at the start is skipped. Two liberties: an
/// event whose final blank line is missing counts when the stream ends ([#end]), because servers
/// that stop in a hurry leave it out, and `id` and `retry` are read over.
///
/// An event that lies whole in one read is handed on without a copy. `data: {"a":1}\n\n` gives one
/// event of 7 bytes.
public final class SseParser {

  /// Receives each event. The array is only lent.
  public interface Sink {

    /// @param bytes holds the event's data at `from` (inclusive) to `to` (exclusive)
    /// @param error the event's type was `error`
    void event(byte[] bytes, int from, int to, boolean error) throws MalformedReply;
  }

  private static final int EVENT_LIMIT = 16 * 1024 * 1024;
  private static final byte[] NOTHING = new byte[0];
  private static final byte[] DATA = {'d', 'a', 't', 'a'};
  private static final byte[] EVENT = {'e', 'v', 'e', 'n', 't'};
  private static final byte[] ERROR = {'e', 'r', 'r', 'o', 'r'};
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final Sink sink;
  private final Bytes line = new Bytes(256, EVENT_LIMIT, "a line of the event stream");
  private final Bytes data = new Bytes(256, EVENT_LIMIT, "an event");

  /// The only data line so far, lent by the caller of `feed`; `lentTo` is -1 when there is none.
  private byte[] lent = NOTHING;

  private int lentFrom;
  private int lentTo = -1;
  private boolean hasData;
  private boolean error;
  private final KnownLine knownLine = new KnownLine();

  /// The last byte was a CR, so that an LF which comes next belongs to it.
  private boolean afterReturn;

  private boolean started;

  public SseParser(Sink sink) {
    this.sink = sink;
  }

  /// Ready for the next stream.
  public void reset() {
    line.clear();
    forget();
    afterReturn = false;
    started = false;
  }

  /// Takes the next bytes of the stream and hands on every event that they complete.
  public void feed(byte[] bytes, int from, int to) throws MalformedReply {
    int start = from;
    while (start < to) {
      int known = bytes[start] > '\r' ? knownLine.clearUpTo(bytes, start, to) : start;
      int end = lineEnd(bytes, known, to);
      if (end == to) {
        break;
      }
      if (end > known) {
        knownLine.remember(bytes, start, end);
      }
      boolean secondHalf = bytes[end] == '\n' && afterReturn && end == start && line.isEmpty();
      if (!secondHalf) {
        line(bytes, start, end);
      }
      afterReturn = bytes[end] == '\r';
      start = end + 1;
    }
    afterReturn &= start == to;
    line.append(bytes, start, to);
    keepLent();
  }

  private static int lineEnd(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] != '\n' && bytes[at] != '\r') {
      at++;
    }
    return at;
  }

  /// The stream ended: an event that lacks only its blank line is handed on.
  public void end() throws MalformedReply {
    if (!line.isEmpty()) {
      field(line.array(), 0, line.length());
      keepLent();
      line.clear();
    }
    dispatch();
    reset();
  }

  private void line(byte[] bytes, int from, int to) throws MalformedReply {
    if (line.isEmpty()) {
      field(bytes, from, to);
      return;
    }
    line.append(bytes, from, to);
    field(line.array(), 0, line.length());
    keepLent();
    line.clear();
  }

  private void field(byte[] bytes, int lineFrom, int to) throws MalformedReply {
    int from = lineFrom;
    if (!started) {
      started = true;
      from += startsWith(bytes, from, to, MARK) ? MARK.length : 0;
    }
    if (from == to) {
      dispatch();
    } else if (isField(bytes, from, to, DATA)) {
      dataLine(bytes, valueFrom(bytes, from + DATA.length, to), to);
    } else if (isField(bytes, from, to, EVENT)) {
      int value = valueFrom(bytes, from + EVENT.length, to);
      error = to - value == ERROR.length && startsWith(bytes, value, to, ERROR);
    }
  }

  private void dataLine(byte[] bytes, int from, int to) throws MalformedReply {
    if (!hasData) {
      hasData = true;
      lent = bytes;
      lentFrom = from;
      lentTo = to;
      return;
    }
    keepLent();
    data.append((byte) '\n');
    data.append(bytes, from, to);
  }

  private void dispatch() throws MalformedReply {
    if (hasData) {
      if (lentTo >= 0) {
        sink.event(lent, lentFrom, lentTo, error);
      } else {
        sink.event(data.array(), 0, data.length(), error);
      }
    }
    forget();
  }

  private void forget() {
    data.clear();
    lent = NOTHING;
    lentTo = -1;
    hasData = false;
    error = false;
  }

  /// The lender takes its array back, so what is still needed of it moves to our own.
  private void keepLent() throws MalformedReply {
    if (lentTo >= 0) {
      data.append(lent, lentFrom, lentTo);
      lent = NOTHING;
      lentTo = -1;
    }
  }

  private static boolean isField(byte[] bytes, int from, int to, byte[] name) {
    int end = from + name.length;
    return startsWith(bytes, from, to, name) && (end == to || bytes[end] == ':');
  }

  private static int valueFrom(byte[] bytes, int colon, int to) {
    int from = Math.min(colon + 1, to);
    return from < to && bytes[from] == ' ' ? from + 1 : from;
  }

  private static boolean startsWith(byte[] bytes, int from, int to, byte[] prefix) {
    if (to - from < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if (bytes[from + i] != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
