package dev.kneeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.sim.SimServer;
import dev.kneeline.study.Failure;
import dev.kneeline.study.FailureKind;
import dev.kneeline.study.TrialState;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever a server does, it becomes a line of the record and the sweep goes on.
class FailureTest {

  @TempDir Path folder;

  @Test
  void a_server_without_memory_is_an_answer_and_prunes_what_asks_for_more() throws Exception {
    Sandbox box =
        new Sandbox(folder)
            .with(
                """
                points:
                  - {server.leak-memory: 1}
                  - {server.leak-memory: 2, server.oom-at-load: true}
                  - {server.leak-memory: 3, server.oom-at-load: true}
                monotone: [server.leak-memory]
                """);
    Cli.Result run = box.run();
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("FAILED, out of memory at load: ")
        .contains("CUDA out of memory")
        .contains("asks for at least as much");
    assertThat(box.state("server.leak-memory", "1")).isInstanceOf(TrialState.Completed.class);
    assertThat(box.state("server.leak-memory", "2")).isInstanceOf(TrialState.Unviable.class);
    assertThat(box.state("server.leak-memory", "3")).isInstanceOf(TrialState.Pruned.class);
    assertThat(box.serverStarts()).isEqualTo(2);

    assertThat(box.study().resolve("report.html"))
        .content()
        .contains("<b>1</b> cannot run: out of memory at load")
        .containsPattern("<b>1</b> not run: .*leak-memory=2");
    Cli.Result status = box.ask("status");
    assertThat(status.out())
        .contains("1 done, 1 unviable, 1 pruned")
        .contains("leak-memory=2")
        .containsPattern("leak-memory=3.*not run: .*leak-memory=2.* out of memory at load");

    Cli.Result again = box.run();
    assertThat(again.code()).isZero();
    assertThat(again.err()).contains("everything is measured but 2 points");
    assertThat(box.serverStarts()).isEqualTo(2);
  }

  @Test
  void a_server_that_never_gets_ready_fails_alone_and_is_tried_again_on_request() throws Exception {
    Sandbox box =
        new Sandbox(folder)
            .withFile(
                """
                name: tiny
                engine: sim
                server:
                  params: {fixed: "3,1"}
                  ready: {timeout: 7s}
                load: {random-input-len: 8, random-output-len: 4, num-prompts: 4}
                objective: max output_throughput
                sweep: {server.never-ready: [true, null]}
                """);
    Cli.Result run = box.run();
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .contains("FAILED, not ready in time: ")
        .contains("1 point failed; see: kneeline logs --failed");
    Failure failure = failure(box.state("server.never-ready", "true"));
    assertThat(failure.kind()).isEqualTo(FailureKind.START_TIMEOUT);
    assertLog(box, failure);
    assertThat(box.runs().size()).isEqualTo(1);

    assertThat(box.run().err()).contains("everything is measured but 1 point");
    int before = box.serverStarts();
    Cli.Result retried = box.run("--retry-failed");
    assertThat(retried.code()).isEqualTo(ExitCode.FAILED);
    assertThat(retried.err()).contains("1 run to measure, 1 server start, 1 measured already");
    assertThat(box.serverStarts()).isEqualTo(before + 1);
  }

  @Test
  void a_bad_flag_is_told_in_the_engines_own_words_with_a_way_out_and_a_log() throws Exception {
    Sandbox box = new Sandbox(folder).with("sweep: {server.no-such-flag: [1, null]}\n");
    Cli.Result run = box.run();
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    Failure failure = failure(box.state("server.no-such-flag", "1"));
    assertThat(failure.kind()).isEqualTo(FailureKind.BAD_FLAG);
    assertThat(failure.message()).contains("--no-such-flag");
    assertThat(failure.hint()).contains("kneeline sim --help");
    assertLog(box, failure);
    assertThat(run.err())
        .contains("FAILED, bad flag: " + failure.message())
        .contains("hint: " + failure.hint())
        .contains("log: ");
    assertThat(box.runs().size()).isEqualTo(1);
    assertThat(box.ask("logs", "--failed").out())
        .contains("no-such-flag=1 run 1: bad flag: ")
        .contains("  | ");
  }

  @Test
  void a_server_that_dies_under_load_is_tried_once_more_and_other_servers_go_on() throws Exception {
    Sandbox box = new Sandbox(folder).with("sweep: {server.die-after-requests: [2, null]}\n");
    Cli.Result run = box.run();
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    Failure failure = failure(box.state("server.die-after-requests", "2"));
    assertThat(failure.kind()).isEqualTo(FailureKind.SERVER_EXITED);
    assertLog(box, failure);
    assertThat(box.runs().size()).isEqualTo(1);
    assertThat(box.serverStarts()).as("two tries of the one, one of the other").isEqualTo(3);
  }

  @Test
  void answers_shorter_than_asked_for_are_a_failed_run_and_not_a_fast_one() throws Exception {
    Sandbox box = new Sandbox(folder).with("sweep: {server.short-output: [2, null]}\n");
    Cli.Result run = box.run("--set", "load.ignore-eos=true");
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(failure(box.state("server.short-output", "2")).kind())
        .isEqualTo(FailureKind.SHORT_OUTPUT);
    assertThat(box.runs().size()).isEqualTo(1);
  }

  @Test
  void a_taken_port_is_refused_before_anything_starts() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Sandbox box = new Sandbox(folder).with("");
      Cli.Result run = box.run("--set", "server.port=" + taken.getLocalPort());
      assertThat(run.code()).isEqualTo(ExitCode.IMPOSSIBLE);
      assertThat(run.err())
          .contains("error: port %d is taken".formatted(taken.getLocalPort()))
          .contains("hint: ");
      assertThat(box.study()).doesNotExist();
    }
  }

  @Test
  void programs_that_are_not_there_are_refused_all_at_once() throws Exception {
    Sandbox box = new Sandbox(folder);
    box.withFile(
        """
        engine: command
        server: {command: [no-such-server, --port, "{port}"]}
        benchmark: {command: [/no/such/benchmark, "{result_file}"]}
        """);
    Cli.Result run = box.run();
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.IMPOSSIBLE);
    assertThat(run.err())
        .contains("error: program 'no-such-server' is not on PATH")
        .contains("error: '/no/such/benchmark' is no executable file")
        .contains("hint: ");
    assertThat(run.out()).isEmpty();
    assertThat(box.study()).doesNotExist();
  }

  @Test
  void a_finished_study_can_be_asked_again_after_its_server_is_gone() throws Exception {
    Sandbox box = new Sandbox(folder).with("");
    try (SimServer server = SimServer.start("--port", "0", "--fixed", "3,1")) {
      box.withFile(Sandbox.HEAD.replace("params: {fixed: \"3,1\"}", "url: " + server.url()));
      assertThat(box.run().code()).isZero();
    }
    Cli.Result again = box.run();
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.err()).contains("everything is measured");

    Cli.Result more = box.run("--set", "repeat=2");
    assertThat(more.code()).isEqualTo(ExitCode.IMPOSSIBLE);
    assertThat(more.err()).contains("error: nothing answers at http://").contains("hint: ");
  }

  private static Failure failure(TrialState state) {
    assertThat(state).isInstanceOf(TrialState.Failed.class);
    return ((TrialState.Failed) state).failure();
  }

  private static void assertLog(Sandbox box, Failure failure) {
    Path log = box.study().resolve(failure.log());
    assertThat(failure.log()).isNotEmpty();
    assertThat(Files.exists(log)).as(log.toString()).isTrue();
  }
}
