package dev.kneeline.load;

import java.nio.charset.StandardCharsets;

/// Answers of a server that is none, in the bytes of a real one.
final class StubAnswer {

  static final byte[] HEAD =
      ascii(
          String.join(
              "\r\n",
              "HTTP/1.1 200 OK",
              "server: uvicorn",
              "content-type: text/event-stream; charset=utf-8",
              "transfer-encoding: chunked",
              "",
              ""));

  /// One token in the middle of an answer.
  static final byte[] EVENT = ascii(chunk(event("null")));

  /// The last token and all that follows it. Usage is left out: its number would depend on what was
  /// asked.
  static final byte[] END = ascii(chunk(event("\"length\"")) + chunk("[DONE]") + "0\r\n\r\n");

  /// An answer of one token.
  static final byte[] WHOLE = joined(HEAD, END);

  private StubAnswer() {}

  /// Whether the request's limit of tokens is that one.
  static boolean asksFor(int tokens, byte[] request, int length) {
    return new String(request, 0, length, StandardCharsets.ISO_8859_1)
        .contains("\"max_tokens\":" + tokens);
  }

  private static String event(String finish) {
    return "{\"id\":\"cmpl-0\",\"object\":\"text_completion\",\"created\":1,\"model\":\"stub\","
        + "\"choices\":[{\"index\":0,\"text\":\" word\",\"logprobs\":null,\"finish_reason\":"
        + finish
        + "}]}";
  }

  private static String chunk(String data) {
    String event = "data: " + data + "\n\n";
    return Integer.toHexString(event.length()) + "\r\n" + event + "\r\n";
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] all = new byte[first.length + second.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
