package dev.kneeline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.space.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlannerTest {

  @Test
  void cheap_scopes_are_innermost_whatever_the_order_of_definition() {
    Sweep sweep =
        Questions.of("load.max-concurrency", List.of(1, 2), "server.max-num-seqs", List.of(32, 64));
    Plan plan = Questions.plan(sweep);
    assertThat(plan.servers())
        .extracting(server -> server.point().label())
        .containsExactly("max-num-seqs=32", "max-num-seqs=64");
    assertThat(plan.servers().getFirst().runs())
        .extracting(run -> run.point().label())
        .containsExactly("max-concurrency=1 max-num-seqs=32", "max-concurrency=2 max-num-seqs=32");
    assertThat(plan.serverStarts()).isEqualTo(2);
  }

  @Test
  void allocation_parameters_make_allocations_and_servers_take_turns_in_them() {
    Sweep sweep =
        Questions.of("server.max-num-seqs", List.of(32, 64), "allocation.nodes", List.of(1, 2));
    assertThat(Questions.plan(sweep).allocations())
        .extracting(allocation -> allocation.point().label(), each -> each.servers().size())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("nodes=1", 2),
            org.assertj.core.groups.Tuple.tuple("nodes=2", 2));
  }

  @Test
  void repetitions_interleave_among_the_loads_of_one_server() {
    Sweep sweep = Questions.repeated(2, Conduct.Order.INTERLEAVE_LOADS);
    assertThat(order(Questions.plan(sweep))).containsExactly("c1r1", "c2r1", "c1r2", "c2r2");
    assertThat(Questions.plan(sweep).serverStarts()).isEqualTo(1);
  }

  @Test
  void blocked_order_ends_a_point_before_the_next() {
    Sweep sweep = Questions.repeated(2, Conduct.Order.BLOCKED);
    assertThat(order(Questions.plan(sweep))).containsExactly("c1r1", "c1r2", "c2r1", "c2r2");
  }

  @Test
  void interleaved_servers_restart_between_repetitions() {
    Sweep sweep = Questions.repeated(2, Conduct.Order.INTERLEAVE_SERVERS);
    assertThat(order(Questions.plan(sweep))).containsExactly("c1r1", "c2r1", "c1r2", "c2r2");
    assertThat(Questions.plan(sweep).serverStarts()).isEqualTo(2);
  }

  @Test
  void a_runs_seed_is_base_plus_repetition_and_equal_across_points() {
    Plan plan = Questions.plan(Questions.repeated(2, Conduct.Order.INTERLEAVE_LOADS));
    assertThat(plan.runs()).extracting(PlannedRun::seed).containsExactly(43L, 43L, 44L, 44L);
  }

  @Test
  void parameters_become_the_engines_flags_and_host_and_port_are_added() {
    Plan plan =
        Questions.plan(
            Questions.of("server.max-num-seqs", List.of(64), "load.max-concurrency", List.of(1)));
    assertThat(command(plan))
        .isEqualTo("serve tiny --seed 7 --max-num-seqs 64 --host {host} --port {port}");
  }

  @Test
  void a_swept_parameter_beats_a_constant_and_unset_takes_the_flag_away() {
    Plan plan =
        Questions.plan(
            Questions.of(
                "server.seed",
                java.util.Arrays.asList(9, null),
                "load.max-concurrency",
                List.of(1)));
    assertThat(plan.servers())
        .extracting(server -> show(server))
        .containsExactly(
            "serve tiny --seed 9 --host {host} --port {port}",
            "serve tiny --host {host} --port {port}");
  }

  @Test
  void a_variable_of_the_environment_is_a_server_parameter() {
    Plan plan =
        Questions.plan(
            Questions.of("env.OMP_NUM_THREADS", List.of(1, 2), "load.max-concurrency", List.of(1)));
    assertThat(plan.serverStarts()).isEqualTo(2);
    assertThat(show(plan.servers().getLast())).startsWith("OMP_NUM_THREADS=2 serve");
  }

  @Test
  void servers_whose_runs_are_all_answered_are_not_started() {
    Sweep sweep =
        Questions.of("server.max-num-seqs", List.of(32, 64), "load.max-concurrency", List.of(1, 2));
    Plan rest =
        new Planner(sweep)
            .plan(
                Questions.points(sweep),
                run -> run.point().value("server.max-num-seqs").equals(Value.of(64)));
    assertThat(rest.serverStarts()).isEqualTo(1);
    assertThat(rest.runs()).hasSize(2);
  }

  @Test
  void a_fingerprint_changes_with_a_flag_and_not_with_the_order_of_points() {
    Sweep sweep =
        Questions.of("server.max-num-seqs", List.of(32, 64), "load.max-concurrency", List.of(1, 2));
    Map<String, String> one =
        Questions.fingerprints(new Planner(sweep).plan(Questions.points(sweep)));
    Map<String, String> other =
        Questions.fingerprints(new Planner(sweep).plan(Questions.points(sweep).reversed()));
    assertThat(one).isEqualTo(other);
    assertThat(one.values()).doesNotHaveDuplicates();
    Sweep changed =
        Questions.of("server.max-num-seqs", List.of(32, 64), "load.max-concurrency", List.of(1, 3));
    Map<String, String> after =
        Questions.fingerprints(new Planner(changed).plan(Questions.points(changed)));
    assertThat(after.values()).filteredOn(one.values()::contains).hasSize(2);
  }

  private static List<String> order(Plan plan) {
    return plan.runs().stream()
        .map(run ->
            "c%sr%d"
                .formatted(run.point().value("load.max-concurrency").spelling(), run.repetition()))
        .toList();
  }

  private static String command(Plan plan) {
    return show(plan.servers().getFirst());
  }

  private static String show(ServerNode server) {
    return ((ServerSpec.Start) server.spec()).processes().getFirst().show();
  }
}
