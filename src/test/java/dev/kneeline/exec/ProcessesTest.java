package dev.kneeline.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kneeline.store.Redaction;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessesTest {

  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(8);

  @TempDir Path folder;
  private final Processes processes = new Processes();

  @AfterEach
  void nothing_is_left() throws IOException {
    processes.close();
    for (long pid : pidsWritten()) {
      assertThat(living(pid)).as("process " + pid).isFalse();
    }
  }

  @Test
  void a_child_writes_both_streams_to_its_log_from_the_first_second() throws Exception {
    Child child = shell("echo out; echo err >&2; pwd; exit 3");

    assertThat(child.await(LONG)).isTrue();
    assertThat(child.exitCode()).hasValue(3);
    assertThat(Files.readAllLines(log()))
        .containsExactly("out", "err", folder.toRealPath().toString());
    child.stop(SHORT);
  }

  @Test
  void arguments_reach_the_program_as_they_are() throws Exception {
    Child child = start(List.of("printf", "%s|", "a b", "$HOME", "*", "'"), Map.of());

    child.await(LONG);
    assertThat(log()).hasContent("a b|$HOME|*|'|");
    child.stop(SHORT);
  }

  @Test
  void a_missing_program_is_named() {
    assertThatThrownBy(() -> start(List.of("no-such-engine", "serve"), Map.of()))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage("no-such-engine");
  }

  @Test
  void term_is_enough_for_a_willing_child_and_its_worker() throws Exception {
    Child child = shell("sleep 100 & echo $! >>pids; trap 'echo bye; exit 0' TERM; wait");
    awaitPids(1);

    assertThat(child.stop(LONG)).isEmpty();
    assertThat(log()).content().contains("bye");
    assertThat(child.exitCode()).hasValue(0);
  }

  @Test
  void a_child_that_ignores_term_is_killed_after_its_time() throws Exception {
    Child child = shell("trap '' TERM; echo $$ >>pids; while :; do sleep 1; done");
    awaitPids(1);

    assertThat(child.stop(SHORT)).isEmpty();
    assertThat(child.exitCode()).hasValue(128 + 9);
  }

  @Test
  void workers_of_a_child_that_is_gone_are_found_in_its_session_and_by_its_mark() throws Exception {
    Child child =
        shell(
            """
            sleep 100 & echo $! >>pids
            setsid sh -c 'echo $$ >>pids; exec sleep 100' &
            (setsid sh -c 'trap "" TERM; echo $$ >>pids; while :; do sleep 1; done' &) &
            sleep 0.2; exit 0
            """);
    awaitPids(3);
    child.await(LONG);

    assertThat(child.stop(SHORT)).isEmpty();
  }

  @Test
  void a_worker_that_sheds_session_parent_and_mark_is_still_ended() throws Exception {
    Child child = shell("(env -i /usr/bin/setsid sh -c 'echo $$ >>pids; exec sleep 100' &) & wait");
    awaitPids(1);
    child.await(LONG);

    assertThat(child.stop(SHORT)).isEmpty();
    assertThat(living(pidsWritten().getFirst())).isFalse();
  }

  @Test
  void dead_orphans_do_not_stay_as_zombies() throws Exception {
    Child child = shell("(setsid sh -c 'echo $$ >>pids; exit 0' &) & sleep 0.3; wait");
    awaitPids(1);
    child.await(LONG);
    child.stop(SHORT);

    assertThat(ProcessTable.read().byPid()).doesNotContainKey(pidsWritten().getFirst());
  }

  @Test
  void kill_9_of_the_controller_leaves_nothing() throws Exception {
    Process controller = controller(folder);
    BufferedReader says = controller.inputReader();
    assertThat(says.readLine()).isEqualTo("started");
    awaitPids(5);
    long keeper = Long.parseLong(says.readLine());

    controller.destroyForcibly().waitFor(5, TimeUnit.SECONDS);

    assertThat(Patience.until(() -> pids().stream().noneMatch(this::living), Duration.ofSeconds(5)))
        .as("living after five seconds: %s", pids())
        .isTrue();
    assertThat(Patience.until(() -> !living(keeper), Duration.ofSeconds(5))).isTrue();
  }

  /// A controller of its own process: what `kneeline run` is.
  public static final class Controller {
    public static void main(String[] arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      Processes processes = new Processes();
      String script =
          """
          echo $$ >>pids
          sleep 100 & echo $! >>pids
          (env -i /bin/sh -c 'echo $$ >>pids; exec /bin/sleep 100' &) &
          setsid sh -c 'trap "" TERM; echo $$ >>pids; while :; do sleep 1; done' &
          (setsid sh -c 'echo $$ >>pids; exec sleep 100' &) &
          wait
          """;
      processes.start(
          new Processes.Start(
              List.of("sh", "-c", script),
              Map.of(),
              folder,
              folder.resolve("server.log"),
              Redaction.byName()));
      System.out.println("started");
      long keeper =
          ProcessHandle.current()
              .children()
              .filter(each -> each.info().commandLine().orElse("").contains("kneeline-keeper"))
              .findFirst()
              .orElseThrow()
              .pid();
      System.out.println(keeper);
      Thread.sleep(60_000);
    }
  }

  @Test
  void a_child_that_has_not_left_our_session_yet_does_not_make_us_its_family() throws Exception {
    Child child = shell("sleep 100");
    ProcessTable now = ProcessTable.read();
    ProcessTable.Entry self = now.byPid().get(ProcessHandle.current().pid());
    ProcessTable.Entry early =
        new ProcessTable.Entry(
            new ProcessTable.Identity(child.pid(), 1), 'R', self.pid(), self.session(), 0, 0);
    ProcessTable.Entry neighbour =
        new ProcessTable.Entry(new ProcessTable.Identity(1, 1), 'S', 0, self.session(), 0, 0);
    ProcessTable atOnce =
        new ProcessTable(Map.of(self.pid(), self, child.pid(), early, 1L, neighbour));

    assertThat(child.family(atOnce)).containsExactly(early);
    assertThat(child.family(atOnce)).as("nor later").containsExactly(early);
    assertThat(child.stop(Duration.ofSeconds(2))).isEmpty();
  }

  @Test
  void a_secret_that_a_process_prints_does_not_stay_in_its_log() throws Exception {
    Child child =
        start(
            List.of(
                "sh",
                "-c",
                "echo started; printf 'api_key=%s, tp=2' \"$API_KEY\"; sleep 100 & wait"),
            Map.of("API_KEY", "sk-1234567890"));

    assertThat(
            Patience.until(
                () -> new LogFile(log()).lastLine().contains("(hidden)"), Duration.ofSeconds(10)))
        .isTrue();
    child.stop(Duration.ofSeconds(2));
    assertThat(log()).hasContent("started\napi_key=(hidden)*****, tp=2");
  }

  private static Process controller(Path folder) throws IOException {
    return new ProcessBuilder(Java.command(Controller.class, folder.toString()))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private Child shell(String script) throws IOException {
    return start(List.of("sh", "-c", script), Map.of());
  }

  private Child start(List<String> arguments, Map<String, String> environment) throws IOException {
    return processes.start(
        new Processes.Start(arguments, environment, folder, log(), Redaction.of(environment)));
  }

  private Path log() {
    return folder.resolve("server.log");
  }

  private void awaitPids(int count) {
    assertThat(Patience.until(() -> pids().size() >= count, LONG)).isTrue();
  }

  private List<Long> pids() {
    try {
      return pidsWritten();
    } catch (IOException unreadable) {
      return List.of();
    }
  }

  private List<Long> pidsWritten() throws IOException {
    Path file = folder.resolve("pids");
    return Files.exists(file)
        ? Files.readAllLines(file).stream().map(Long::parseLong).toList()
        : List.of();
  }

  private boolean living(long pid) {
    ProcessTable.Entry entry = ProcessTable.read().byPid().get(pid);
    return entry != null && entry.alive();
  }
}
