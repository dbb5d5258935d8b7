package dev.kneeline.wire.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RequestParserTest {

  private static final String COUNTED =
      "POST /v1/completions?x=1 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";
  private static final String CHUNKED =
      "POST /b HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n"
          + "3;ext=1\r\nabc\r\nA\r\n0123456789\r\n0\r\ntrailer: x\r\n\r\n";
  private static final String BARE = "GET /health HTTP/1.0\r\n\r\n";

  @Test
  void requests_are_the_same_however_their_bytes_are_cut() throws Exception {
    byte[] bytes =
        (COUNTED + "\r\n" + CHUNKED + BARE + COUNTED).getBytes(StandardCharsets.US_ASCII);
    for (int seed = 0; seed < 500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      RequestParser parser = new RequestParser();
      List<String> seen = new ArrayList<>();
      for (int at = 0; at < bytes.length; ) {
        int count = Math.min(bytes.length - at, random.nextInt(1, 1 + random.nextInt(1, 80)));
        byte[] part = new byte[count];
        System.arraycopy(bytes, at, part, 0, count);
        parser.feed(part, count);
        at += count;
        for (HttpRequest found = parser.poll(); found != null; found = parser.poll()) {
          seen.add(
              found.method() + " " + found.path() + " " + found.text() + " " + found.keepAlive());
        }
      }
      assertThat(seen)
          .as("seed %d", seed)
          .containsExactly(
              "POST /v1/completions hello true",
              "POST /b abc0123456789 true",
              "GET /health  false",
              "POST /v1/completions hello true");
      assertThat(parser.buffered()).isZero();
    }
  }

  @Test
  void a_head_that_asks_first_is_told_to_go_on_once() throws Exception {
    RequestParser parser = new RequestParser();
    feed(parser, "POST /a HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    assertThat(parser.poll()).isNull();
    assertThat(parser.wantsContinue()).isTrue();
    assertThat(parser.wantsContinue()).isFalse();
    feed(parser, "ab");
    assertThat(parser.poll()).isNotNull();
  }

  @Test
  void broken_requests_are_told_apart() {
    assertStatus("nonsense\r\n\r\n", 400);
    assertStatus("GET / HTTP/1.1\r\n: x\r\n\r\n", 400);
    assertStatus("POST / HTTP/1.1\r\ncontent-length: x\r\n\r\n", 400);
    assertStatus("POST / HTTP/1.1\r\ncontent-length: 99999999999\r\n\r\n", 413);
    assertStatus("POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n", 400);
    assertStatus("GET / HTTP/1.1\r\nx: " + "y".repeat(70_000), 431);
  }

  private static void assertStatus(String text, int status) {
    RequestParser parser = new RequestParser();
    feed(parser, text);
    assertThatThrownBy(parser::poll)
        .isInstanceOfSatisfying(
            HttpProblem.class, problem -> assertThat(problem.status()).isEqualTo(status));
  }

  private static void feed(RequestParser parser, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    parser.feed(bytes, bytes.length);
  }
}
