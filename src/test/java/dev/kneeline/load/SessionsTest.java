package dev.kneeline.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.metric.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Sessions of several turns: each turn carries all that was said, and waits for it.
@Timeout(20)
class SessionsTest {

  private static final int ANSWER = 3;
  private static final String SAID = " ban ban ban";

  @Test
  void a_chats_next_turn_carries_the_real_answer() throws Exception {
    try (FaultServer server = new FaultServer((number, call) -> chat(call))) {
      LoadResult result = run(server, "backend", "openai-chat", "num-prompts", "3");
      assertThat(result.samples()).hasSize(3).allMatch(Sample::completed);
      List<JsonNode> turns = bodies(server).stream().map(body -> body.path("messages")).toList();
      assertThat(roles(turns.getFirst())).containsExactly("system", "user");
      assertThat(roles(turns.getLast()))
          .containsExactly("system", "user", "assistant", "user", "assistant", "user");
      assertThat(turns.getLast().get(2).path("content").stringValue()).isEqualTo(SAID);
      for (int i = 0; i < 2; i++) {
        assertThat(turns.get(2).get(i))
            .isEqualTo(turns.get(1).get(i))
            .isEqualTo(turns.get(0).get(i));
      }
      assertThat(lengths(turns.getLast())).containsExactly(5, 7, 3, 2, 3, 2);
    }
  }

  @Test
  void a_completions_next_turn_begins_with_all_of_the_one_before() throws Exception {
    try (FaultServer server = new FaultServer((number, call) -> call.tokens(ANSWER))) {
      run(server, "num-prompts", "3");
      List<String> prompts =
          bodies(server).stream().map(body -> body.path("prompt").stringValue()).toList();
      assertThat(prompts.get(1)).startsWith(prompts.get(0) + SAID + " ");
      assertThat(prompts.get(2)).startsWith(prompts.get(1) + SAID + " ");
      assertThat(prompts.getLast().split(" ")).hasSize(5 + 7 + 3 + 2 + 3 + 2);
    }
  }

  @Test
  void token_ids_grow_by_stand_ins_of_the_answers_length() throws Exception {
    try (FaultServer server = new FaultServer((number, call) -> call.tokens(ANSWER))) {
      run(server, "num-prompts", "3", "prompt-token-ids", "true");
      List<JsonNode> prompts = bodies(server).stream().map(body -> body.path("prompt")).toList();
      assertThat(prompts).extracting(JsonNode::size).containsExactly(12, 17, 22);
      assertThat(prompts.get(2).toString()).startsWith(cut(prompts.get(1)));
      assertThat(prompts.get(1).toString()).startsWith(cut(prompts.get(0)));
    }
  }

  @Test
  void a_record_tells_session_and_turn_and_no_turn_goes_before_the_answer_and_the_thinking()
      throws Exception {
    try (FaultServer server = new FaultServer((number, call) -> call.tokens(ANSWER))) {
      LoadResult result =
          run(server, "num-prompts", "8", "max-concurrency", "2", "session-think-sec", "0.02");
      Map<Long, Sample> byIndex = new TreeMap<>();
      result.samples().forEach(sample -> byIndex.put(sample.index(), sample));
      assertThat(byIndex.keySet()).containsExactly(0L, 1L, 2L, 1024L, 1025L, 1026L, 2048L, 2049L);
      byIndex.forEach((index, sample) -> {
        if (Conversations.turn(index) > 0) {
          long before = byIndex.get(index - 1).timing().endNanos();
          assertThat(sample.timing().sentNanos()).isGreaterThanOrEqualTo(before + 20_000_000);
          assertThat(sample.timing().intendedNanos()).isGreaterThanOrEqualTo(before + 20_000_000);
        }
      });
      Sample third = byIndex.get(2048L);
      assertThat(third.timing().sentNanos())
          .as("a session that thinks keeps its slot")
          .isGreaterThanOrEqualTo(
              Math.min(
                  byIndex.get(2L).timing().endNanos(), byIndex.get(1026L).timing().endNanos()));
    }
  }

  @Test
  void a_failed_turn_ends_its_session_and_the_turns_left_are_counted() throws Exception {
    try (FaultServer server =
        new FaultServer((number, call) -> {
          if (number == 1) {
            call.send("HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n");
          } else {
            call.tokens(ANSWER);
          }
        })) {
      LoadResult result = run(server, "num-prompts", "9");
      assertThat(result.samples()).hasSize(8);
      assertThat(result.client().number("abandoned_turns")).isEqualTo(1);
      assertThat(result.isPartial()).isFalse();
    }
  }

  @Test
  void sessions_arrive_by_the_rate_and_their_turns_follow_their_answers() throws Exception {
    try (FaultServer server = new FaultServer((number, call) -> call.tokens(ANSWER))) {
      LoadResult result =
          run(
              server,
              "num-prompts",
              "30",
              "request-rate",
              "100",
              "burstiness",
              "inf",
              "max-concurrency",
              "1000");
      assertThat(result.samples()).hasSize(30).allMatch(Sample::completed);
      List<Long> openings = new ArrayList<>();
      for (Sample sample : result.samples()) {
        if (Conversations.turn(sample.index()) == 0) {
          openings.add(sample.timing().intendedNanos());
        }
      }
      openings.sort(null);
      assertThat(openings).hasSize(10);
      for (int i = 0; i < 10; i++) {
        assertThat(openings.get(i)).isEqualTo((i + 1) * 10_000_000L);
      }
    }
  }

  @Test
  void a_run_that_ends_by_its_time_sends_no_further_turn_of_sessions_that_think() throws Exception {
    try (FaultServer server = new FaultServer((number, call) -> call.tokens(ANSWER))) {
      LoadResult result = run(server, "duration", "0.3", "session-think-sec", "60");
      assertThat(result.samples()).hasSize(1);
    }
  }

  @Test
  void turns_may_be_spread_evenly_between_two_numbers() {
    LoadOptions options = Loads.options("dataset-name", "sessions", "session-turns", "2:5");
    Dataset.Sessions dataset = (Dataset.Sessions) options.workload().dataset();
    SessionPrompts prompts = new SessionPrompts(dataset, new PromptForm.TokenIds(1000), false, 1);
    List<Integer> turns = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      turns.add(prompts.turns(i));
    }
    assertThat(turns).containsOnly(2, 3, 4, 5).contains(2, 3, 4, 5);
    assertThat(LoadOptions.read(Loads.values("dataset-name", "sessions", "session-turns", "5:2")))
        .isInstanceOf(LoadOptions.Refused.class);
  }

  /// Three turns of 7, 2 and 2 tokens behind a system prompt of 5; nobody counts tokens.
  private static LoadResult run(FaultServer server, String... more) throws LoadException {
    String[] three = {
      "dataset-name", "sessions",
      "session-turns", "3",
      "session-system-len", "5",
      "session-first-len", "7",
      "session-turn-len", "2",
      "session-output-len", "" + ANSWER,
      "num-prompts", "3",
      "max-concurrency", "1",
      "skip-tokenizer-init", "true"
    };
    return Loads.run(server, Loads.joined(three, more));
  }

  private static void chat(FaultServer.Call call) throws java.io.IOException {
    call.send(FaultServer.STREAM_HEAD);
    for (int i = 0; i < ANSWER; i++) {
      call.chunk("data: {\"choices\":[{\"delta\":{\"content\":\" ban\"}}]}\n\n");
    }
    call.chunk("data: [DONE]\n\n");
    call.send("0\r\n\r\n");
  }

  private static List<JsonNode> bodies(FaultServer server) {
    return server.bodies().stream().map(JsonMapper.shared()::readTree).toList();
  }

  private static List<String> roles(JsonNode messages) {
    return messages.valueStream().map(message -> message.path("role").stringValue()).toList();
  }

  private static List<Integer> lengths(JsonNode messages) {
    return messages
        .valueStream()
        .map(message -> message.path("content").stringValue().strip().split(" ").length)
        .toList();
  }

  private static String cut(JsonNode ids) {
    return ids.toString().replace("]", ",");
  }
}
