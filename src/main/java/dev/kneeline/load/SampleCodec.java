package dev.kneeline.load;

import dev.kneeline.metric.FailureClass;
import dev.kneeline.metric.Outcome;
import dev.kneeline.metric.Sample;
import dev.kneeline.metric.Timing;
import dev.kneeline.metric.TokenEvents;
import dev.kneeline.metric.Window;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// How one record is written: whole numbers as varints (seven bits a byte, low ones first), those
/// that may be negative in zigzag, times as steps from the one before. A request of 64 tokens at a
/// gap of 20 ms takes about 340 bytes.
final class SampleCodec {

  private static final int COMPLETED = 0;
  private static final int LONGEST_TEXT = 1 << 20;

  private SampleCodec() {}

  static void write(RecordBytes out, Sample sample) {
    Timing timing = sample.timing();
    out.varint(sample.index());
    out.zigzag(timing.intendedNanos());
    out.zigzag(timing.sentNanos() - timing.intendedNanos());
    out.varint(timing.connectNanos());
    out.varint(timing.endNanos() - timing.sentNanos());
    events(out, sample.events(), timing.sentNanos());
    outcome(out, sample.outcome());
    out.varint(sample.inputTokens());
    out.varint(sample.outputTokens());
    out.varint(sample.askedOutputTokens());
    out.text(sample.finishReason().orElse(""));
  }

  static Sample read(DataInputStream in) throws IOException {
    long index = varint(in);
    long intended = zigzag(in);
    long sent = intended + zigzag(in);
    long connect = varint(in);
    Timing timing = new Timing(intended, sent, connect, sent + varint(in));
    TokenEvents events = events(in, sent);
    Outcome outcome = outcome(in);
    int input = (int) varint(in);
    int output = (int) varint(in);
    int asked = (int) varint(in);
    Optional<String> finish = Optional.of(text(in)).filter(reason -> !reason.isEmpty());
    return new Sample(index, timing, events, outcome, input, output, asked, finish);
  }

  static void write(RecordBytes out, Window window) {
    out.zigzag(window.startNanos());
    out.zigzag(window.endNanos());
  }

  static Window readWindow(DataInputStream in) throws IOException {
    long start = zigzag(in);
    return new Window(start, zigzag(in));
  }

  private static void events(RecordBytes out, TokenEvents events, long sent) {
    out.varint(events.count());
    long before = sent;
    for (int i = 0; i < events.count(); i++) {
      out.zigzag(events.atNanos(i) - before);
      out.varint(events.tokens(i));
      before = events.atNanos(i);
    }
  }

  private static TokenEvents events(DataInputStream in, long sent) throws IOException {
    int count = (int) varint(in);
    if (count < 0 || count > SampleFile.LONGEST_RECORD) {
      throw new IOException("a record of %d events".formatted(count));
    }
    long[] at = new long[count];
    int[] tokens = new int[count];
    long before = sent;
    for (int i = 0; i < count; i++) {
      before += zigzag(in);
      at[i] = before;
      tokens[i] = (int) varint(in);
    }
    return count == 0 ? TokenEvents.none() : new TokenEvents(at, tokens);
  }

  private static void outcome(RecordBytes out, Outcome outcome) {
    switch (outcome) {
      case Outcome.Completed() -> out.put(COMPLETED);
      case Outcome.Failed(FailureClass kind, int status, String message) -> {
        out.put(1);
        out.text(kind.name());
        out.varint(status);
        out.text(message);
      }
    }
  }

  private static Outcome outcome(DataInputStream in) throws IOException {
    if (in.readByte() == COMPLETED) {
      return Outcome.completed();
    }
    FailureClass kind = FailureClass.valueOf(text(in));
    int status = (int) varint(in);
    return new Outcome.Failed(kind, status, text(in));
  }

  private static String text(DataInputStream in) throws IOException {
    long length = varint(in);
    if (length < 0 || length > LONGEST_TEXT) {
      throw new IOException("a text of %d bytes".formatted(length));
    }
    return new String(in.readNBytes((int) length), StandardCharsets.UTF_8);
  }

  static long varint(DataInputStream in) throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = in.readByte();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IOException("a number of more than 64 bits");
  }

  private static long zigzag(DataInputStream in) throws IOException {
    long value = varint(in);
    return (value >>> 1) ^ -(value & 1);
  }
}
