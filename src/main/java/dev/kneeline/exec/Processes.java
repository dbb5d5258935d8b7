package dev.kneeline.exec;

import dev.kneeline.store.Redaction;
import java.io.File;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/// Starts processes so that none outlives us, whatever it or we do.
///
/// Each process leads a session of its own and carries a mark in its environment. We adopt its
/// orphans, so that a worker which detached itself stays in sight, and a [Keeper] ends everything
/// if we are killed. Where the machine offers none of that (no Linux, no `setsid`), processes and
/// the children that Java can see are ended, and [#limits] says so.
public final class Processes implements AutoCloseable {

  /// The variable by which the processes of a controller are found.
  public static final String MARKER = "KNEELINE_RUN";

  /// Of every instance: what is adopted belongs to no one only when none of these runs.
  private static final Set<Child> RUNNING = ConcurrentHashMap.newKeySet();

  private final String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  private final AtomicLong count = new AtomicLong();
  private final List<String> limits = new ArrayList<>();
  private final boolean ownSessions;
  private final Optional<Keeper> keeper;
  private volatile Set<ProcessTable.Identity> lastSeen = Set.of();

  /// Starts the keeper, which takes a few milliseconds.
  public Processes() {
    keeper = ProcessTable.hasProc() ? guard() : Optional.empty();
    ownSessions = keeper.isPresent();
    if (!Orphans.adopting()) {
      limits.add("orphans cannot be adopted here: a worker that detaches itself may be missed");
    }
    if (keeper.isEmpty()) {
      limits.add("no setsid, /bin/sh or /proc: if Kneeline is killed, its servers go on");
    }
  }

  private Optional<Keeper> guard() {
    try {
      return Optional.of(Keeper.start(MARKER + "=" + id + "-"));
    } catch (IOException missing) {
      return Optional.empty();
    }
  }

  /// What this machine cannot do, as sentences to be said once; empty on a usual Linux.
  public List<String> limits() {
    return List.copyOf(limits);
  }

  /// What is started: an argument vector, never read by a shell.
  ///
  /// @param environment variables above the inherited ones
  /// @param directory where it works
  /// @param log what it says on both streams is appended there from the first second
  /// @param redaction secrets that are overwritten in the log soon after they appear there
  public record Start(
      List<String> arguments,
      Map<String, String> environment,
      Path directory,
      Path log,
      Redaction redaction) {

    public Start {
      arguments = List.copyOf(arguments);
      environment = Map.copyOf(environment);
    }
  }

  /// @throws NoSuchFileException if the program does not exist, with its name
  /// @throws IOException if the system will not start it
  public Child start(Start start) throws IOException {
    Programs.require(start);
    String mark = id + "-" + count.incrementAndGet();
    Optional<Container> container =
        Container.of(
            start.arguments(),
            start.environment(),
            start.directory(),
            start.log().resolveSibling("container-" + mark + ".id"));
    ProcessBuilder builder =
        new ProcessBuilder(words(container.map(Container::words).orElse(start.arguments())));
    builder.directory(start.directory().toFile());
    builder.environment().putAll(start.environment());
    builder.environment().put(MARKER, mark);
    builder.redirectErrorStream(true);
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(start.log().toFile()));
    LogScrubber scrubber = new LogScrubber(start.log(), start.redaction());
    Child.Mark told = new Child.Mark(MARKER + "=" + mark, lastSeen);
    Process process = Orphans.start(builder);
    keeper.ifPresent(each -> {
      each.watch(process.pid());
      container.ifPresent(it -> each.remove(it.lastWill()));
    });
    Child child = new Child(this, process, told, scrubber, container);
    RUNNING.add(child);
    if (start.redaction().longestSecret() > 0) {
      Thread.ofVirtual().start(child::scrubWhileAlive);
    }
    return child;
  }

  /// Starts a tool of this machine whose output we read as it comes; its errors are dropped.
  Process pipe(List<String> arguments) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words(arguments));
    builder.environment().put(MARKER, id + "-" + count.incrementAndGet());
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    return Orphans.start(builder);
  }

  /// Ends what still runs.
  @Override
  public void close() {
    RUNNING.stream()
        .filter(child -> child.startedBy(this))
        .forEach(child -> child.stop(Duration.ofSeconds(2)));
    keeper.ifPresent(Keeper::close);
  }

  boolean ownSessions() {
    return ownSessions;
  }

  boolean running(Child child) {
    return RUNNING.contains(child);
  }

  void watch(long session) {
    keeper.ifPresent(each -> each.watch(session));
  }

  void ended(Child child, Set<Long> sessions, ProcessTable now) {
    RUNNING.remove(child);
    lastSeen = now.identities();
    keeper.ifPresent(each -> sessions.forEach(each::forget));
    if (Orphans.any(now)) {
      Orphans.collect(now);
      if (RUNNING.isEmpty()) {
        Orphans.end();
      }
    }
  }

  private List<String> words(List<String> arguments) throws IOException {
    List<String> words = new ArrayList<>();
    if (ownSessions) {
      words.add("setsid");
    }
    words.addAll(arguments);
    return words;
  }
}
