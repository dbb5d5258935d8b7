package dev.kneeline.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.metric.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Options of `vllm bench serve` that ask more of a server than answers.
@Timeout(20)
class AsideTest {

  @Test
  void a_profile_begins_before_the_first_request_and_ends_after_the_last() throws Exception {
    try (FaultServer server = new FaultServer((number, call) -> call.tokens(2))) {
      assertThat(Loads.run(server, "profile", "true").samples()).allMatch(Sample::completed);
      List<String> paths =
          server.heads().stream()
              .map(head -> head.split(" ")[1])
              .filter(path -> !path.equals("/metrics") && !path.equals("/tokenize"))
              .toList();
      assertThat(paths)
          .hasSize(8)
          .startsWith("/start_profile", "/v1/completions")
          .endsWith("/v1/completions", "/stop_profile");
    }
  }

  @Test
  void a_server_that_cannot_profile_is_named_in_the_notes_and_the_run_goes_on() throws Exception {
    try (FaultServer server =
        new FaultServer((number, call) -> {
          if (call.body().equals("{}")) {
            call.send("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
          } else {
            call.tokens(2);
          }
        })) {
      LoadResult result = Loads.run(server, "profile", "true");
      assertThat(result.samples()).hasSize(6).allMatch(Sample::completed);
      assertThat(result.options().notes())
          .contains("the server did not profile: POST /start_profile answered HTTP 404");
    }
  }

  @Test
  void probes_go_beside_the_load_and_are_no_samples() throws Exception {
    try (FaultServer server =
        new FaultServer((number, call) -> {
          Thread.sleep(50);
          call.tokens(2);
        })) {
      LoadResult result = Loads.run(server, "probe-request-rate", "100");
      assertThat(result.samples()).hasSize(6);
      Map<String, Double> probes = result.server().probes();
      assertThat(probes.get("probe_completed")).isGreaterThanOrEqualTo(2);
      assertThat(probes.get("probe_failed")).isZero();
      assertThat(probes.get("probe_median_e2el_ms"))
          .isBetween(50.0, probes.get("probe_max_e2el_ms"));
      assertThat(server.requests())
          .isEqualTo(6 + (int) probes.get("probe_completed").doubleValue());
    }
  }

  @Test
  void requests_are_spread_over_adapters_in_turn_or_by_chance() throws Exception {
    assertThat(models("a,b,c", "round-robin")).containsExactly("a", "b", "c", "a", "b", "c");
    Adapters random = new Adapters(List.of("a", "b"), false, 7);
    List<String> drawn = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      drawn.add(random.of(i).orElseThrow());
      assertThat(random.of(i)).isEqualTo(new Adapters(List.of("a", "b"), false, 7).of(i));
    }
    assertThat(drawn.stream().filter("a"::equals).count()).isBetween(60L, 140L);
    assertThat(new Adapters(List.of(), false, 7).of(3)).isEmpty();
  }

  @Test
  void arguments_of_the_chat_template_go_into_the_body() {
    LoadOptions options =
        Loads.options(
            "backend", "openai-chat", "chat-template-kwargs", "{\"enable_thinking\": false}");
    JsonNode body =
        JsonMapper.shared()
            .readTree(
                new RequestEncoder(options.target(), options.body())
                    .content(new Prompt("\"x\"", 1, 1)));
    assertThat(body.at("/chat_template_kwargs/enable_thinking").isBoolean()).isTrue();
  }

  private static List<String> models(String names, String assignment) throws Exception {
    try (FaultServer server = new FaultServer((number, call) -> call.tokens(2))) {
      Loads.run(
          server, "lora-modules", names, "lora-assignment", assignment, "max-concurrency", "1");
      return server.bodies().stream()
          .map(body -> JsonMapper.shared().readTree(body).path("model").stringValue())
          .toList();
    }
  }
}
