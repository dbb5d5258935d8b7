package dev.kneeline.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kneeline.plan.ServerSpec;
import dev.kneeline.store.OpenMode;
import dev.kneeline.store.StudyFolder;
import dev.kneeline.study.FailureKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalExecutorTest extends ExecutorContract {

  @Override
  Executor executor(StudyFolder study, Surroundings surroundings) {
    return new LocalExecutor(
        List.of(Lane.whole(List.of())), study, surroundings, Duration.ofSeconds(30));
  }

  @Test
  void lanes_work_side_by_side_each_on_its_own_gpus_and_port(@TempDir Path other) throws Exception {
    // Each command waits until it sees the other one's file: alone, neither would end in time.
    String script =
        """
        echo $CUDA_VISIBLE_DEVICES $3 >lane-$2
        for i in $(seq 100); do [ -f lane-1 ] && [ -f lane-2 ] && break; sleep 0.1; done
        [ -f lane-1 ] && [ -f lane-2 ] && echo '{"completed": 1, "output_throughput": 1}' >$1
        """;
    try (StudyFolder study = StudyFolder.open(other.resolve("study"), OpenMode.CONTROL);
        LocalExecutor executor =
            new LocalExecutor(
                Lane.of(List.of(List.of(0, 1), List.of(2, 3))),
                study,
                new Surroundings(other, other, Map.of()),
                Duration.ofSeconds(30))) {
      assertThat(executor.capacity()).isEqualTo(2);
      for (int number = 1; number <= 2; number++) {
        executor.submit(
            Plans.allocation(
                Plans.node(
                    Plans.fake(),
                    Plans.run(number, Plans.command(script, Integer.toString(number), "{port}")))));
      }
      List<ExecutionEvent> events = new ArrayList<>();
      while (events.stream().filter(ExecutionEvent.AllocationFinished.class::isInstance).count()
          < 2) {
        events.addAll(executor.poll(Duration.ofSeconds(1)));
      }
      assertThat(events.stream().filter(ExecutionEvent.RunCommitted.class::isInstance)).hasSize(2);
    }
    List<String> seen =
        List.of(
            Files.readString(other.resolve("lane-1")).strip(),
            Files.readString(other.resolve("lane-2")).strip());
    assertThat(seen).extracting(line -> line.split(" ")[0]).containsExactlyInAnyOrder("0,1", "2,3");
    assertThat(seen).extracting(line -> line.split(" ")[1]).doesNotHaveDuplicates();
  }

  @Test
  void a_study_that_cannot_be_written_fails_every_run_and_tells_each(@TempDir Path other)
      throws Exception {
    try (StudyFolder study = StudyFolder.open(other.resolve("study"), OpenMode.CONTROL);
        LocalExecutor executor =
            new LocalExecutor(
                List.of(Lane.whole(List.of())),
                study,
                new Surroundings(other, other, Map.of()),
                Duration.ofSeconds(30))) {
      Files.writeString(study.root().resolve("runs"), "no folder");
      executor.submit(
          Plans.allocation(
              Plans.node(new ServerSpec.Absent(), Plans.run(1, Plans.command("true"))),
              Plans.node(new ServerSpec.Absent(), Plans.run(2, Plans.command("true")))));
      List<ExecutionEvent> events = new ArrayList<>();
      while (events.stream().noneMatch(ExecutionEvent.AllocationFinished.class::isInstance)) {
        events.addAll(executor.poll(Duration.ofSeconds(1)));
      }
      assertThat(events)
          .filteredOn(ExecutionEvent.ServerFailed.class::isInstance)
          .extracting(event -> ((ExecutionEvent.ServerFailed) event).failure().kind())
          .containsExactly(FailureKind.RESOURCES, FailureKind.RESOURCES);
    }
  }

  @Test
  void gpus_are_shared_out_in_sets_that_do_not_overlap() {
    assertThat(Lane.share(List.of(0, 1, 2, 3, 4, 5, 6, 7), 2))
        .extracting(Lane::gpuList)
        .containsExactly("0,1", "2,3", "4,5", "6,7");
    assertThat(Lane.share(List.of(0, 1, 2), 2))
        .extracting(Lane::gpus)
        .containsExactly(List.of(0, 1, 2));
    assertThat(Lane.share(List.of(), 0)).hasSize(1);
    assertThat(Lane.share(List.of(0, 1), 0)).hasSize(1);
    assertThat(Lane.visible(List.of(0, 1, 2, 3), "2,3")).containsExactly(2, 3);
    assertThat(Lane.visible(List.of(0, 1), null)).containsExactly(0, 1);
    assertThatThrownBy(() -> Lane.of(List.of(List.of(0, 1), List.of(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("share");
  }

  @Test
  void free_ports_lie_below_those_of_outgoing_connections_and_differ() {
    Ports ports = new Ports();
    Set<Integer> given = new TreeSet<>();
    for (int number = 0; number < 20; number++) {
      given.add(ports.reserveFree().orElseThrow());
    }

    assertThat(given).hasSize(20).allSatisfy(port -> assertThat(port).isBetween(20_000, 32_767));
  }

  @Test
  void a_command_that_leaves_no_place_for_a_port_keeps_its_own() {
    assertThat(Listening.fixedPort(Plans.start(List.of("serve", "--port", "{port}")))).isEmpty();
    assertThat(Listening.fixedPort(Plans.start(List.of("serve", "--port", "9000")))).hasValue(9000);
    assertThat(Listening.fixedPort(Plans.start(List.of("serve", "--port=1", "--port=9001"))))
        .hasValue(9001);
    ServerSpec.Start fixed = Plans.on(Plans.start(List.of("serve", "--port", "{port}")), 9002);
    assertThat(Listening.fixedPort(fixed)).hasValue(9002);
  }
}
