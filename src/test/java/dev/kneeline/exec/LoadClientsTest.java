package dev.kneeline.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kneeline.load.AppliedLoad;
import dev.kneeline.load.LoadException;
import dev.kneeline.load.LoadListener;
import dev.kneeline.load.LoadOptions;
import dev.kneeline.load.LoadResult;
import dev.kneeline.load.Progress;
import dev.kneeline.load.SampleFile;
import dev.kneeline.metric.Sample;
import dev.kneeline.sim.SimServer;
import dev.kneeline.space.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Several client processes against one server, as a user starts them.
@Timeout(60)
class LoadClientsTest {

  @TempDir private Path folder;

  @Test
  void two_clients_send_one_schedule_and_give_one_result() throws Exception {
    try (SimServer server =
        SimServer.start("--engine", "plain", "--port", "0", "--fixed", "20,5,4")) {
      Path samples = folder.resolve("all.samples");
      LoadResult result =
          load(server, _ -> {}, "request-rate", "200", "samples-file", samples.toString())
              .execute();
      assertThat(SampleFile.read(samples).samples()).hasSize(60).allMatch(Sample::completed);
      assertThat(result.samples().toList().stream().map(Sample::index).sorted().toList())
          .isEqualTo(LongStream.range(0, 60).boxed().toList());
      assertThat(result.client().parts()).hasSize(2).allMatch(part -> part.requests() == 30);
      List<Long> intended =
          result.samples().toList().stream()
              .sorted(Comparator.comparingLong(Sample::index))
              .map(sample -> sample.timing().intendedNanos())
              .toList();
      assertThat(intended).as("one schedule, whoever sends").isSorted();
      assertThat(intended.getLast()).as("60 at 200 a second").isEqualTo(300_000_000L);
      assertThat(Files.exists(folder.resolve("logs"))).as("the parts are merged").isFalse();
    }
  }

  @Test
  void a_client_that_dies_fails_the_run_by_name() throws Exception {
    try (SimServer server =
        SimServer.start("--engine", "plain", "--port", "0", "--fixed", "20,5,4")) {
      AppliedLoad load =
          load(
              server,
              progress -> {
                if (progress.done() > 0) {
                  clientProcesses().findFirst().ifPresent(ProcessHandle::destroyForcibly);
                }
              },
              "duration",
              "30");
      assertThatThrownBy(load::execute)
          .isInstanceOf(LoadException.class)
          .hasMessageMatching("load client [12] of 2 ended with exit code 137 before its result");
      assertThat(clientProcesses()).as("the other one is ended too").isEmpty();
    }
  }

  @Test
  void a_cancelled_load_gives_what_all_clients_have() throws Exception {
    try (SimServer server =
        SimServer.start("--engine", "plain", "--port", "0", "--fixed", "20,5,4")) {
      AppliedLoad[] load = new AppliedLoad[1];
      load[0] =
          load(
              server,
              progress -> {
                if (progress.done() > 10) {
                  load[0].cancel();
                }
              },
              "duration",
              "30");
      LoadResult result = load[0].execute();
      assertThat(result.isPartial()).isTrue();
      assertThat(result.stopped()).isEqualTo("cancelled");
      assertThat(result.samples().count()).isGreaterThan(10);
      assertThat(result.client().parts()).allMatch(part -> part.requests() > 0);
    }
  }

  /// By program: the system cuts a long class path off, and the verb behind it.
  private static Stream<ProcessHandle> clientProcesses() {
    return ProcessHandle.current()
        .descendants()
        .filter(each -> each.info().command().filter(name -> name.endsWith("java")).isPresent());
  }

  private AppliedLoad load(SimServer server, Consumer<Progress> onProgress, String... pairs) {
    Map<String, Value> values = new LinkedHashMap<>();
    values.put("port", Value.of(server.port()));
    values.put("clients", Value.of(2));
    values.put("max-concurrency", Value.of(8));
    values.put("random-input-len", Value.of(4));
    values.put("random-output-len", Value.of(4));
    for (int i = 0; i < pairs.length; i += 2) {
      values.put(pairs[i], Value.of(pairs[i + 1]));
    }
    if (!values.containsKey("duration")) {
      values.put("num-prompts", Value.of(60));
    }
    LoadListener listener = onProgress::accept;
    return LoadClients.of(values, LoadOptions.of(values), listener, folder.resolve("logs"));
  }
}
