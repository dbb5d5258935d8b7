package dev.kneeline.load;

import dev.kneeline.metric.FailureClass;
import dev.kneeline.metric.Outcome;
import dev.kneeline.metric.Sample;
import dev.kneeline.metric.Timing;
import dev.kneeline.metric.TokenEvents;
import dev.kneeline.metric.Window;
import java.io.DataInputStream;
import java.io.DataOutputStream;
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

  static void write(DataOutputStream out, Sample sample) throws IOException {
    Timing timing = sample.timing();
    varint(out, sample.index());
    zigzag(out, timing.intendedNanos());
    zigzag(out, timing.sentNanos() - timing.intendedNanos());
    varint(out, timing.connectNanos());
    varint(out, timing.endNanos() - timing.sentNanos());
    events(out, sample.events(), timing.sentNanos());
    outcome(out, sample.outcome());
    varint(out, sample.inputTokens());
    varint(out, sample.outputTokens());
    varint(out, sample.askedOutputTokens());
    text(out, sample.finishReason().orElse(""));
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

  static void write(DataOutputStream out, Window window) throws IOException {
    zigzag(out, window.startNanos());
    zigzag(out, window.endNanos());
  }

  static Window readWindow(DataInputStream in) throws IOException {
    long start = zigzag(in);
    return new Window(start, zigzag(in));
  }

  private static void events(DataOutputStream out, TokenEvents events, long sent)
      throws IOException {
    varint(out, events.count());
    long before = sent;
    for (int i = 0; i < events.count(); i++) {
      zigzag(out, events.atNanos(i) - before);
      varint(out, events.tokens(i));
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

  private static void outcome(DataOutputStream out, Outcome outcome) throws IOException {
    switch (outcome) {
      case Outcome.Completed() -> out.writeByte(COMPLETED);
      case Outcome.Failed(FailureClass kind, int status, String message) -> {
        out.writeByte(1);
        text(out, kind.name());
        varint(out, status);
        text(out, message);
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

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    varint(out, bytes.length);
    out.write(bytes);
  }

  private static String text(DataInputStream in) throws IOException {
    long length = varint(in);
    if (length < 0 || length > LONGEST_TEXT) {
      throw new IOException("a text of %d bytes".formatted(length));
    }
    return new String(in.readNBytes((int) length), StandardCharsets.UTF_8);
  }

  static void varint(DataOutputStream out, long value) throws IOException {
    long left = value;
    while ((left & ~0x7FL) != 0) {
      out.writeByte((int) (left & 0x7F | 0x80));
      left >>>= 7;
    }
    out.writeByte((int) left);
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

  private static void zigzag(DataOutputStream out, long value) throws IOException {
    varint(out, (value << 1) ^ (value >> 63));
  }

  private static long zigzag(DataInputStream in) throws IOException {
    long value = varint(in);
    return (value >>> 1) ^ -(value & 1);
  }
}
