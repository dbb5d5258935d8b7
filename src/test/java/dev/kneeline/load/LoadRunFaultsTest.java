package dev.kneeline.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.metric.FailureClass;
import dev.kneeline.metric.Outcome;
import dev.kneeline.metric.Sample;
import dev.kneeline.space.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a server can do wrong, done to the whole generator: every fault has its class and none
/// stops the run.
@Timeout(20)
class LoadRunFaultsTest {

  private static final int ASKED = 5;

  @Test
  void good_answers_are_counted_by_the_servers_usage() throws Exception {
    LoadResult result = run((number, call) -> call.tokens(ASKED));
    assertThat(result.samples()).hasSize(6).allMatch(Sample::completed);
    assertThat(result.samples())
        .allSatisfy(sample -> {
          assertThat(sample.inputTokens()).isEqualTo(7);
          assertThat(sample.outputTokens()).isEqualTo(ASKED);
          assertThat(sample.events().count()).isEqualTo(ASKED);
          assertThat(sample.finishReason()).contains("length");
        });
    assertThat(result.samples().toList().stream().map(Sample::index).collect(Collectors.toSet()))
        .isEqualTo(Set.of(0L, 1L, 2L, 3L, 4L, 5L));
  }

  @Test
  void a_reset_after_any_number_of_bytes_is_a_reset_and_not_a_crash() throws Exception {
    String whole = FaultServer.STREAM_HEAD + "42\r\n" + FaultServer.event(false);
    LoadResult result =
        run((number, call) -> {
          call.send(whole.substring(0, 1 + number * 17));
          Thread.sleep(5);
          call.reset();
        });
    assertFailures(result, FailureClass.RESET);
  }

  @Test
  void a_close_in_the_middle_of_a_stream_tells_how_far_it_came() throws Exception {
    LoadResult result =
        run((number, call) -> {
          call.send(FaultServer.STREAM_HEAD);
          call.chunk(FaultServer.event(false));
          call.chunk(FaultServer.event(false));
          call.socket().close();
        });
    assertFailures(result, FailureClass.RESET);
    assertThat(messages(result)).allMatch(text -> text.contains("after 2 token events"));
  }

  @Test
  void an_error_status_keeps_the_body() throws Exception {
    LoadResult result =
        run((number, call) ->
            call.send(
                "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 13\r\n\r\nout of memory"));
    assertFailures(result, FailureClass.HTTP_STATUS);
    assertThat(messages(result)).containsOnly("HTTP 500 Internal Server Error: out of memory");
  }

  @Test
  void an_error_event_inside_a_good_stream_is_a_failure_with_its_text() throws Exception {
    LoadResult result =
        run((number, call) -> {
          call.send(FaultServer.STREAM_HEAD);
          call.chunk(FaultServer.event(false));
          call.chunk("data: {\"error\":{\"message\":\"KV cache is full\",\"code\":500}}\n\n");
          call.chunk("data: [DONE]\n\n");
          call.send("0\r\n\r\n");
        });
    assertFailures(result, FailureClass.STREAM_ERROR);
    assertThat(messages(result)).allMatch(text -> text.contains("KV cache is full"));
  }

  @Test
  void an_answer_without_tokens_is_empty_and_one_with_too_few_is_short() throws Exception {
    assertFailures(run((number, call) -> call.tokens(0)), FailureClass.EMPTY);
    LoadResult shorter = run((number, call) -> call.tokens(ASKED - 1));
    assertFailures(shorter, FailureClass.SHORT);
    assertThat(messages(shorter)).containsOnly("4 of 5 tokens, finish_reason length");
  }

  @Test
  void what_is_not_http_or_not_json_is_a_protocol_failure() throws Exception {
    assertFailures(
        run((number, call) -> {
          call.send("SSH-2.0-OpenSSH_9.2\r\n\r\n");
        }),
        FailureClass.PROTOCOL);
    assertFailures(
        run((number, call) -> {
          call.send(FaultServer.STREAM_HEAD);
          call.chunk("data: {\"choices\":[{]]\n\n");
        }),
        FailureClass.PROTOCOL);
    assertFailures(
        run((number, call) ->
            call.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nxx")),
        FailureClass.PROTOCOL);
  }

  @Test
  void silence_and_endless_answers_run_into_their_limits() throws Exception {
    LoadResult slowHead = run((number, call) -> Thread.sleep(10_000), "request-timeout-sec", "0.3");
    assertFailures(slowHead, FailureClass.TIMEOUT);
    LoadResult stall =
        run(
            (number, call) -> {
              call.send(FaultServer.STREAM_HEAD);
              call.chunk(FaultServer.event(false));
              Thread.sleep(10_000);
            },
            "stall-timeout-sec",
            "0.3");
    assertFailures(stall, FailureClass.TIMEOUT);
    assertThat(messages(stall)).allMatch(text -> text.contains("after 1 token events"));
  }

  @Test
  void a_line_that_never_ends_is_cut_off() throws Exception {
    String block = "x".repeat(1 << 20);
    LoadResult result =
        run(
            (number, call) -> {
              call.send(FaultServer.STREAM_HEAD + "7fffffff\r\ndata: ");
              while (true) {
                call.send(block);
              }
            },
            "num-prompts",
            "1");
    assertFailures(result, FailureClass.PROTOCOL);
  }

  @Test
  void a_content_length_that_is_too_long_is_a_reset_when_the_server_closes() throws Exception {
    LoadResult result =
        run((number, call) -> {
          call.send("HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n{\"choices\":[");
          call.socket().close();
        });
    assertFailures(result, FailureClass.RESET);
  }

  @Test
  void http_1_0_streams_end_with_the_connection() throws Exception {
    LoadResult result =
        run((number, call) -> {
          call.send("HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
          for (int i = 0; i < ASKED; i++) {
            call.send(FaultServer.event(i == ASKED - 1));
          }
          call.send("data: [DONE]");
          call.socket().close();
        });
    assertThat(result.samples()).hasSize(6).allMatch(Sample::completed);
  }

  @Test
  void an_answer_that_is_not_streamed_is_one_event_of_all_its_tokens() throws Exception {
    String json =
        "{\"choices\":[{\"text\":\"ban bel\",\"finish_reason\":\"length\"}],"
            + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":5}}";
    LoadResult result =
        run(
            (number, call) ->
                call.send(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(json.length(), json)),
            "stream",
            "false");
    assertThat(result.samples()).hasSize(6).allMatch(Sample::completed);
    assertThat(result.samples().toList().getFirst().events().tokens(0)).isEqualTo(5);
  }

  @Test
  void a_server_that_closes_after_each_answer_costs_connections_and_no_failures() throws Exception {
    LoadResult result =
        run(
            (number, call) -> {
              call.tokens(ASKED);
              call.socket().close();
            },
            "num-prompts",
            "60");
    assertThat(result.samples()).hasSize(60).allMatch(Sample::completed);
  }

  @Test
  void a_reused_connection_that_dies_unanswered_is_tried_once_more_on_a_fresh_one()
      throws Exception {
    LoadResult result =
        run(
            (number, call) -> {
              if (call.onConnection() > 0) {
                call.socket().close();
              } else {
                call.tokens(ASKED);
              }
            },
            "num-prompts",
            "20");
    assertThat(result.samples()).hasSize(20).allMatch(Sample::completed);
    assertThat(result.client().number("resent_on_fresh_connection")).isPositive();
  }

  @Test
  void nobody_at_the_port_fails_every_request_with_the_systems_word() throws Exception {
    FaultServer gone = new FaultServer((number, call) -> {});
    gone.close();
    LoadResult result = LoadRun.execute(options(gone), LoadListener.none());
    assertFailures(result, FailureClass.CONNECT);
    assertThat(messages(result)).allMatch(text -> text.toLowerCase().contains("refused"));
  }

  @Test
  void a_server_that_goes_away_in_the_middle_fails_the_rest_and_the_run_ends() throws Exception {
    FaultServer[] gone = new FaultServer[1];
    try (FaultServer server =
        new FaultServer((number, call) -> {
          if (number == 10) {
            gone[0].close();
          }
          call.tokens(ASKED);
          if (number >= 10) {
            call.socket().close();
          }
        })) {
      gone[0] = server;
      LoadResult result =
          LoadRun.execute(options(server, "num-prompts", "40"), LoadListener.none());
      assertThat(result.samples()).hasSize(40);
      assertThat(result.samples().toList().stream().filter(Sample::completed).count())
          .isBetween(10L, 14L);
      assertThat(messages(result)).anyMatch(text -> text.toLowerCase().contains("refused"));
    }
  }

  @Test
  void a_head_that_comes_byte_by_byte_is_read_as_one() throws Exception {
    LoadResult result =
        run((number, call) -> {
          for (char letter : FaultServer.STREAM_HEAD.toCharArray()) {
            call.send(String.valueOf(letter));
          }
          for (int i = 0; i < ASKED; i++) {
            call.chunk(FaultServer.event(i == ASKED - 1));
          }
          call.send("0\r\n\r\n");
        });
    assertThat(result.samples()).hasSize(6).allMatch(Sample::completed);
  }

  @Test
  void a_content_length_that_is_too_short_or_none_is_no_answer() throws Exception {
    String json = "{\"choices\":[{\"text\":\" a b c d e\"}],\"usage\":{\"completion_tokens\":5}}";
    String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %s\r\n\r\n";
    LoadResult cut =
        run(
            (number, call) -> call.send(head.formatted(json.length() - 9) + json),
            "stream",
            "false");
    assertFailures(cut, FailureClass.PROTOCOL);
    LoadResult none =
        run((number, call) -> call.send(head.formatted("-1") + json), "stream", "false");
    assertFailures(none, FailureClass.PROTOCOL);
  }

  @Test
  void too_many_failures_stop_the_run_early_and_say_so() throws Exception {
    LoadResult result =
        run(
            (number, call) -> call.send("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"),
            "num-prompts",
            "5000",
            "max-error-share",
            "0.5");
    assertThat(result.samples().count()).isBetween(20L, 200L);
    assertThat(result.isPartial()).isTrue();
    assertThat(result.stopped()).contains("requests failed");
  }

  @Test
  void a_cancelled_run_gives_what_there_is() throws Exception {
    try (FaultServer server =
        new FaultServer((number, call) -> {
          Thread.sleep(number < 4 ? 1 : 10_000);
          call.tokens(ASKED);
        })) {
      LoadRun[] run = new LoadRun[1];
      run[0] =
          new LoadRun(
              options(server),
              progress -> {
                if (progress.done() >= 2) {
                  run[0].cancel();
                }
              });
      LoadResult result = run[0].execute();
      assertThat(result.isPartial()).isTrue();
      assertThat(result.samples().toList().stream().filter(Sample::completed).count()).isEqualTo(4);
    }
  }

  @Test
  void a_run_that_is_cancelled_before_it_begins_sends_nothing() throws Exception {
    try (FaultServer server = new FaultServer((number, call) -> call.tokens(ASKED))) {
      LoadRun run = new LoadRun(options(server, "num-warmups", "50"), LoadListener.none());
      run.cancel();
      LoadResult result = run.execute();
      assertThat(result.isPartial()).isTrue();
      assertThat(result.samples().count()).isZero();
      assertThat(server.requests()).isLessThan(50);
    }
  }

  @Test
  void warm_up_requests_are_answered_and_not_counted() throws Exception {
    try (FaultServer server = new FaultServer((number, call) -> call.tokens(ASKED))) {
      LoadResult result = LoadRun.execute(options(server, "num-warmups", "9"), LoadListener.none());
      assertThat(server.requests()).isEqualTo(15);
      assertThat(result.samples().count()).isEqualTo(6);
      assertThat(server.bodies().stream().distinct().count()).isEqualTo(15);
    }
  }

  @Test
  void a_run_of_some_time_ends_by_its_time_and_is_whole() throws Exception {
    try (FaultServer server =
        new FaultServer((number, call) -> {
          Thread.sleep(5);
          call.tokens(ASKED);
        })) {
      LoadOptions options =
          LoadOptions.of(
              Map.of(
                  "port", Value.of(server.port()),
                  "model", Value.of("m"),
                  "duration", Value.of("0.5"),
                  "max-concurrency", Value.of(2),
                  "random-input-len", Value.of(4),
                  "random-output-len", Value.of(ASKED)));
      LoadResult result = LoadRun.execute(options, LoadListener.none());
      assertThat(result.samples().count()).isBetween(4L, 250L);
      assertThat(result.samples()).allMatch(Sample::completed);
      assertThat(result.isPartial()).isFalse();
    }
  }

  @Test
  void several_tokens_of_one_event_are_known_where_usage_runs_along() throws Exception {
    String event =
        "data: {\"choices\":[{\"text\":\"a"
            + " b\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":%d}}\n\n";
    LoadResult result =
        run(
            (number, call) -> {
              call.send(FaultServer.STREAM_HEAD);
              call.chunk(event.formatted(2));
              call.chunk(event.formatted(5));
              call.send("0\r\n\r\n");
            },
            "continuous-usage",
            "true");
    Sample sample = result.samples().toList().getFirst();
    assertThat(List.of(sample.events().tokens(0), sample.events().tokens(1))).containsExactly(2, 3);
  }

  @Test
  void the_opening_role_and_the_closing_event_of_a_chat_are_no_tokens() throws Exception {
    String delta = "data: {\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}\n\n";
    LoadResult result =
        run(
            (number, call) -> {
              call.send(FaultServer.STREAM_HEAD);
              call.chunk(delta.formatted("{\"role\":\"assistant\",\"content\":\"\"}", "null"));
              for (int i = 0; i < ASKED; i++) {
                call.chunk(delta.formatted("{\"content\":\" x\"}", "null"));
              }
              call.chunk(delta.formatted("{}", "\"stop\""));
              call.chunk("data: [DONE]\n\n");
              call.send("0\r\n\r\n");
            },
            "backend",
            "openai-chat");
    assertThat(result.samples())
        .allSatisfy(sample -> assertThat(sample.events().count()).isEqualTo(ASKED));
  }

  private static LoadResult run(FaultServer.Script script, String... more)
      throws IOException, LoadException {
    try (FaultServer server = new FaultServer(script)) {
      return LoadRun.execute(options(server, more), LoadListener.none());
    }
  }

  private static LoadOptions options(FaultServer server, String... more) {
    String[] asked = {"random-output-len", "" + ASKED};
    return Loads.options(server, Loads.joined(asked, more));
  }

  private static void assertFailures(LoadResult result, FailureClass kind) {
    assertThat(result.samples()).isNotEmpty();
    assertThat(result.samples())
        .allSatisfy(sample ->
            assertThat(sample.outcome())
                .isInstanceOfSatisfying(
                    Outcome.Failed.class,
                    failed -> assertThat(failed.kind()).as(failed.message()).isEqualTo(kind)));
  }

  private static List<String> messages(LoadResult result) {
    List<String> messages = new ArrayList<>();
    for (Sample sample : result.samples()) {
      if (sample.outcome() instanceof Outcome.Failed failed) {
        messages.add(failed.message());
      }
    }
    return messages;
  }
}
