package dev.kneeline.exec;

import dev.kneeline.exec.ProcessTable.Entry;
import dev.kneeline.exec.ProcessTable.Identity;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A process that we started, with everything that it started in turn: its *family*.
///
/// To the family belong the processes of its session, those that carry its mark, those that were
/// seen in the family before, and all that descend from any of these.
public final class Child {

  /// What escaped the session is ended only after the session is, and gets this long for it.
  private static final Duration GRACE = Duration.ofSeconds(2);

  /// A process in a driver's uninterruptible sleep does not even heed KILL; nobody waits for ever.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration SCRUB_EVERY = Duration.ofMillis(100);

  /// A new process lives in it too, until it has left it for its own; whoever else lives there, the
  /// user's shell among them, is no family.
  private static final long OUR_SESSION = ProcessTable.read().ownSession();

  private final Processes processes;
  private final Process process;
  private final String mark;
  private final LogScrubber log;
  private final Optional<Container> container;
  private final Set<Identity> seen = new HashSet<>();
  private final Set<Identity> strangers;
  private final Set<Long> sessions = new HashSet<>();

  /// @param mark what its environment holds, and whose cannot hold it: who was there before it
  /// @param container that it runs as its client
  Child(
      Processes processes,
      Process process,
      Mark mark,
      LogScrubber log,
      Optional<Container> container) {
    this.processes = processes;
    this.process = process;
    this.mark = mark.text();
    this.strangers = new HashSet<>(mark.strangers());
    this.log = log;
    this.container = container;
    if (processes.ownSessions()) {
      sessions.add(process.pid());
    }
  }

  /// What tells a child's processes from all others.
  ///
  /// @param text the variable with its value
  /// @param strangers some that ran before the mark was made
  record Mark(String text, Set<Identity> strangers) {}

  boolean startedBy(Processes owner) {
    return processes == owner;
  }

  public long pid() {
    return process.pid();
  }

  /// Whether the process itself lives; its workers may live longer.
  public boolean alive() {
    return process.isAlive();
  }

  /// Its exit code, 128 + the signal that ended it; empty while it lives.
  public OptionalInt exitCode() {
    return alive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
  }

  /// Waits for its end.
  ///
  /// @return whether it ended in time
  public boolean await(Duration atMost) throws InterruptedException {
    return process.waitFor(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Completed when it ends.
  public CompletableFuture<Void> onExit() {
    return process.onExit().thenAccept(ended -> {});
  }

  /// The living family now.
  synchronized List<Entry> family(ProcessTable table) {
    List<Entry> family =
        table.family(entry ->
            entry.pid() == process.pid()
                || sessions.contains(entry.session())
                || seen.contains(entry.identity())
                || marked(entry));
    for (Entry entry : family) {
      seen.add(entry.identity());
      if (mayJoin(entry.session()) && sessions.add(entry.session())) {
        processes.watch(entry.session());
      }
    }
    return family;
  }

  /// Session 0 is that of whoever came into a container from outside of it.
  private boolean mayJoin(long session) {
    return processes.ownSessions() && session != OUR_SESSION && session != 0;
  }

  /// A stranger is looked at once: only a process that descends from ours could be given our mark,
  /// and that one is found as a descendant.
  private boolean marked(Entry entry) {
    boolean marked =
        !strangers.contains(entry.identity()) && ProcessTable.marked(entry.pid(), mark);
    if (!marked) {
      strangers.add(entry.identity());
    }
    return marked;
  }

  /// Ends the family: TERM to its session, KILL to what is left of that after `timeout`; then the
  /// same, with less patience, to what had left the session; then removes the container that it
  /// ran. Returns when nothing is left.
  ///
  /// @return pids that would not go, which is a matter for the machine's owner; usually empty
  public List<Long> stop(Duration timeout) {
    ProcessTable table = ProcessTable.read();
    List<Long> left = List.of();
    if (!family(table).isEmpty()) {
      end(entry -> !processes.ownSessions() || entry.session() == process.pid(), timeout);
      left = end(entry -> true, GRACE);
      table = ProcessTable.read();
    }
    container.ifPresent(Container::remove);
    processes.ended(this, Set.copyOf(sessions), table);
    log.scrub();
    return left;
  }

  /// Until it is stopped or interrupted; its workers may write after its own end.
  void scrubWhileAlive() {
    try {
      while (processes.running(this)) {
        Thread.sleep(SCRUB_EVERY);
        log.scrub();
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Long> end(Predicate<Entry> which, Duration timeout) {
    Set<Identity> asked = new HashSet<>();
    // Who is forked while the others are asked to end is asked as well, once.
    boolean gone =
        signal(which, entry -> asked.add(entry.identity()), ProcessHandle::destroy, timeout);
    if (!gone) {
      signal(which, entry -> true, ProcessHandle::destroyForcibly, PATIENCE);
    }
    return living(which).map(Entry::pid).toList();
  }

  /// Signals those in need of it, again and again until none of `which` lives.
  private boolean signal(
      Predicate<Entry> which,
      Predicate<Entry> inNeed,
      Consumer<ProcessHandle> how,
      Duration atMost) {
    return Patience.until(
        () -> {
          List<Entry> left = living(which).toList();
          left.stream()
              .filter(inNeed)
              .forEach(entry -> ProcessHandle.of(entry.pid()).ifPresent(how));
          return left.isEmpty();
        },
        atMost);
  }

  private Stream<Entry> living(Predicate<Entry> which) {
    return family(ProcessTable.read()).stream().filter(which);
  }
}
