package dev.kneeline.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.plan.ServerNode;
import dev.kneeline.store.OpenMode;
import dev.kneeline.store.StudyFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// A study and everything to run nodes in it; at its end nothing of it lives.
final class Workshop implements AutoCloseable {

  final Path folder;
  final StudyFolder study;
  final Processes processes = new Processes();
  final Ports ports = new Ports();
  final List<ExecutionEvent> events = new CopyOnWriteArrayList<>();
  final Cancellation cancellation = new Cancellation();
  private final Machinery machinery;

  Workshop(Path folder, Duration runTimeout) {
    this.folder = folder;
    this.study = StudyFolder.open(folder.resolve("study"), OpenMode.CONTROL);
    this.machinery =
        new Machinery(
            processes,
            ports,
            Gpus.none(),
            new Surroundings(folder, folder.resolve("cache"), Map.of("job_id", "")),
            study,
            runTimeout);
  }

  void run(ServerNode node) throws InterruptedException {
    Task task =
        new Task(
            new Ticket("t"),
            Lane.whole(List.of()),
            machinery,
            cancellation,
            new Standby.Never(),
            events::add);
    new NodeRunner(task).run(node);
  }

  <E extends ExecutionEvent> List<E> events(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  <E extends ExecutionEvent> E only(Class<E> type) {
    assertThat(events.stream().map(Workshop::brief).filter(type.getSimpleName()::equals))
        .as("events: %s", events.stream().map(Workshop::brief).toList())
        .hasSize(1);
    return events(type).getFirst();
  }

  private static String brief(ExecutionEvent event) {
    return event.getClass().getSimpleName();
  }

  @Override
  public void close() {
    processes.close();
    study.close();
    requireNothingLives(folder);
  }

  static void requireNothingLives(Path folder) {
    long ourselves = ProcessHandle.current().pid();
    List<String> living =
        ProcessTable.read().byPid().values().stream()
            .filter(ProcessTable.Entry::alive)
            .filter(entry -> entry.pid() != ourselves)
            .filter(entry -> worksIn(entry.pid(), folder))
            .map(ProcessTable.Entry::toString)
            .toList();
    assertThat(living).isEmpty();
  }

  /// Every process of a test works in the test's folder.
  private static boolean worksIn(long pid, Path folder) {
    try {
      Path directory = Path.of("/proc", Long.toString(pid), "cwd").toRealPath();
      return directory.startsWith(folder.toRealPath());
    } catch (IOException gone) {
      return false;
    }
  }
}
