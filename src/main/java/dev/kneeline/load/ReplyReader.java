package dev.kneeline.load;

import dev.kneeline.wire.MalformedReply;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads what an event of a token stream says, in one walk over its bytes and without allocating.
///
/// It knows the shapes of OpenAI's completions and chat (streamed or whole), SGLang's `/generate`
/// and TGI's `/generate_stream`. A JSON object's members are told by where they stand, so content
/// that looks like JSON cannot mislead. The facts of the last [#read] stay until the next.
final class ReplyReader {

  static final int UNKNOWN = -1;

  /// More are a server's slip, and ten times that must fit.
  private static final int MOST_TOKENS = 200_000_000;

  private static final byte[] NOTHING = new byte[0];
  private static final byte[] CHOICES = ascii("choices");
  private static final byte[] COMPLETION_TOKENS = ascii("completion_tokens");
  private static final byte[] CONTENT = ascii("content");
  private static final byte[] DELTA = ascii("delta");
  private static final byte[] DETAILS = ascii("details");
  private static final byte[] ERROR = ascii("error");
  private static final byte[] FINISH_REASON = ascii("finish_reason");
  private static final byte[] GENERATED_TOKENS = ascii("generated_tokens");
  private static final byte[] MESSAGE = ascii("message");
  private static final byte[] META_INFO = ascii("meta_info");
  private static final byte[] OBJECT = ascii("object");
  private static final byte[] PROMPT_TOKENS = ascii("prompt_tokens");
  private static final byte[] REASONING = ascii("reasoning");
  private static final byte[] REASONING_CONTENT = ascii("reasoning_content");
  private static final byte[] ROLE = ascii("role");
  private static final byte[] TEXT = ascii("text");
  private static final byte[] TOKEN = ascii("token");
  private static final byte[] TOOL_CALLS = ascii("tool_calls");
  private static final byte[] USAGE = ascii("usage");

  private byte[] bytes = NOTHING;
  private int at;
  private int end;

  private boolean choices;
  private boolean text;
  private boolean emptyText;
  private boolean role;
  private boolean error;
  private int finishFrom;
  private int finishTo;
  private int promptTokens;
  private int completionTokens;
  private int texts;
  private int textFrom;
  private int textTo;
  private final EventShape shape = new EventShape();
  private final Optional<StringBuilder> transcript;

  /// @param transcript takes the content's text where it is wanted
  ReplyReader(Optional<StringBuilder> transcript) {
    this.transcript = transcript;
  }

  /// Walks one JSON object.
  void read(byte[] array, int from, int to) throws MalformedReply {
    clear();
    bytes = array;
    int ends = shape.textEnd(array, from, to);
    if (ends != EventShape.OTHER) {
      choices = true;
      text(from + shape.head(), ends);
      return;
    }
    at = from;
    end = to;
    object(Place.ROOT);
    if (saysNothingButText()) {
      shape.remember(array, from, to, textFrom, textTo);
    }
  }

  private void clear() {
    choices = false;
    text = false;
    emptyText = false;
    role = false;
    error = false;
    finishFrom = 0;
    finishTo = 0;
    promptTokens = UNKNOWN;
    completionTokens = UNKNOWN;
    texts = 0;
  }

  private boolean saysNothingButText() {
    boolean usage = promptTokens != UNKNOWN || completionTokens != UNKNOWN;
    return choices && texts == 1 && !usage && !error && !role && finishTo == 0;
  }

  /// Content arrived: text, reasoning, a tool call; or an event that stands for a token whose text
  /// is still held back (half a character). Neither a chat's opening role nor a closing event
  /// without text is one.
  boolean isContent() {
    return text || (emptyText && !role && finishTo == 0);
  }

  /// The event carries a `choices` list that is not empty, or is of a native stream.
  boolean hasChoices() {
    return choices;
  }

  boolean isError() {
    return error;
  }

  /// From usage; [#UNKNOWN] where the event has none.
  int promptTokens() {
    return promptTokens;
  }

  /// From usage; [#UNKNOWN] where the event has none.
  int completionTokens() {
    return completionTokens;
  }

  boolean hasFinish() {
    return finishTo > finishFrom;
  }

  String finishReason() {
    return new String(bytes, finishFrom, finishTo - finishFrom, StandardCharsets.UTF_8);
  }

  /// Where in the JSON the walk is; it decides what a key means.
  private enum Place {
    ROOT,
    CHOICE,
    DELTA,
    USAGE,
    TOKEN,
    ELSEWHERE
  }

  private void object(Place place) throws MalformedReply {
    expect('{');
    if (peek() == '}') {
      at++;
      return;
    }
    while (true) {
      expect('"');
      int keyFrom = at;
      skipString();
      int keyTo = at - 1;
      expect(':');
      member(place, keyFrom, keyTo);
      if (peek() != ',') {
        expect('}');
        return;
      }
      at++;
    }
  }

  private void member(Place place, int from, int to) throws MalformedReply {
    switch (place) {
      case ROOT -> root(from, to);
      case CHOICE -> choice(from, to);
      case DELTA -> delta(from, to);
      case USAGE -> usage(from, to);
      case TOKEN -> token(from, to);
      case ELSEWHERE -> skipValue();
    }
  }

  private void root(int from, int to) throws MalformedReply {
    switch (to - from) {
      case 4 -> textIf(is(from, to, TEXT));
      case 5 -> {
        if (is(from, to, USAGE)) {
          objectOrSkip(Place.USAGE);
        } else if (is(from, to, TOKEN)) {
          choices = true;
          objectOrSkip(Place.TOKEN);
        } else {
          error |= is(from, to, ERROR) && peek() != 'n';
          skipValue();
        }
      }
      case 6 -> error |= is(from, to, OBJECT) && stringIs(ERROR);
      case 7 -> {
        if (is(from, to, CHOICES)) {
          choices();
        } else if (is(from, to, DETAILS)) {
          objectOrSkip(Place.USAGE);
        } else {
          skipValue();
        }
      }
      case 9 -> {
        if (is(from, to, META_INFO)) {
          choices = true;
          objectOrSkip(Place.USAGE);
        } else {
          skipValue();
        }
      }
      default -> skipValue();
    }
  }

  private void choices() throws MalformedReply {
    if (peek() != '[') {
      skipValue();
      return;
    }
    at++;
    while (peek() != ']') {
      choices = true;
      objectOrSkip(Place.CHOICE);
      if (peek() == ',') {
        at++;
      }
    }
    at++;
  }

  private void choice(int from, int to) throws MalformedReply {
    switch (to - from) {
      case 4 -> textIf(is(from, to, TEXT));
      case 5, 7 -> {
        if (is(from, to, DELTA) || is(from, to, MESSAGE)) {
          objectOrSkip(Place.DELTA);
        } else {
          skipValue();
        }
      }
      case 13 -> {
        if (is(from, to, FINISH_REASON)) {
          finish();
        } else {
          skipValue();
        }
      }
      default -> skipValue();
    }
  }

  private void delta(int from, int to) throws MalformedReply {
    if (is(from, to, CONTENT) || is(from, to, REASONING_CONTENT) || is(from, to, REASONING)) {
      textIf(true);
    } else if (is(from, to, TOOL_CALLS)) {
      boolean list = peek() == '[';
      int before = at;
      skipValue();
      text |= list && at - before > 2;
    } else {
      role |= is(from, to, ROLE);
      skipValue();
    }
  }

  private void usage(int from, int to) throws MalformedReply {
    if (is(from, to, COMPLETION_TOKENS) || is(from, to, GENERATED_TOKENS)) {
      completionTokens = number(completionTokens);
    } else if (is(from, to, PROMPT_TOKENS)) {
      promptTokens = number(promptTokens);
    } else if (is(from, to, FINISH_REASON)) {
      finish();
    } else {
      skipValue();
    }
  }

  private void token(int from, int to) throws MalformedReply {
    textIf(is(from, to, TEXT));
  }

  /// Notes a content string when it is one, else reads over the value.
  private void textIf(boolean content) throws MalformedReply {
    if (!content || peek() != '"') {
      skipValue();
      return;
    }
    at++;
    int from = at;
    skipString();
    text(from, at - 1);
  }

  private void text(int from, int to) {
    boolean some = to > from;
    text |= some;
    emptyText |= !some;
    texts++;
    textFrom = from;
    textTo = to;
    if (some && transcript.isPresent()) {
      JsonStrings.unescape(bytes, from, to, transcript.get());
    }
  }

  /// A string, or SGLang's object with a `type`; null means not finished.
  private void finish() throws MalformedReply {
    if (peek() == '"') {
      at++;
      finishFrom = at;
      skipString();
      finishTo = at - 1;
    } else if (peek() == '{') {
      finishFrom = at;
      skipValue();
      finishTo = at;
    } else {
      skipValue();
    }
  }

  private boolean stringIs(byte[] wanted) throws MalformedReply {
    boolean string = peek() == '"';
    int from = at + 1;
    skipValue();
    return string && is(from, at - 1, wanted);
  }

  private void objectOrSkip(Place place) throws MalformedReply {
    if (peek() == '{') {
      object(place);
    } else {
      skipValue();
    }
  }

  private int number(int otherwise) throws MalformedReply {
    peek();
    if (at >= end || bytes[at] < '0' || bytes[at] > '9') {
      skipValue();
      return otherwise;
    }
    int value = 0;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      value = Math.min(10 * value + bytes[at++] - '0', MOST_TOKENS);
    }
    return value;
  }

  /// Reads over any value: a string, a scalar, or a nest of brackets whatever its depth.
  private void skipValue() throws MalformedReply {
    int depth = 0;
    do {
      byte here = peek();
      at++;
      switch (here) {
        case '"' -> skipString();
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        case ',', ':' -> {}
        default -> skipScalar();
      }
    } while (depth > 0);
  }

  private void skipScalar() {
    byte[] array = bytes;
    int limit = end;
    int here = at;
    while (here < limit) {
      byte next = array[here];
      if (next == ',' || next == '}' || next == ']' || next <= ' ') {
        break;
      }
      here++;
    }
    at = here;
  }

  /// From behind the opening quote to behind the closing one.
  private void skipString() throws MalformedReply {
    byte[] array = bytes;
    int limit = end;
    int here = at;
    while (here < limit) {
      byte next = array[here++];
      if (next == '"') {
        at = here;
        return;
      }
      if (next == '\\') {
        here++;
      }
    }
    throw broken("ends inside a string");
  }

  /// The next byte that is not blank, without taking it. Small, so that the simple compiler inlines
  /// it.
  private byte peek() throws MalformedReply {
    if (at < end && bytes[at] > ' ') {
      return bytes[at];
    }
    return peekBehindBlanks();
  }

  private byte peekBehindBlanks() throws MalformedReply {
    while (at < end && bytes[at] >= 0 && bytes[at] <= ' ') {
      at++;
    }
    if (at >= end) {
      throw broken("ends too early");
    }
    return bytes[at];
  }

  private void expect(char wanted) throws MalformedReply {
    if (at < end && bytes[at] == wanted) {
      at++;
      return;
    }
    if (peekBehindBlanks() != wanted) {
      throw broken("has '%c' where '%c' belongs".formatted((char) bytes[at], wanted));
    }
    at++;
  }

  private MalformedReply broken(String how) {
    return new MalformedReply("an event is not JSON: it " + how);
  }

  private boolean is(int from, int to, byte[] name) {
    if (to - from != name.length) {
      return false;
    }
    for (int i = 0; i < name.length; i++) {
      if (bytes[from + i] != name[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
