package dev.kneeline.sim.bank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.search.slo.Step.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BankTest {

  private static final int SERVERS = 200;
  private static final int SOME = 60;

  @Test
  void the_guided_search_answers_ninety_nine_of_a_hundred_servers_right() {
    List<CurveServer> servers = Bank.draw(1, SERVERS);
    long right = servers.stream().filter(server -> guided(server).right()).count();
    assertThat(right).isGreaterThanOrEqualTo(SERVERS * 99 / 100);
  }

  @Test
  void it_takes_fewer_runs_and_less_time_than_its_peers_where_both_are_right() {
    for (String peer : List.of("spline", "bisection")) {
      int runs = 0;
      int peerRuns = 0;
      double seconds = 0;
      double peerSeconds = 0;
      for (CurveServer server : Bank.draw(2, SOME)) {
        BankRun ours = guided(server);
        BankRun theirs = BankRun.of(peer, server, 1, 60);
        if (ours.right() && theirs.right()) {
          runs += ours.runs();
          peerRuns += theirs.runs();
          seconds += ours.seconds();
          peerSeconds += theirs.seconds();
        }
      }
      assertThat(runs).as(peer).isLessThan(peerRuns * 3 / 5);
      assertThat(seconds).as(peer).isLessThan(peerSeconds / 3);
    }
  }

  @Test
  void the_bank_has_every_kind_of_answer() {
    List<Status> truths =
        Bank.draw(3, 60).stream().map(server -> Truth.of(server, 8192).status()).toList();
    assertThat(truths).contains(Status.FOUND, Status.INFEASIBLE, Status.UNBOUNDED);
  }

  @Test
  void a_seed_draws_the_same_servers_and_the_same_runs() {
    assertThat(Bank.draw(4, 20)).isEqualTo(Bank.draw(4, 20)).isNotEqualTo(Bank.draw(5, 20));
    CurveServer noisy =
        Bank.draw(4, 20).stream().filter(server -> server.noise() > 0).findFirst().orElseThrow();
    assertThat(noisy.run(3, 1)).isEqualTo(noisy.run(3, 1)).isNotEqualTo(noisy.run(3, 2));
  }

  private static BankRun guided(CurveServer server) {
    return BankRun.of("guided", server, 3, 25);
  }
}
