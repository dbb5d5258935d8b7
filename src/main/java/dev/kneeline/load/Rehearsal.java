package dev.kneeline.load;

import dev.kneeline.wire.Closing;
import dev.kneeline.wire.Connection;
import dev.kneeline.wire.ConnectionHandler;
import dev.kneeline.wire.Listener;
import dev.kneeline.wire.Loop;
import dev.kneeline.wire.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Lets the compiler see the whole path before the first real request: some requests to a stub that
/// answers from the same loop. Without it the compiler's work falls into the first answers, which
/// it makes some milliseconds late. Once in a process is enough.
final class Rehearsal {

  private static final int REQUESTS = 1500;
  private static final int WIDTH = 32;
  private static final int TOKENS = 8;
  private static final AtomicBoolean DONE = new AtomicBoolean();

  private Rehearsal() {}

  /// @param options of the run that follows
  static void once(Loop loop, LoadOptions options) {
    if (!DONE.compareAndSet(false, true)) {
      return;
    }
    try {
      rehearse(loop, options);
    } catch (IOException noLoopback) {
      // Such a machine runs unrehearsed; the first answers may then be some milliseconds late.
    }
  }

  private static void rehearse(Loop loop, LoadOptions options) throws IOException {
    InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Listener stub = loop.listen(free, 2 * WIDTH, connection -> new Stub());
    LoadOptions own = options.withTarget(target(stub.port()));
    ConnectionPool pool = new ConnectionPool(loop, own, new Meter());
    Dataset dataset =
        new Dataset.RandomPrompts(
            new Lengths(20, 20), new Lengths(TOKENS, TOKENS), 0, RangeRule.AROUND);
    Prompts prompts = new SyntheticPrompts(dataset, options.workload().form(), 0);
    RequestEncoder encoder = new RequestEncoder(own.target(), own.body());
    Live live = new Live();
    Recorder recorder = new Recorder(Optional.empty(), true, false);
    try (RequestSource source = new Rounds(prompts, encoder)) {
      new Dispatch(pool, source, DispatchRules.warmUp(own, WIDTH), recorder, live).run();
    }
    pool.close();
    stub.close();
  }

  /// A few requests again and again: to encode each anew would take a third of the time, and no
  /// load encodes on its way.
  private static final class Rounds implements RequestSource {
    private final LoadRequest[] requests = new LoadRequest[WIDTH];
    private int given;

    Rounds(Prompts prompts, RequestEncoder encoder) {
      for (int i = 0; i < WIDTH; i++) {
        Prompt prompt = prompts.prompt(i);
        byte[] bytes = encoder.encode(i, prompt);
        requests[i] =
            new LoadRequest(
                i,
                bytes,
                0,
                bytes.length,
                new LoadRequest.TokenCounts(prompt.tokens(), prompt.askedTokens()));
      }
    }

    @Override
    public @Nullable LoadRequest next() {
      return given == REQUESTS ? null : requests[given++ % WIDTH];
    }
  }

  private static Target target(int port) {
    URI base = URI.create("http://127.0.0.1:" + port);
    return new Target(
        Backend.OPENAI,
        base,
        "/",
        Optional.of("stub"),
        java.util.Map.of(),
        "rehearsal-",
        Trust.CERTIFICATES);
  }

  /// Answers whatever comes in with a few tokens. A request here fits into one read.
  private static final class Stub implements ConnectionHandler {
    private static final byte[] ANSWER = answer();

    @Override
    public void received(Connection connection, byte[] bytes, int length, long stampNanos) {
      connection.write(ANSWER, 0, ANSWER.length);
    }

    @Override
    public void closed(Connection connection, Closing closing) {}

    private static byte[] answer() {
      StringBuilder answer = new StringBuilder();
      answer.append("HTTP/1.1 200 OK\r\nserver: uvicorn\r\n");
      answer.append("content-type: text/event-stream; charset=utf-8\r\n");
      answer.append("transfer-encoding: chunked\r\n\r\n");
      for (int i = 1; i <= TOKENS; i++) {
        String finish = i == TOKENS ? "\"length\"" : "null";
        chunk(
            answer,
            "{\"id\":\"cmpl-0\",\"object\":\"text_completion\",\"created\":1,\"model\":\"stub\","
                + "\"choices\":[{\"index\":0,\"text\":\" word\",\"logprobs\":null,"
                + "\"finish_reason\":"
                + finish
                + "}]}");
      }
      chunk(
          answer,
          "{\"choices\":[],\"usage\":{\"prompt_tokens\":20,\"completion_tokens\":" + TOKENS + "}}");
      chunk(answer, "[DONE]");
      return answer.append("0\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void chunk(StringBuilder answer, String data) {
      String event = "data: " + data + "\n\n";
      answer.append(Integer.toHexString(event.length())).append("\r\n");
      answer.append(event).append("\r\n");
    }
  }
}
