package dev.kneeline.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HttpResponseParserTest {

  private record Case(String wire, String expected) {}

  private static final List<Case> CORPUS =
      List.of(
          new Case(
              "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "200 keep [hello] complete"),
          new Case("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell", "200 keep [hell] cut"),
          new Case(
              "HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\nab",
              "200 keep [ab] cut"),
          new Case(
              "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nabHTTP/1.1",
              "200 keep [ab] complete +8"),
          new Case("HTTP/1.0 200 OK\r\n\r\nto the end", "200 close [to the end] complete"),
          new Case("HTTP/1.1 200 OK\n\nbare line feeds", "200 keep [bare line feeds] complete"),
          new Case(
              "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                  + "5\r\nhello\r\n6;name=\"v\"\r\n world\r\n0\r\nX-Trailer: 1\r\n\r\n",
              "200 close [hello world] complete"),
          new Case(
              "HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n00A\r\n0123456789\r\n0\r\n\r\n",
              "200 keep [0123456789] complete"),
          new Case("HTTP/1.1 204 No Content\r\nContent-Length: 9\r\n\r\n", "204 keep [] complete"),
          new Case(
              "HTTP/1.1 100 Continue\r\n\r\n"
                  + "HTTP/1.1 503 Service Unavailable\r\n"
                  + "Content-Length: 4\r\n\r\n"
                  + "busy",
              "503 keep [busy] complete"),
          new Case("\r\n\r\nHTTP/1.1 200\r\nContent-Length: 1\r\n\r\nx", "200 keep [x] complete"),
          new Case(
              "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 0\r\n\r\n",
              "200 keep [] complete"));

  @Test
  void every_response_of_the_corpus_is_read_whole_and_cut_at_any_byte() throws MalformedReply {
    for (Case each : CORPUS) {
      byte[] wire = each.wire().getBytes(StandardCharsets.UTF_8);
      assertThat(read(wire)).isEqualTo(each.expected());
      for (int cut = 0; cut <= wire.length; cut++) {
        assertThat(read(wire, cut)).as("cut at %d", cut).isEqualTo(each.expected());
      }
    }
  }

  @Test
  void two_cuts_anywhere_change_nothing() throws MalformedReply {
    for (Case each : CORPUS) {
      byte[] wire = each.wire().getBytes(StandardCharsets.UTF_8);
      for (int first = 0; first <= wire.length; first++) {
        for (int second = first; second <= wire.length; second += 3) {
          assertThat(read(wire, first, second)).isEqualTo(each.expected());
        }
      }
    }
  }

  @Test
  void what_is_not_http_is_refused_with_its_first_words() {
    assertThatThrownBy(() -> read("SSH-2.0-OpenSSH_9.2\r\n\r\n".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(MalformedReply.class)
        .hasMessage("'SSH-2.0-OpenSSH_9.2' is no HTTP/1 status line");
    for (String bad :
        List.of(
            "HTTP/1.1 2x0 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n")) {
      assertThatThrownBy(() -> read(bad.getBytes(StandardCharsets.UTF_8)))
          .as(bad)
          .isInstanceOf(MalformedReply.class);
    }
  }

  @Test
  void a_head_without_end_is_refused() {
    byte[] endless = new byte[100_000];
    Arrays.fill(endless, (byte) 'h');
    assertThatThrownBy(() -> read(endless)).isInstanceOf(MalformedReply.class);
  }

  @Test
  void random_damage_is_refused_or_read_but_never_crashes() {
    Random random = new Random(5);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] wire =
          CORPUS.get(random.nextInt(CORPUS.size())).wire().getBytes(StandardCharsets.UTF_8);
      for (int hit = random.nextInt(4); hit >= 0; hit--) {
        wire[random.nextInt(wire.length)] = (byte) random.nextInt(256);
      }
      try {
        read(wire, random.nextInt(wire.length));
      } catch (MalformedReply expected) {
        refused++;
      }
    }
    assertThat(refused).isBetween(100, 19_900);
  }

  private static String read(byte[] wire, int... cuts) throws MalformedReply {
    StringBuilder seen = new StringBuilder();
    StringBuilder body = new StringBuilder();
    HttpResponseParser parser =
        new HttpResponseParser(
            new HttpResponseParser.Sink() {
              @Override
              public void head(HttpHead head) {
                seen.append(head.status()).append(head.keepAlive() ? " keep" : " close");
              }

              @Override
              public void body(byte[] bytes, int from, int to) {
                body.append(new String(bytes, from, to - from, StandardCharsets.UTF_8));
              }
            });
    int from = 0;
    for (int i = 0; i <= cuts.length && !parser.isComplete(); i++) {
      int to = i < cuts.length ? cuts[i] : wire.length;
      byte[] lent = Arrays.copyOfRange(wire, from, to);
      from += parser.feed(lent, 0, lent.length);
    }
    boolean complete = parser.end();
    return seen
        + " ["
        + body
        + "] "
        + (complete ? "complete" : "cut")
        + (complete && from < wire.length ? " +" + (wire.length - from) : "");
  }
}
