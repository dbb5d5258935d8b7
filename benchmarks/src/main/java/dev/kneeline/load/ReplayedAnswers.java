package dev.kneeline.load;

import java.nio.charset.StandardCharsets;

/// The bytes of one recorded answer, read again and again by one connection's reader: what parsing
/// costs, without sockets.
public final class ReplayedAnswers {

  private static final int TOKENS = 64;

  private final byte[] answer = answer();
  private final ReplyStream stream = new ReplyStream(true, false);
  private final LoadRequest request =
      new LoadRequest(0, new byte[0], 0, 0, new LoadRequest.TokenCounts(7, TOKENS));

  /// Reads the answer that often, in pieces as large as a socket would give.
  ///
  /// @return token events that were seen
  public long read(int times, int piece) {
    long events = 0;
    byte[] part = new byte[piece];
    for (int time = 0; time < times; time++) {
      stream.begin(new Exchange(request, 0));
      for (int from = 0; from < answer.length; from += piece) {
        int length = Math.min(piece, answer.length - from);
        System.arraycopy(answer, from, part, 0, length);
        stream.feed(part, length, from);
        events += stream.eventsOfRead();
      }
    }
    return events;
  }

  private static byte[] answer() {
    StringBuilder text = new StringBuilder();
    text.append("HTTP/1.1 200 OK\r\ndate: Sat, 21 Nov 2026 10:00:00 GMT\r\nserver: uvicorn\r\n");
    text.append("content-type: text/event-stream; charset=utf-8\r\n");
    text.append("transfer-encoding: chunked\r\n\r\n");
    for (int i = 1; i <= TOKENS; i++) {
      chunk(text, event(" word" + i % 10, i == TOKENS ? "\"length\"" : "null"));
    }
    chunk(
        text,
        "{\"id\":\"cmpl-b1f3\",\"object\":\"text_completion\",\"created\":1790000000,\"model\":\"m\","
            + "\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"total_tokens\":71,"
            + "\"completion_tokens\":64}}");
    chunk(text, "[DONE]");
    return text.append("0\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String event(String word, String finish) {
    return "{\"id\":\"cmpl-b1f3\",\"object\":\"text_completion\",\"created\":1790000000,\"model\":\"m\","
        + "\"choices\":[{\"index\":0,\"text\":\""
        + word
        + "\",\"logprobs\":null,\"finish_reason\":"
        + finish
        + ",\"stop_reason\":null}]}";
  }

  private static void chunk(StringBuilder text, String data) {
    String event = "data: " + data + "\n\n";
    text.append(Integer.toHexString(event.length())).append("\r\n").append(event).append("\r\n");
  }
}
