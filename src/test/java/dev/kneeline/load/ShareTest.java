package dev.kneeline.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.metric.Sample;
import dev.kneeline.space.Value;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Several clients are one client cut in pieces: nothing of the schedule is lost, doubled or moved.
@Timeout(30)
class ShareTest {

  private static final int COUNT = 101;

  @Test
  void the_shares_of_a_schedule_are_the_schedule() throws LoadException {
    for (int of : new int[] {1, 2, 3, 7}) {
      Map<String, Long> together = new HashMap<>();
      for (int index = 0; index < of; index++) {
        schedule(new Share(index, of))
            .forEach(
                (request, at) -> assertThat(together.put(request, at)).as("sent twice").isNull());
      }
      assertThat(together).as("%d shares", of).isEqualTo(schedule(Share.whole()));
    }
  }

  @Test
  void a_share_can_be_cut_again() {
    Set<Long> places = new HashSet<>();
    for (int client = 0; client < 3; client++) {
      for (int loop = 0; loop < 2; loop++) {
        Share share = new Share(client, 3).part(loop, 2);
        for (long own = 0; own < share.count(COUNT); own++) {
          assertThat(share.place(own)).isLessThan(COUNT);
          assertThat(share.place(own) % 3).isEqualTo(client);
          assertThat(places.add(share.place(own))).isTrue();
        }
      }
    }
    assertThat(places).hasSize(COUNT);
  }

  @Test
  void caps_are_cut_so_that_their_sum_is_the_cap() {
    long sum = 0;
    for (int index = 0; index < 3; index++) {
      DispatchRules rules =
          DispatchRules.of(
              options("max-concurrency", "10"),
              new Share(index, 3),
              COUNT,
              java.util.Optional.empty());
      assertThat(rules.cap()).isBetween(3, 4);
      sum += rules.cap();
    }
    assertThat(sum).isEqualTo(10);
    assertThat(LoadOptions.read(Map.of("max-concurrency", Value.of(3), "clients", Value.of(4))))
        .isInstanceOfSatisfying(
            LoadOptions.Refused.class,
            refused ->
                assertThat(refused.problems().getFirst().key()).isEqualTo("max-concurrency"));
  }

  @Test
  void a_share_without_an_end_has_none() {
    assertThat(new Share(1, 4).count(WorkloadSpec.UNLIMITED)).isEqualTo(WorkloadSpec.UNLIMITED);
  }

  @Test
  void loops_send_what_one_loop_sends_and_their_records_are_one_run(@TempDir Path folder)
      throws Exception {
    List<List<String>> bodies = new ArrayList<>();
    for (String loops : List.of("1", "3")) {
      try (FaultServer server = new FaultServer((number, call) -> call.tokens(5))) {
        Path file = folder.resolve(loops + ".samples");
        LoadOptions options =
            options(
                "port",
                "" + server.port(),
                "loops",
                loops,
                "max-concurrency",
                "7",
                "num-warmups",
                "6",
                "samples-file",
                file.toString());
        LoadResult result = LoadRun.execute(options, LoadListener.none());
        bodies.add(server.bodies().stream().sorted().toList());
        assertThat(result.samples().count()).isEqualTo(COUNT);
        assertThat(SampleFile.read(file).samples()).hasSize(COUNT).allMatch(Sample::completed);
        assertThat(result.samples().toList().stream().map(Sample::index).distinct()).hasSize(COUNT);
        assertThat(result.client().parts()).hasSize(loops.equals("1") ? 0 : 3);
        assertThat(result.figures().value("max_concurrent_requests").orElseThrow())
            .isLessThanOrEqualTo(7);
      }
    }
    assertThat(bodies.getLast()).isEqualTo(bodies.getFirst());
  }

  @Test
  void merged_records_keep_their_texts() {
    List<LoadPart> parts = new ArrayList<>();
    for (int part = 0; part < 3; part++) {
      List<Sample> samples = new ArrayList<>();
      List<String> texts = new ArrayList<>();
      for (int i = part; i < 20; i += 3) {
        samples.add(RecordMaker.sample(i, 10L * i));
        texts.add("answer " + i);
      }
      parts.add(RecordMaker.part(samples, texts));
    }
    MergedSamples merged = new MergedSamples(parts);
    assertThat(merged.toList().stream().map(Sample::index).toList()).isSorted().hasSize(20);
    assertThat(merged.texts()).hasSize(20).startsWith("answer 0", "answer 1").endsWith("answer 19");
  }

  @Test
  void the_worst_client_decides_and_is_named() throws Exception {
    LoadPart good = RecordMaker.part(List.of(RecordMaker.sample(0, 5)), List.of());
    LoadPart bad = good.withFacts(new LinkedHashMap<>(Map.of("loop_lag_max_ms", 240.0)));
    LoadResult result =
        LoadParts.join(options("port", "1"), List.of(good, bad), ServerSeries.none());
    assertThat(result.verdict().status()).isEqualTo(Verdict.Status.INVALID);
    assertThat(result.verdict().reasons())
        .contains("the client stood still for up to 240.0 ms")
        .contains("of 2 clients these are in doubt: 2");
    assertThat(result.client().parts().getFirst().verdict().status()).isEqualTo(Verdict.Status.OK);
  }

  /// What a share sends, and when.
  private static Map<String, Long> schedule(Share share) throws LoadException {
    LoadOptions options = options("request-rate", "100");
    Prompts prompts = PromptsOf.workload(options.workload(), options.target().backend(), 0);
    RequestEncoder encoder = new RequestEncoder(options.target(), options.body());
    Arrivals arrivals = DispatchRules.of(options, share, COUNT, prompts.schedule()).arrivals();
    Map<String, Long> schedule = new TreeMap<>();
    Places places = new Places(0, share, share.count(COUNT));
    try (RequestSource source = RequestSource.of(prompts, encoder, places)) {
      for (LoadRequest next = source.next(); next != null; next = source.next()) {
        String bytes = new String(next.bytes(), next.from(), next.length(), StandardCharsets.UTF_8);
        assertThat(schedule.put(bytes, arrivals.nextNanos())).isNull();
      }
    }
    return schedule;
  }

  private static LoadOptions options(String... pairs) {
    Map<String, Value> values = new LinkedHashMap<>();
    values.put("model", Value.of("m"));
    values.put("tokenizer", Value.of("none"));
    values.put("num-prompts", Value.of(COUNT));
    values.put("random-input-len", Value.of(4));
    values.put("random-output-len", Value.of(5));
    values.put("random-range-ratio", Value.of("0.0"));
    for (int i = 0; i < pairs.length; i += 2) {
      values.put(pairs[i], Value.of(pairs[i + 1]));
    }
    return LoadOptions.of(values);
  }
}
