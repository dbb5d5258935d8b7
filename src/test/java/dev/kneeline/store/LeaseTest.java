package dev.kneeline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {

  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir Path folder;

  @Test
  void a_second_controller_is_refused_and_told_who_holds_the_lease() {
    try (Lease held = Lease.take(folder, CLOCK)) {
      assertThat(held.lost()).isFalse();
      assertThatThrownBy(() -> Lease.take(folder, CLOCK))
          .isInstanceOf(StudyRefusedException.class)
          .hasMessageContaining("another controller runs this study")
          .hasMessageContaining("process " + ProcessHandle.current().pid());
      assertThat(Lease.holder(folder, CLOCK)).contains(held.self());
    }
    assertThat(Lease.holder(folder, CLOCK)).isEmpty();
  }

  @Test
  void a_lease_given_back_can_be_taken_again_and_again() {
    for (int round = 0; round < 5; round++) {
      Lease.take(folder, CLOCK).close();
    }
    assertThat(files()).containsExactly("5.json");
  }

  @Test
  void the_lease_of_a_dead_process_of_this_machine_is_free_at_once() throws IOException {
    Holder self = Holder.self(Instant.now());
    long gone = deadPid();
    write(
        3,
        new Holder(
            "x", self.host(), self.machine(), gone, Instant.now(), self.user(), Instant.now()));
    try (Lease taken = Lease.take(folder, CLOCK)) {
      assertThat(taken.lost()).isFalse();
      assertThat(files()).containsExactly("4.json");
    }
  }

  @Test
  void a_pid_that_was_given_to_another_process_does_not_hold_the_lease() throws IOException {
    Holder self = Holder.self(Instant.now());
    write(
        1,
        new Holder(
            "x",
            self.host(),
            self.machine(),
            self.pid(),
            self.started().minus(Duration.ofHours(1)),
            self.user(),
            Instant.now()));
    Lease.take(folder, CLOCK).close();
  }

  @Test
  void a_process_of_another_user_may_be_hidden_and_counts_as_alive_while_it_beats()
      throws IOException {
    Holder self = Holder.self(Instant.now());
    long hidden = deadPid();
    write(
        1,
        new Holder("x", self.host(), self.machine(), hidden, Instant.now(), "anna", Instant.now()));
    assertThatThrownBy(() -> Lease.take(folder, CLOCK)).isInstanceOf(StudyRefusedException.class);
  }

  @Test
  void a_controller_of_another_machine_holds_it_until_it_missed_its_beats() throws IOException {
    Path lease = write(1, elsewhere());
    assertThatThrownBy(() -> Lease.take(folder, CLOCK))
        .isInstanceOf(StudyRefusedException.class)
        .hasMessageContaining("anna's process 7 on login2");
    FileTime old = FileTime.from(Instant.now().minus(Lease.STALE).minusSeconds(5));
    Files.setLastModifiedTime(lease, old);
    Lease.take(folder, CLOCK).close();
  }

  @Test
  void an_hour_between_the_clocks_of_two_machines_changes_nothing() throws IOException {
    write(1, elsewhere());
    InstantSource ahead = () -> Instant.now().plus(Duration.ofHours(1));
    assertThatThrownBy(() -> Lease.take(folder, ahead)).isInstanceOf(StudyRefusedException.class);
  }

  @Test
  void a_process_that_stood_still_notices_that_it_lost_the_lease() throws IOException {
    Lease slept = Lease.take(folder, CLOCK);
    write(2, elsewhere());
    assertThat(slept.lost()).isTrue();
    slept.close();
    assertThat(Holder.read(Fields.of(Json.read(Files.readString(folder.resolve("2.json"))))))
        .isEqualTo(elsewhere());
  }

  @Test
  void of_many_that_take_at_once_one_wins() throws Exception {
    for (int round = 0; round < 20; round++) {
      Path contested = folder.resolve("round-" + round);
      List<Callable<Boolean>> takers = new ArrayList<>();
      List<Lease> won = java.util.Collections.synchronizedList(new ArrayList<>());
      for (int taker = 0; taker < 8; taker++) {
        takers.add(() -> won.add(Lease.take(contested, CLOCK)));
      }
      try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
        for (Future<Boolean> taker : threads.invokeAll(takers)) {
          try {
            taker.get();
          } catch (ExecutionException lost) {
            assertThat(lost).hasCauseInstanceOf(StudyRefusedException.class);
          }
        }
      }
      assertThat(won).as("winners of round " + round).hasSize(1);
      won.getFirst().close();
    }
  }

  private Path write(int number, Holder holder) throws IOException {
    return Files.writeString(
        folder.resolve(number + ".json"), Json.pretty(holder.toJson(false, Instant.now())));
  }

  private static Holder elsewhere() {
    Instant then = Instant.parse("2026-01-31T12:00:00Z");
    return new Holder("y", "login2", "another kernel", 7, then, "anna", then);
  }

  private static long deadPid() {
    for (long pid = 4_000_000; ; pid++) {
      if (ProcessHandle.of(pid).isEmpty()) {
        return pid;
      }
    }
  }

  private List<String> files() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }
}
