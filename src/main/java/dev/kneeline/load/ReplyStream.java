package dev.kneeline.load;

import dev.kneeline.metric.FailureClass;
import dev.kneeline.metric.Outcome;
import dev.kneeline.wire.Closing;
import dev.kneeline.wire.HttpHead;
import dev.kneeline.wire.HttpResponseParser;
import dev.kneeline.wire.MalformedReply;
import dev.kneeline.wire.SseParser;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns the bytes of one connection into the token events of one exchange after the other.
///
/// It holds no socket and asks no clock, so every fault can be tried on it byte by byte.
final class ReplyStream {

  /// How much of an error's body is kept for the message.
  private static final int KEPT_BODY = 4096;

  /// An answer that is not streamed is gathered whole, up to this size.
  private static final int WHOLE_LIMIT = 64 * 1024 * 1024;

  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

  private final HttpResponseParser http = new HttpResponseParser(new HttpSink());
  private final SseParser events = new SseParser(this::event);
  private final ReplyReader reader;
  private final Optional<StringBuilder> transcript;
  private final boolean mustFill;

  private @Nullable Exchange exchange;
  private @Nullable HttpHead head;
  private byte[] body = new byte[0];
  private int bodyLength;
  private long stampNanos;
  private boolean done;
  private @Nullable String streamError;
  private int eventsOfRead;

  /// @param mustFill an answer shorter than asked for is a failure
  ReplyStream(boolean mustFill, boolean keepText) {
    this.mustFill = mustFill;
    this.transcript = keepText ? Optional.of(new StringBuilder()) : Optional.empty();
    this.reader = new ReplyReader(transcript);
  }

  /// Expects the answer to this request.
  void begin(Exchange next) {
    exchange = next;
    http.reset();
    events.reset();
    head = null;
    bodyLength = 0;
    done = false;
    streamError = null;
    transcript.ifPresent(text -> text.setLength(0));
  }

  /// At least one byte of the answer has come.
  boolean hasBegun() {
    return http.hasBegun();
  }

  /// The server keeps the connection open after this answer.
  boolean keepsAlive() {
    return head != null && head.keepAlive() && http.isComplete();
  }

  /// Token events that the last [#feed] brought; more than one means that they share one receive
  /// time.
  int eventsOfRead() {
    return eventsOfRead;
  }

  /// The answer's text, where it was to be kept.
  String text() {
    return transcript.map(StringBuilder::toString).orElse("");
  }

  /// Takes bytes.
  ///
  /// @return the outcome when they ended the answer, else null
  @Nullable Outcome feed(byte[] bytes, int length, long stamp) {
    stampNanos = stamp;
    eventsOfRead = 0;
    try {
      http.feed(bytes, 0, length);
      return http.isComplete() ? complete() : null;
    } catch (MalformedReply malformed) {
      return Exchange.failed(
          FailureClass.PROTOCOL, status(), String.valueOf(malformed.getMessage()));
    }
  }

  /// The connection ended under the answer.
  Outcome cut(Closing closing) {
    try {
      if (http.end() || done) {
        return complete();
      }
    } catch (MalformedReply malformed) {
      return Exchange.failed(
          FailureClass.PROTOCOL, status(), String.valueOf(malformed.getMessage()));
    }
    if (head != null && head.status() != 200) {
      return httpStatus(head);
    }
    int seen = current().events();
    String where = hasBegun() ? "after %d token events".formatted(seen) : "before the answer began";
    return Exchange.failed(FailureClass.RESET, status(), closing.text() + " " + where);
  }

  private Outcome complete() throws MalformedReply {
    HttpHead read = head;
    if (read == null) {
      return Exchange.failed(FailureClass.PROTOCOL, 0, "an answer without a head");
    }
    if (read.status() != 200) {
      return httpStatus(read);
    }
    if (read.eventStream()) {
      events.end();
    } else if (bodyLength > 0) {
      whole();
    }
    if (streamError != null) {
      return Exchange.failed(FailureClass.STREAM_ERROR, 200, streamError);
    }
    return current().ended(mustFill);
  }

  private void whole() throws MalformedReply {
    reader.read(body, 0, bodyLength);
    facts(body, 0, bodyLength);
  }

  private Outcome httpStatus(HttpHead read) {
    String said = oneLine(body, 0, bodyLength);
    String message = "HTTP %d %s".formatted(read.status(), read.reason()).strip();
    return Exchange.failed(
        FailureClass.HTTP_STATUS, read.status(), said.isEmpty() ? message : message + ": " + said);
  }

  private void event(byte[] bytes, int from, int to, boolean error) throws MalformedReply {
    if (Arrays.equals(bytes, from, to, DONE, 0, DONE.length)) {
      done = true;
    } else if (error) {
      fail(bytes, from, to);
    } else if (to > from) {
      reader.read(bytes, from, to);
      facts(bytes, from, to);
    }
  }

  private void facts(byte[] bytes, int from, int to) {
    if (reader.isError()) {
      fail(bytes, from, to);
      return;
    }
    Exchange now = current();
    int usage = reader.completionTokens();
    if (reader.hasChoices()
        && (reader.isContent() || (usage > now.usedCompletionTokens && usage > 0))) {
      now.token(stampNanos, usage);
      eventsOfRead++;
    }
    if (usage != ReplyReader.UNKNOWN) {
      now.usedCompletionTokens = usage;
    }
    if (reader.promptTokens() != ReplyReader.UNKNOWN) {
      now.usedPromptTokens = reader.promptTokens();
    }
    if (reader.hasFinish()) {
      now.finishReason = reader.finishReason();
    }
  }

  private void fail(byte[] bytes, int from, int to) {
    if (streamError == null) {
      streamError = oneLine(bytes, from, to);
    }
  }

  private int status() {
    return head == null ? 0 : head.status();
  }

  private Exchange current() {
    if (exchange == null) {
      throw new IllegalStateException("bytes came for a request that nobody sent");
    }
    return exchange;
  }

  private static String oneLine(byte[] bytes, int from, int to) {
    int kept = Math.min(to - from, KEPT_BODY);
    return new String(bytes, from, kept, StandardCharsets.UTF_8).strip().replaceAll("\\s+", " ");
  }

  private final class HttpSink implements HttpResponseParser.Sink {

    @Override
    public void head(HttpHead read) throws MalformedReply {
      head = read;
      if (!read.encoding().isEmpty()) {
        throw new MalformedReply(
            "the answer is encoded as '%s', which was not asked for".formatted(read.encoding()));
      }
    }

    @Override
    public void body(byte[] bytes, int from, int to) throws MalformedReply {
      boolean streams = head != null && head.status() == 200 && head.eventStream();
      if (streams) {
        events.feed(bytes, from, to);
      } else {
        gather(bytes, from, to);
      }
    }

    private void gather(byte[] bytes, int from, int to) throws MalformedReply {
      boolean fine = head != null && head.status() == 200;
      int limit = fine ? WHOLE_LIMIT : KEPT_BODY;
      int added = Math.min(to - from, limit - bodyLength);
      if (fine && added < to - from) {
        throw new MalformedReply("the answer is longer than %d bytes".formatted(WHOLE_LIMIT));
      }
      if (bodyLength + added > body.length) {
        body = Arrays.copyOf(body, Math.max(2 * body.length, bodyLength + added));
      }
      System.arraycopy(bytes, from, body, bodyLength, added);
      bodyLength += added;
    }
  }
}
