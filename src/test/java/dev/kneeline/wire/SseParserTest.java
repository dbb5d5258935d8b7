package dev.kneeline.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SseParserTest {

  /// Streams, each with the events it must give.
  private static final List<List<String>> CORPUS =
      List.of(
          List.of("data: a\n\n", "a"),
          List.of("data:a\n\ndata: b\n\n", "a", "b"),
          List.of("data:  two spaces\n\n", " two spaces"),
          List.of("data: crlf\r\n\r\ndata: next\r\n\r\n", "crlf", "next"),
          List.of("data: cr\r\rdata: next\r\r", "cr", "next"),
          List.of("data: first\ndata: second\n\n", "first\nsecond"),
          List.of("data: a\r\ndata\r\ndata:c\r\n\r\n", "a\n\nc"),
          List.of(": a comment\n\ndata: a\n:another\n\n: ping\n\n", "a"),
          List.of("event: delta\nid: 7\nretry: 10\ndata: x\n\n", "x"),
          List.of("event: error\ndata: gone\n\ndata: fine\n\n", "!gone", "fine"),
          List.of("\uFEFFdata: after the mark\n\n", "after the mark"),
          List.of("data: no blank line\n", "no blank line"),
          List.of("data: not even a line end", "not even a line end"),
          List.of("event: nothing\n\n\n\ndatax: no\n\ndata:\n\n", ""),
          List.of("data: {\"t\":\"ü€😀\"}\n\ndata: [DONE]\n\n", "{\"t\":\"ü€😀\"}", "[DONE]"));

  @Test
  void every_stream_of_the_corpus_gives_its_events() throws MalformedReply {
    for (List<String> entry : CORPUS) {
      assertThat(events(bytes(entry))).isEqualTo(entry.subList(1, entry.size()));
    }
  }

  @Test
  void a_cut_at_any_byte_gives_the_same_events() throws MalformedReply {
    for (List<String> entry : CORPUS) {
      byte[] stream = bytes(entry);
      for (int cut = 0; cut <= stream.length; cut++) {
        assertThat(events(stream, cut))
            .as("cut at %d", cut)
            .isEqualTo(entry.subList(1, entry.size()));
      }
    }
  }

  @Test
  void byte_after_byte_gives_the_same_events() throws MalformedReply {
    for (List<String> entry : CORPUS) {
      byte[] stream = bytes(entry);
      int[] everywhere = java.util.stream.IntStream.range(0, stream.length).toArray();
      assertThat(events(stream, everywhere)).isEqualTo(entry.subList(1, entry.size()));
    }
  }

  @Test
  void random_cuts_of_random_streams_give_what_the_whole_stream_gives() throws MalformedReply {
    Random random = new Random(11);
    String[] pieces = {"data:", " x", "\n", "\r", "\r\n", "event: error", ":", "data", "é", "\n\n"};
    for (int round = 0; round < 3000; round++) {
      StringBuilder text = new StringBuilder();
      for (int piece = random.nextInt(30); piece >= 0; piece--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      byte[] stream = text.toString().getBytes(StandardCharsets.UTF_8);
      int[] cuts = random.ints(random.nextInt(6), 0, stream.length + 1).sorted().toArray();
      assertThat(events(stream, cuts)).as("%s", text).isEqualTo(events(stream));
    }
  }

  @Test
  void a_line_without_end_is_refused_before_it_fills_the_memory() {
    SseParser parser = new SseParser((bytes, from, to, error) -> {});
    byte[] megabyte = new byte[1 << 20];
    java.util.Arrays.fill(megabyte, (byte) 'x');
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 20; i++) {
                parser.feed(megabyte, 0, megabyte.length);
              }
            })
        .isInstanceOf(MalformedReply.class)
        .hasMessageContaining("longer than 16777216 bytes");
  }

  private static byte[] bytes(List<String> entry) {
    return entry.getFirst().getBytes(StandardCharsets.UTF_8);
  }

  /// Feeds the stream in the pieces between the cuts, each in an array that is scribbled over
  /// afterwards.
  private static List<String> events(byte[] stream, int... cuts) throws MalformedReply {
    List<String> events = new ArrayList<>();
    SseParser parser =
        new SseParser((bytes, from, to, error) ->
            events.add(
                (error ? "!" : "") + new String(bytes, from, to - from, StandardCharsets.UTF_8)));
    int from = 0;
    for (int i = 0; i <= cuts.length; i++) {
      int to = i < cuts.length ? cuts[i] : stream.length;
      byte[] lent = java.util.Arrays.copyOfRange(stream, from, to);
      parser.feed(lent, 0, lent.length);
      java.util.Arrays.fill(lent, (byte) '?');
      from = to;
    }
    parser.end();
    return events;
  }
}
