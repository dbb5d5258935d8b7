package dev.kneeline.store;

import dev.kneeline.metric.Figures;
import dev.kneeline.plan.Plan;
import dev.kneeline.plan.PlannedRun;
import dev.kneeline.plan.ServerNode;
import dev.kneeline.plan.Sweep;
import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import dev.kneeline.store.StudyRefusedException.Reason;
import dev.kneeline.study.Failure;
import dev.kneeline.study.Study;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A study's folder: what it holds can be read back from its files alone, and a process that is
/// killed at any instant leaves it readable.
///
/// Docs: `docs/reference/study-folder.md`.
public final class StudyFolder implements AutoCloseable {

  /// The version of the layout that this program writes; it reads this one and older ones.
  public static final int FORMAT = 1;

  /// What must be free on the disk to begin a run.
  public static final long LEAST_FREE_BYTES = 256L << 20;

  private static final String FORMAT_FILE = "format.json";
  private static final String LEASE = "lease";

  private final Path root;
  private final OpenMode mode;
  private final InstantSource clock;
  private final Optional<Lease> lease;
  private final Journal journal;
  private final Journal decisions;
  private final Map<String, Journal> agentJournals = new ConcurrentHashMap<>();
  private final Set<Path> syncedNames = new HashSet<>();
  private volatile Redaction redaction;
  private volatile Map<String, String> engineVersions = Map.of();

  private StudyFolder(Path root, OpenMode mode, InstantSource clock, Optional<Lease> lease) {
    this.root = root;
    this.mode = mode;
    this.clock = clock;
    this.lease = lease;
    this.journal = new Journal(root.resolve("journal.jsonl"));
    this.decisions = new Journal(root.resolve("decisions.jsonl"));
    this.redaction = Redaction.of(System.getenv());
  }

  /// Opens a study; with [OpenMode#CONTROL] a new one is made where nothing is.
  ///
  /// @throws StudyRefusedException if it cannot be opened; nothing was touched then
  public static StudyFolder open(Path folder, OpenMode mode) {
    return open(folder, mode, InstantSource.system());
  }

  static StudyFolder open(Path folder, OpenMode mode, InstantSource clock) {
    Path root = folder.toAbsolutePath().normalize();
    StudyFormat format = StudyFormat.of(root);
    switch (mode) {
      case READ, AGENT -> format.requireStudy();
      case CONTROL -> format.requireStudyOrRoom();
    }
    if (mode == OpenMode.READ) {
      return new StudyFolder(root, mode, clock, Optional.empty());
    }
    StudyFormat.requireWritable(root);
    if (mode == OpenMode.AGENT) {
      return new StudyFolder(root, mode, clock, Optional.empty());
    }
    requireFree(root);
    createFolders(root);
    Lease lease = Lease.take(root.resolve(LEASE), clock);
    StudyFolder study = new StudyFolder(root, mode, clock, Optional.of(lease));
    if (format.isNew()) {
      Durable.replace(root.resolve(FORMAT_FILE), Json.pretty(StudyFormat.json()));
      Durable.syncFolder(root.getParent());
    }
    new Reconciliation(root, study.journal).run(study.now());
    study.journal.add(study.event("opened").put("by", lease.self().line()).value());
    return study;
  }

  /// Moves a study aside as `name.old-20260131T120000Z`, so that a new one can begin; nothing is
  /// deleted. Empty where there was none.
  ///
  /// @throws StudyRefusedException if it is no study, or a controller runs it
  public static Optional<Path> setAside(Path folder, InstantSource clock) {
    Path root = folder.toAbsolutePath().normalize();
    StudyFormat format = StudyFormat.of(root);
    format.requireStudyOrRoom();
    if (format.isNew()) {
      return Optional.empty();
    }
    StudyFormat.requireWritable(root);
    Lease.take(root.resolve(LEASE), clock).close();
    String stamp = clock.instant().toString().replaceAll("[-:]|\\.[0-9]+", "");
    try {
      for (int number = 1; ; number++) {
        String suffix = ".old-" + stamp + (number == 1 ? "" : "-" + number);
        Path aside = root.resolveSibling(root.getFileName() + suffix);
        if (!Files.exists(aside)) {
          Files.move(root, aside);
          return Optional.of(aside);
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot move aside " + root, failed);
    }
  }

  /// Who runs the study at this moment, if anyone.
  public Optional<Holder> holder() {
    return Lease.holder(root.resolve(LEASE), clock);
  }

  public Path root() {
    return root;
  }

  /// Keeps the question: the sweep file as it was given and as it was understood, secrets hidden. A
  /// sweep file that differs from the last one moves that to `history/`.
  public void keepQuestion(String sourceText, Sweep sweep) {
    requireControl();
    redaction = redaction.and(sweep);
    new QuestionFiles(root, redaction).keepSweep(sourceText, sweep, now());
  }

  /// Adds what this session runs with: commands, versions, git state, machine. Secrets are hidden.
  public void keepProvenance(SequencedMap<String, Value> facts) {
    requireControl();
    new QuestionFiles(root, redaction).keepProvenance(facts, now());
  }

  /// A failure as the study keeps it: an engine's own line may repeat a secret of its command.
  public Failure withoutSecrets(Failure failure) {
    return new Failure(
        failure.kind(),
        redaction.text(failure.message()),
        redaction.text(failure.hint()),
        failure.log());
  }

  /// Keeps how many runs are about to be measured, for whoever watches.
  public void keepPlanned(int runs) {
    requireControl();
    journal.add(event("planned").put("runs", runs).value());
  }

  /// Begins one start of a server.
  public ServerAttempt beginServer(ServerNode node) {
    requireOurs();
    String parent = "servers/" + node.id();
    int number = nextAttempt(parent);
    ServerAttempt attempt = new ServerAttempt(this, parent + "/attempt-" + number);
    note(
        attempt.relative(),
        event("server_begun").put("folder", attempt.relative()).put("point", node.point().label()));
    return attempt;
  }

  /// Begins one try at a planned run.
  ///
  /// @param serverFolder the server attempt's relative folder, empty where there is no server
  /// @throws StudyRefusedException if the disk is nearly full, or the lease was lost
  public RunAttempt beginRun(PlannedRun planned, String serverFolder) {
    requireOurs();
    requireFree(root);
    String parent = "runs/%s/rep-%d".formatted(planned.point().id(), planned.repetition());
    int number = nextAttempt(parent);
    Durable.touch(root.resolve(parent).getParent());
    RunFiles.Place place =
        new RunFiles.Place(planned, parent + "/attempt-" + number, number, serverFolder);
    note(serverFolder, event("begun", place).put("label", planned.point().label()));
    return new RunAttempt(this, place);
  }

  /// Begins to take in runs that another tool measured.
  public ImportBatch importing() {
    requireControl();
    requireFree(root);
    return new ImportBatch(this, journal);
  }

  /// Keeps that a point is not attempted, as long as its fingerprint stays.
  public void prune(Point point, String fingerprint, String reason) {
    requireControl();
    decide(Decisions.pruned(point, fingerprint, reason, now()));
  }

  /// Makes everything stored of a point count no more, so that it is measured again. Files stay.
  ///
  /// @return how many attempts that were
  public int supersede(Point point) {
    requireControl();
    List<Decisions.Superseded> attempts = records().attempts(point);
    attempts.forEach(attempt -> decide(Decisions.superseded(attempt, now())));
    decide(Decisions.lifted(point, now()));
    return attempts.size();
  }

  /// Tells which engine versions would run now, by engine name: what another one measured answers
  /// no more.
  public void expectVersions(Map<String, String> versions) {
    engineVersions = Map.copyOf(versions);
  }

  /// Makes one run count no more, so that its repetition is measured again. Its files stay.
  public void supersede(StoredRun run) {
    requireControl();
    Decisions.Superseded attempt = new Decisions.Superseded(run.run().folder(), run.point().id());
    decide(Decisions.superseded(attempt, now()));
  }

  /// A plan held against the folder, read afresh; and from now on this plan's questions are the
  /// ones that [#study()] shows the answers of, also where they were asked, changed and changed
  /// back.
  public Measured ask(Plan plan) {
    requireControl();
    Records records = records();
    Measured measured = records.measured(plan, engineVersions);
    measured
        .answers()
        .forEach((planned, answer) -> {
          boolean another =
              records
                  .current(planned.point())
                  .filter(current -> !current.equals(planned.fingerprint()))
                  .isPresent();
          if (planned.repetition() == 1 && another && !(answer instanceof Answer.Missing)) {
            decide(Decisions.current(planned.point(), planned.fingerprint(), now()));
          }
        });
    return measured;
  }

  /// What the folder holds on one planned run, read afresh from the files of its point alone.
  public Answer answer(PlannedRun planned) {
    return new RecordsReader(root).read(planned.point()).answer(planned, Map.of());
  }

  /// Everything that the folder tells, read afresh.
  public Records records() {
    return new RecordsReader(root).read();
  }

  /// The study without a plan, read afresh.
  public Study study() {
    return records().study();
  }

  /// A plan held against the folder, read afresh.
  public Measured measured(Plan plan) {
    return records().measured(plan, engineVersions);
  }

  /// Every attempt by the names of folders and files alone: servers first, then runs by point,
  /// repetition and number.
  public List<Attempt> attempts() {
    return new AttemptList(root).list();
  }

  /// The options with which the built-in generator made a run; empty for another benchmark's run.
  ///
  /// @throws IllegalArgumentException if the run's file is damaged
  /// @throws UncheckedIOException if it cannot be read
  public Optional<SequencedMap<String, Value>> loadOptions(StoredRun run) {
    return RunFiles.options(readRun(run));
  }

  /// Whatever else the client told of a run.
  ///
  /// @throws IllegalArgumentException if the run's file is damaged
  /// @throws UncheckedIOException if it cannot be read
  public SequencedMap<String, Value> facts(StoredRun run) {
    return Fields.of(readRun(run)).object("facts").entries();
  }

  /// Puts other figures in the place of a run's, in one step; all else that is kept of it stays.
  public void replaceFigures(StoredRun run, Figures figures) {
    requireControl();
    String folder = run.run().folder();
    write(
        root.resolve(folder).resolve(RunAttempt.RUN), RunFiles.withFigures(readRun(run), figures));
    journal.add(event("recomputed").put("folder", folder).value());
  }

  private Value readRun(StoredRun run) {
    Path file = root.resolve(run.run().folder()).resolve(RunAttempt.RUN);
    try {
      return Json.read(Files.readAllBytes(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read " + file, unreadable);
    }
  }

  /// Recomputes the hash of every committed run's raw file; see [Verification].
  public Verification verify() {
    return Verification.of(root, records());
  }

  @Override
  public void close() {
    lease.ifPresent(held -> {
      if (!held.lost()) {
        journal.add(event("closed").value());
      }
      held.close();
    });
  }

  Instant now() {
    return clock.instant();
  }

  Redaction redaction() {
    return redaction;
  }

  void write(Path file, Value json) {
    Durable.replace(file, Json.pretty(json));
  }

  void committed(RunFiles.Place place, Optional<RawFile> raw) {
    noteIfPossible(place.server(), committedLine(place, raw));
  }

  Fields committedLine(RunFiles.Place place, Optional<RawFile> raw) {
    return event("committed", place)
        .put("file", raw.map(RawFile::name).orElse(""))
        .put("sha256", raw.map(RawFile::sha256).orElse(""));
  }

  void failed(RunFiles.Place place, Failure failure) {
    noteIfPossible(place.server(), event("failed", place).put("kind", Fields.name(failure.kind())));
  }

  void serverFailed(String folder, Failure failure, int notMeasured) {
    noteIfPossible(
        folder,
        event("server_failed")
            .put("folder", folder)
            .put("kind", Fields.name(failure.kind()))
            .put("not_measured", notMeasured));
  }

  static String relative(Path root, Path path) {
    return root.relativize(path).toString().replace(File.separatorChar, '/');
  }

  private void decide(Value decision) {
    decisions.add(redaction.value(decision));
  }

  private Fields event(String name) {
    return new Fields().put("at", now()).put("event", name);
  }

  private Fields event(String name, RunFiles.Place place) {
    return event(name)
        .put("point", place.planned().point().id())
        .put("repetition", place.planned().repetition())
        .put("fingerprint", place.planned().fingerprint())
        .put("folder", place.folder());
  }

  /// What has ended has ended, whether or not there is room left on the disk to note it.
  private void noteIfPossible(String serverFolder, Fields event) {
    try {
      note(serverFolder, event);
    } catch (UncheckedIOException full) {
      return;
    }
  }

  /// An agent has a journal of its own beside its server's logs: appends of two machines to one
  /// file would tear each other's lines.
  private void note(String serverFolder, Fields event) {
    switch (mode) {
      case CONTROL -> journal.add(event.value());
      case AGENT -> {
        if (!serverFolder.isEmpty()) {
          agentJournals
              .computeIfAbsent(
                  serverFolder, own -> new Journal(root.resolve(own).resolve("journal.jsonl")))
              .add(event.value());
        }
      }
      case READ -> throw new IllegalStateException("a study opened to read is not written");
    }
  }

  /// The next free number: making the folder is what reserves it, also against other machines.
  private int nextAttempt(String parent) {
    Path folder = root.resolve(parent);
    try {
      Files.createDirectories(folder);
      for (int number = 1; ; number++) {
        try {
          Files.createDirectory(folder.resolve("attempt-" + number));
          syncUpwards(folder);
          return number;
        } catch (FileAlreadyExistsException taken) {
          // The next number, then.
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot make a folder in " + folder, failed);
    }
  }

  /// A folder's name is synced once by each controller, which cannot know whether the one that made
  /// it came so far.
  private void syncUpwards(Path folder) {
    Durable.syncFolder(folder);
    synchronized (syncedNames) {
      Path each = folder;
      while (each != null && !each.equals(root) && syncedNames.add(each)) {
        each = each.getParent();
        Durable.syncFolder(each);
      }
    }
  }

  private void requireControl() {
    if (mode != OpenMode.CONTROL) {
      throw new IllegalStateException("only the controller does this, not mode " + mode);
    }
    requireOurs();
  }

  private void requireOurs() {
    if (mode == OpenMode.READ) {
      throw new IllegalStateException("a study opened to read is not written");
    }
    if (lease.map(Lease::lost).orElse(false)) {
      throw new StudyRefusedException(
          Reason.LOCKED,
          "this process lost the study's lease while it stood still"
              + holder().map(holder -> " to " + holder.line()).orElse(""),
          "its committed runs are safe; let the other one go on");
    }
  }

  private static void requireFree(Path root) {
    Path existing = root;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    try {
      FileStore disk = Files.getFileStore(existing);
      long free = disk.getUsableSpace();
      if (free < LEAST_FREE_BYTES && disk.getTotalSpace() > 0) {
        throw new StudyRefusedException(
            Reason.NO_SPACE,
            "only %d MiB are free on the disk of %s".formatted(free >> 20, root),
            "free at least %d MiB, or give another folder".formatted(LEAST_FREE_BYTES >> 20));
      }
    } catch (IOException unknown) {
      // A file system that cannot tell is not full for all we know.
      return;
    }
  }

  private static void createFolders(Path root) {
    try {
      Files.createDirectories(root);
    } catch (IOException failed) {
      throw new StudyRefusedException(
          Reason.NOT_WRITABLE, "cannot make the folder " + root, "give another folder");
    }
  }
}
