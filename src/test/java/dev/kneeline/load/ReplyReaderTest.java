package dev.kneeline.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kneeline.wire.MalformedReply;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What an event means, by the shapes that engines really send.
class ReplyReaderTest {

  @Test
  void text_is_content_and_so_are_reasoning_and_tool_calls() throws MalformedReply {
    assertThat(read("{\"choices\":[{\"index\":0,\"text\":\" a\",\"finish_reason\":null}]}"))
        .isEqualTo("choices content");
    assertThat(read(delta("{\"content\":\"a\"}", "null"))).isEqualTo("choices content");
    assertThat(read(delta("{\"reasoning_content\":\"hm\"}", "null"))).isEqualTo("choices content");
    assertThat(read(delta("{\"content\":null,\"reasoning\":\"hm\"}", "null")))
        .isEqualTo("choices content");
    assertThat(read(delta("{\"tool_calls\":[{\"function\":{\"name\":\"f\"}}]}", "null")))
        .isEqualTo("choices content");
  }

  @Test
  void an_opening_role_a_closing_event_and_bare_usage_are_none() throws MalformedReply {
    assertThat(read(delta("{\"role\":\"assistant\",\"content\":\"\"}", "null")))
        .isEqualTo("choices");
    assertThat(read(delta("{}", "\"stop\""))).isEqualTo("choices finish=stop");
    assertThat(read(delta("{\"content\":\"\",\"tool_calls\":[]}", "\"stop\"")))
        .isEqualTo("choices finish=stop");
    assertThat(read("{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}"))
        .isEqualTo("prompt=7 completion=3");
  }

  @Test
  void an_empty_text_in_the_middle_stands_for_a_token_that_is_held_back() throws MalformedReply {
    assertThat(read("{\"choices\":[{\"text\":\"\",\"finish_reason\":null}]}"))
        .isEqualTo("choices content");
  }

  @Test
  void a_count_beyond_all_reason_does_not_turn_negative() throws MalformedReply {
    assertThat(read("{\"choices\":[],\"usage\":{\"completion_tokens\":99999999999999999999}}"))
        .isEqualTo("completion=200000000");
  }

  @Test
  void blanks_between_members_change_nothing() throws MalformedReply {
    assertThat(
            read(
                "{ \"choices\" : [ { \"text\" : \"a\" ,\n"
                    + "\"finish_reason\" : \"length\" } ] , \"usage\" : { \"completion_tokens\" :"
                    + " 12 , \"details\" : { \"completion_tokens\" : 1 } } }"))
        .isEqualTo("choices content finish=length completion=12");
  }

  @Test
  void errors_are_seen_and_absent_ones_are_not() throws MalformedReply {
    assertThat(read("{\"error\":{\"message\":\"full\"}}")).isEqualTo("error");
    assertThat(read("{\"object\":\"error\",\"message\":\"full\"}")).isEqualTo("error");
    assertThat(read("{\"error\":null,\"choices\":[{\"text\":\"a\"}]}"))
        .isEqualTo("choices content");
    assertThat(read("{\"choices\":[{\"text\":\"\\\"error\\\":{}\"}]}"))
        .isEqualTo("choices content");
  }

  @Test
  void native_streams_of_sglang_and_tgi_are_read() throws MalformedReply {
    assertThat(
            read(
                "{\"text\":\"a"
                    + " b\",\"meta_info\":{\"id\":\"x\",\"finish_reason\":{\"type\":\"length\"},"
                    + "\"prompt_tokens\":5,\"completion_tokens\":2}}"))
        .isEqualTo("choices content finish={\"type\":\"length\"} prompt=5 completion=2");
    assertThat(
            read(
                "{\"token\":{\"id\":3,\"text\":\" a\",\"special\":false},\"generated_text\":\"a\","
                    + "\"details\":{\"finish_reason\":\"length\",\"generated_tokens\":9}}"))
        .isEqualTo("choices content finish=length completion=9");
  }

  @Test
  void a_transcript_has_its_escapes_resolved() throws MalformedReply {
    StringBuilder transcript = new StringBuilder();
    ReplyReader reader = new ReplyReader(Optional.of(transcript));
    byte[] event =
        "{\"choices\":[{\"text\":\"\\\"a\\\\\\n\\u00fc\\ud83d\\ude00 ü\"}]}"
            .getBytes(StandardCharsets.UTF_8);
    reader.read(event, 0, event.length);
    assertThat(transcript).hasToString("\"a\\\nü😀 ü");
  }

  /// The reader skips what it read before; a fresh one, which knows nothing, must see the same.
  @Test
  void an_event_says_the_same_whatever_was_read_before_it() throws MalformedReply {
    Random random = new Random(5);
    String[] texts = {
      "", " a", "\\\"", "\\\\", "a\\u00fc", "ü", "}", "\\\\\\\"", "\",\"text\":\"b"
    };
    String[] tails = {
      "\",\"finish_reason\":null}]}",
      "\"}]}",
      "\",\"finish_reason\":\"stop\"}]}",
      "\",\"finish_reason\":null}],\"usage\":{\"completion_tokens\":3}}",
      "\"}]},"
    };
    String[] heads = {
      "{\"choices\":[{\"text\":\"", "{\"id\":\"x\",\"choices\":[{\"index\":0,\"text\":\"",
      "{\"choices\":[{\"delta\":{\"content\":\"",
          "{\"choices\":[{\"delta\":{\"role\":\"a\",\"content\":\""
    };
    StringBuilder transcript = new StringBuilder();
    ReplyReader knowing = new ReplyReader(Optional.of(transcript));
    int read = 0;
    for (int round = 0; round < 20_000; round++) {
      int kind = random.nextInt(heads.length);
      String event =
          heads[kind]
              + texts[random.nextInt(texts.length)]
              + (kind > 1
                  ? tails[random.nextInt(tails.length)]
                      .replace("\"}]", "\"}}]")
                      .replaceFirst("^\",", "\"},")
                  : tails[random.nextInt(tails.length)]);
      byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
      StringBuilder expectedText = new StringBuilder();
      ReplyReader fresh = new ReplyReader(Optional.of(expectedText));
      transcript.setLength(0);
      String expected = outcome(fresh, bytes);
      assertThat(outcome(knowing, bytes)).as(event).isEqualTo(expected);
      assertThat(transcript).as(event).hasToString(expectedText.toString());
      read += expected.equals("refused") ? 0 : 1;
    }
    assertThat(read).isGreaterThan(10_000);
  }

  private static String outcome(ReplyReader reader, byte[] event) {
    try {
      reader.read(event, 0, event.length);
      return facts(reader);
    } catch (MalformedReply refused) {
      return "refused";
    }
  }

  @Test
  void damaged_json_is_refused_and_never_crashes() {
    byte[] good = delta("{\"content\":\"\\u00e9\"}", "\"stop\"").getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length < good.length; length++) {
      int cut = length;
      assertThatThrownBy(() -> new ReplyReader(Optional.empty()).read(good, 0, cut))
          .isInstanceOf(MalformedReply.class);
    }
    Random random = new Random(8);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] hurt = good.clone();
      hurt[random.nextInt(hurt.length)] = (byte) random.nextInt(256);
      try {
        new ReplyReader(Optional.of(new StringBuilder())).read(hurt, 0, hurt.length);
      } catch (MalformedReply expected) {
        refused++;
      }
    }
    assertThat(refused).isBetween(100, 19_000);
  }

  private static String delta(String delta, String finish) {
    return "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}"
        .formatted(delta, finish);
  }

  private static String read(String event) throws MalformedReply {
    ReplyReader reader = new ReplyReader(Optional.empty());
    byte[] bytes = ("##" + event + "##").getBytes(StandardCharsets.UTF_8);
    reader.read(bytes, 2, bytes.length - 2);
    return facts(reader);
  }

  private static String facts(ReplyReader reader) {
    StringBuilder seen = new StringBuilder();
    seen.append(reader.hasChoices() ? " choices" : "");
    seen.append(reader.hasChoices() && reader.isContent() ? " content" : "");
    seen.append(reader.isError() ? " error" : "");
    seen.append(reader.hasFinish() ? " finish=" + reader.finishReason() : "");
    seen.append(reader.promptTokens() >= 0 ? " prompt=" + reader.promptTokens() : "");
    seen.append(reader.completionTokens() >= 0 ? " completion=" + reader.completionTokens() : "");
    return seen.toString().strip();
  }
}
