package dev.kneeline.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.store.Redaction;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A stand-in for docker: a daemon that is no child of ours starts and ends "containers", and a
/// client that asks it, as docker's own does, by name and id.
class ContainerTest {

  private static final String DAEMON =
      """
      while :; do
        for asked in *.run; do
          [ -f "$asked" ] || continue
          id=${asked%.run}
          rm "$asked"
          sleep 300 &
          echo $! >"$id.pid"
        done
        for asked in *.rm; do
          [ -f "$asked" ] || continue
          id=${asked%.rm}
          kill -9 "$(cat "$id.pid")"
          rm "$asked" "$id.pid"
        done
        sleep 0.05
      done
      """;

  private static final String CLIENT =
      """
      #!/bin/sh
      daemon=$(dirname "$0")/daemon
      case $1 in
        run)
          while [ $# -gt 1 ]; do [ "$1" = --cidfile ] && file=$2; shift; done
          echo c$$ >"$file"
          : >"$daemon/c$$.run"
          trap '' TERM
          while :; do sleep 0.1; done
          ;;
        rm)
          echo "$*" >>"$daemon/removals"
          : >"$daemon/$3.rm"
          while [ -f "$daemon/$3.pid" ]; do sleep 0.02; done
          ;;
      esac
      """;

  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(10);

  @TempDir Path folder;
  private Process daemon;

  @BeforeEach
  void startDaemon() throws IOException {
    Files.createDirectory(folder.resolve("daemon"));
    Path client = Files.writeString(folder.resolve("docker"), CLIENT);
    assertThat(client.toFile().setExecutable(true)).isTrue();
    daemon =
        new ProcessBuilder("sh", "-c", DAEMON).directory(folder.resolve("daemon").toFile()).start();
  }

  @AfterEach
  void stopDaemon() throws Exception {
    List<ProcessHandle> containers = daemon.descendants().toList();
    daemon.destroyForcibly().waitFor();
    containers.forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void a_client_that_must_be_killed_leaves_no_container() throws Exception {
    try (Processes processes = new Processes()) {
      Child child = processes.start(start(folder, "run", "--gpus", "all", "image"));
      long container = awaitContainer();

      assertThat(child.stop(SHORT)).isEmpty();

      assertThat(ProcessHandle.of(container).filter(ProcessHandle::isAlive)).isEmpty();
      assertThat(folder.resolve("daemon/removals")).content().startsWith("rm --force c");
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("docker", "daemon", "server.log");
    }
  }

  @Test
  void the_keeper_removes_the_container_of_a_controller_that_was_killed() throws Exception {
    Process controller =
        new ProcessBuilder(Java.command(Controller.class, folder.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader says = controller.inputReader();
    assertThat(says.readLine()).isEqualTo("started");
    long container = awaitContainer();

    controller.destroyForcibly().waitFor(5, TimeUnit.SECONDS);

    assertThat(
            Patience.until(
                () -> ProcessHandle.of(container).filter(ProcessHandle::isAlive).isEmpty(), LONG))
        .isTrue();
  }

  /// A controller of its own process.
  public static final class Controller {
    public static void main(String[] arguments) throws Exception {
      Processes processes = new Processes();
      processes.start(start(Path.of(arguments[0]), "run", "it's an image"));
      System.out.println("started");
      Thread.sleep(60_000);
    }
  }

  @Test
  void an_id_file_of_the_users_own_is_read_and_one_that_is_there_before_is_somebody_elses()
      throws IOException {
    List<String> words = List.of("sudo", "docker", "container", "run", "--cidfile=own.id", "image");
    Path ours = folder.resolve("ours.id");

    assertThat(Container.of(words, Map.of(), folder, ours).orElseThrow().words()).isEqualTo(words);
    Files.writeString(folder.resolve("own.id"), "c1");
    assertThat(Container.of(words, Map.of(), folder, ours)).isEmpty();
  }

  @Test
  void only_a_client_that_runs_something_has_a_container() {
    assertThat(Container.options(List.of("docker", "run", "image"))).hasValue(2);
    assertThat(Container.options(List.of("sudo", "/usr/bin/podman", "run", "image"))).hasValue(3);
    assertThat(Container.options(List.of("docker", "compose", "run", "service"))).isEmpty();
    assertThat(Container.options(List.of("vllm", "serve", "docker"))).isEmpty();
  }

  private static Processes.Start start(Path folder, String... words) {
    List<String> command =
        Stream.concat(Stream.of(folder.resolve("docker").toString()), Stream.of(words)).toList();
    return new Processes.Start(
        command, Map.of(), folder, folder.resolve("server.log"), Redaction.byName());
  }

  private long awaitContainer() throws IOException {
    assertThat(Patience.until(() -> pidFile().length > 0, LONG)).isTrue();
    return Long.parseLong(new String(pidFile()).strip());
  }

  /// What the daemon has written of its one container; nothing where it has none.
  private byte[] pidFile() {
    try (Stream<Path> files = Files.list(folder.resolve("daemon"))) {
      Path pid = files.filter(file -> file.toString().endsWith(".pid")).findFirst().orElseThrow();
      return Files.readAllBytes(pid);
    } catch (IOException | java.util.NoSuchElementException notYet) {
      return new byte[0];
    }
  }
}
