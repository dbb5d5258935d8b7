package dev.kneeline.sim;

import static dev.kneeline.sim.SimClient.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RouterServerTest {

  private static final String STREAM = "{\"prompt\":\"a b\",\"max_tokens\":3,\"stream\":true}";

  @Test
  void a_prompt_goes_to_the_prefill_worker_and_the_answer_comes_from_the_decode_worker()
      throws Exception {
    try (SimServer prefill = SimServer.start("--port", "0", "llama-3.1-8b", "--speed", "10");
        SimServer decode = SimServer.start("--port", "0", "llama-3.1-8b", "--speed", "10");
        RouterServer router =
            router(
                "--pd-disaggregation",
                "--prefill",
                prefill.url(),
                "8998",
                "--decode",
                decode.url())) {
      SimClient client = new SimClient(router.url()).awaitReady();
      List<String> events = events(client.post("/v1/completions", STREAM));
      assertThat(events).hasSize(4);
      assertThat(events.getLast()).isEqualTo("[DONE]");
      assertThat(generated(prefill)).isEqualTo(1);
      assertThat(generated(decode)).isEqualTo(3);
      assertThat(client.get("/workers").body())
          .contains("\"prefill_count\":1,\"decode_count\":1,\"regular_count\":0");
      assertThat(client.get("/health").body())
          .contains("\"component\":\"prefill\",\"endpoint\":\"generate\"")
          .contains("\"component\":\"backend\",\"endpoint\":\"generate\"");
      assertThat(client.post("/flush_cache", "").body()).isEqualTo("{\"success\":true}");
    }
  }

  @Test
  void workers_that_register_take_turns() throws Exception {
    try (RouterServer router = router();
        SimServer one =
            SimServer.start("--port", "0", "--fixed", "1,1,3", "--register-with", router.url());
        SimServer two =
            SimServer.start("--port", "0", "--fixed", "1,1,3", "--register-with", router.url())) {
      SimClient client = new SimClient(router.url());
      while (!client.get("/workers").body().contains("\"regular_count\":2")) {
        Thread.sleep(10);
      }
      for (int request = 0; request < 4; request++) {
        assertThat(client.post("/v1/completions", "{\"prompt\":\"a\"}").statusCode())
            .isEqualTo(200);
      }
      assertThat(generated(one)).isEqualTo(6);
      assertThat(generated(two)).isEqualTo(6);
    }
  }

  @Test
  void without_a_healthy_worker_it_is_not_healthy_either() throws Exception {
    try (SimServer loading = SimServer.start("--port", "0", "--fixed", "1,1", "--never-ready");
        RouterServer router = router("--worker-urls", loading.url())) {
      SimClient client = new SimClient(router.url());
      assertThat(client.get("/health").statusCode()).isEqualTo(503);
      assertThat(client.post("/v1/completions", STREAM).statusCode()).isEqualTo(503);
      assertThat(client.get("/workers").body()).contains("\"regular_count\":0");
    }
  }

  @Test
  void what_a_worker_refuses_comes_back_as_it_is() throws Exception {
    try (SimServer prefill = SimServer.start("--port", "0", "--fixed", "1,1");
        SimServer decode = SimServer.start("--port", "0", "--fixed", "1,1");
        RouterServer router = router("--prefill", prefill.url(), "--decode", decode.url())) {
      SimClient client = new SimClient(router.url()).awaitReady();
      assertThat(client.post("/v1/completions", "{\"model\":\"x\",\"prompt\":\"a\"}").body())
          .contains("does not exist");
    }
  }

  @Test
  void the_cache_aware_policy_sends_equal_beginnings_to_one_worker() throws Exception {
    try (SimServer one = SimServer.start("--port", "0", "--fixed", "1,1,1");
        SimServer two = SimServer.start("--port", "0", "--fixed", "1,1,1");
        RouterServer router =
            router("--worker-urls", one.url(), two.url(), "--policy", "cache_aware")) {
      SimClient client = new SimClient(router.url());
      while (!client.get("/workers").body().contains("\"regular_count\":2")) {
        Thread.sleep(10);
      }
      for (int request = 0; request < 5; request++) {
        client.post("/v1/completions", "{\"prompt\":\"a\",\"max_tokens\":1}");
      }
      assertThat(List.of(generated(one), generated(two))).containsExactlyInAnyOrder(5L, 0L);
    }
  }

  @Test
  void a_policy_that_does_not_exist_is_refused() {
    assertThatThrownBy(() -> router("--policy", "best"))
        .isInstanceOfSatisfying(
            UsageError.class,
            wrong ->
                assertThat(wrong.lines())
                    .containsExactly(
                        "kneeline sim: error: argument --policy: invalid policy value: 'best'"));
  }

  private static RouterServer router(String... more) throws Exception {
    String[] line = new String[more.length + 2];
    line[0] = "--port";
    line[1] = "0";
    System.arraycopy(more, 0, line, 2, more.length);
    return RouterServer.start(List.of(line));
  }

  private static long generated(SimServer server) throws Exception {
    return new SimClient(server)
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("vllm:generation_tokens_total{"))
        .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow();
  }
}
