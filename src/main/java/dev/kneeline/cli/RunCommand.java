package dev.kneeline.cli;

import dev.kneeline.analysis.Columns;
import dev.kneeline.analysis.Row;
import dev.kneeline.analysis.Show;
import dev.kneeline.exec.HostMachine;
import dev.kneeline.exec.LocalExecutor;
import dev.kneeline.exec.Provenance;
import dev.kneeline.plan.Goal;
import dev.kneeline.plan.Plan;
import dev.kneeline.plan.Secrets;
import dev.kneeline.plan.ShellText;
import dev.kneeline.plan.Sweep;
import dev.kneeline.report.ParetoSpec;
import dev.kneeline.report.TerminalTable;
import dev.kneeline.search.slo.SloSearch;
import dev.kneeline.space.Value;
import dev.kneeline.store.OpenMode;
import dev.kneeline.store.StudyFolder;
import dev.kneeline.study.Study;
import dev.kneeline.study.TrialState;
import dev.kneeline.sweep.DryRun;
import dev.kneeline.sweep.ReadOutcome;
import dev.kneeline.sweep.Runner;
import dev.kneeline.sweep.RunnerOutcome;
import dev.kneeline.sweep.RunnerWish;
import dev.kneeline.sweep.Strategies;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `kneeline run FILE`: measures what is not measured yet, and answers.
@Command(
    name = "run",
    description = "Measures the points of a sweep; called again, it continues where it stopped.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

  private static final int TABLE_ROWS = 20;

  @Mixin SweepOptions options = new SweepOptions();

  @Option(names = "--retry-failed", description = "attempt again what failed before")
  boolean retryFailed;

  @Option(
      names = "--rerun",
      paramLabel = "POINT",
      description = "measure the point with this id again, although it is measured")
  List<String> rerun = new ArrayList<>();

  @Option(names = "--fresh", description = "move the study aside and begin anew; deletes nothing")
  boolean fresh;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    PrintWriter talk = spec.commandLine().getErr();
    HostMachine host = HostMachine.look();
    ReadOutcome.Read read = new SweepFiles(talk).read(options, Machine.facts(host));
    Sweep sweep = read.sweep();
    Path folder = SweepFiles.studyFolder(options, sweep.name());
    Plan first = Machine.firstPlan(sweep);
    Machine.requireReady(owed(sweep, folder, first), new Complaints(talk));
    if (fresh) {
      StudyFolder.setAside(folder, InstantSource.system())
          .ifPresent(aside -> talk.println("the study so far was moved to " + aside));
    }
    try (Interrupts interrupts = new Interrupts(talk);
        StudyFolder study = StudyFolder.open(folder, OpenMode.CONTROL)) {
      requireKnown(study);
      study.keepQuestion(read.sourceText(), sweep);
      study.keepProvenance(provenance(host));
      RunnerOutcome outcome = measure(sweep, first, study, interrupts);
      return report(sweep, study, outcome);
    }
  }

  /// What must be there is only what is needed for runs that nothing answers yet: a finished study
  /// can be asked again long after its server was taken away.
  private Plan owed(Sweep sweep, Path folder, Plan first) {
    return fresh || retryFailed || !rerun.isEmpty()
        ? first
        : DryRun.of(sweep, folder, OptionalInt.of(Machine.LOOKED_AT)).plan();
  }

  private void requireKnown(StudyFolder study) {
    Set<String> known =
        study.study().trials().stream()
            .map(trial -> trial.point().id())
            .collect(Collectors.toSet());
    for (String point : rerun) {
      if (!known.contains(point)) {
        throw new Refusal(
            ExitCode.WRONG,
            "no point %s in %s".formatted(point, study.root()),
            "`kneeline status DIR` shows each point with its id");
      }
    }
  }

  /// The words of this call, secrets hidden.
  private List<String> command() {
    List<String> command = new ArrayList<>(List.of("kneeline", "run"));
    command.addAll(spec.commandLine().getParseResult().originalArgs());
    return Secrets.hideInArguments(command);
  }

  /// The words that go on from here: what was to be done anew was begun by this call.
  private List<String> continuation() {
    List<String> words = new ArrayList<>(command());
    words.remove("--fresh");
    for (int at = words.indexOf("--rerun"); at >= 0; at = words.indexOf("--rerun")) {
      words.subList(at, Math.min(at + 2, words.size())).clear();
    }
    return words;
  }

  private SequencedMap<String, Value> provenance(HostMachine host) {
    SequencedMap<String, Value> facts =
        Provenance.facts(command(), Objects.requireNonNull(options.file), host);
    facts.put("kneeline", Value.of(Version.number()));
    return facts;
  }

  private RunnerOutcome measure(Sweep sweep, Plan first, StudyFolder study, Interrupts interrupts)
      throws Exception {
    RunView view =
        new RunView(
            spec.commandLine().getErr(),
            Terminal.detect(),
            sweep.goal(),
            Strategies.slo(sweep).map(SloSearch::line));
    RunnerWish wish = new RunnerWish(options.limit(), retryFailed, new HashSet<>(rerun));
    try (LocalExecutor executor = Machine.executor(sweep, first, study)) {
      Runner runner = new Runner(sweep, Strategies.of(sweep), executor, study, view);
      executor.limits().forEach(limit -> spec.commandLine().getErr().println("note: " + limit));
      interrupts.onInterrupt(runner::stop);
      return runner.run(wish);
    } finally {
      view.clear();
    }
  }

  private int report(Sweep sweep, StudyFolder study, RunnerOutcome outcome) {
    PrintWriter talk = spec.commandLine().getErr();
    PrintWriter data = spec.commandLine().getOut();
    List<Row> rows = StudyRows.of(study);
    Goal goal = sweep.goal();
    List<Row> ordered = Show.ordered(rows, Optional.of(goal.objective()), goal.slos());
    if (outcome.progress().runs() == 0) {
      talk.println(nothingToDo(outcome.study()));
    }
    talk.println();
    Optional<SloSearch> search = Strategies.slo(sweep);
    if (search.isPresent()) {
      SlaReport.print(
          SlaReport.write(sweep, search.get(), outcome.study(), study.root()), data, talk);
      talk.println("searches: " + relative(study.root().resolve("sla-1.png")));
    } else {
      answer(ordered, rows, goal, study);
    }
    picture(sweep, study, rows, outcome.progress().runs() > 0);
    return end(outcome, study, talk);
  }

  private void answer(List<Row> ordered, List<Row> rows, Goal goal, StudyFolder study) {
    PrintWriter talk = spec.commandLine().getErr();
    PrintWriter data = spec.commandLine().getOut();
    List<Row> shown = ordered.subList(0, Math.min(TABLE_ROWS, ordered.size()));
    data.print(
        TerminalTable.of(
            Show.table(
                shown, Columns.usual(rows, List.of(goal.objective()), goal.slos()), goal.slos()),
            Terminal.detect().columns()));
    data.flush();
    talk.println();
    if (shown.size() < ordered.size()) {
      talk.println(
          "and %d more: kneeline show %s".formatted(ordered.size() - shown.size(), study.root()));
    }
    Answers.print(rows, goal.objective(), goal.slos(), talk);
  }

  /// Draws frontier and page; when nothing was measured and both are there, they are only named,
  /// since drawing takes longer than all else that such a call does.
  private void picture(Sweep sweep, StudyFolder study, List<Row> rows, boolean measured) {
    PrintWriter talk = spec.commandLine().getErr();
    Path page = study.root().resolve("report.html");
    Path frontier = study.root().resolve("pareto.png");
    if (measured || !Files.exists(page)) {
      ParetoPictures.draw(
          sweep.name(),
          rows,
          ParetoSpec.of(ParetoPictures.X, ParetoPictures.defaultY(rows)),
          study.root());
      ReportFiles.page(page, StudyReport.of(study));
    }
    if (Files.exists(frontier)) {
      talk.println("frontier: " + relative(frontier));
    }
    talk.println("report: " + relative(page));
  }

  private static String nothingToDo(Study study) {
    long left =
        study.trials().stream()
            .filter(trial -> !(trial.state() instanceof TrialState.Completed))
            .count();
    return left == 0
        ? "everything is measured"
        : "everything is measured but %d point%s that failed or cannot run; --retry-failed tries again"
            .formatted(left, left == 1 ? "" : "s");
  }

  private int end(RunnerOutcome outcome, StudyFolder study, PrintWriter talk) {
    return switch (outcome.end()) {
      case INTERRUPTED -> {
        talk.println("interrupted; continue with: " + ShellText.join(continuation()));
        yield ExitCode.INTERRUPTED;
      }
      case BUDGET -> {
        talk.println("the budget is spent; run again to continue with as much again");
        yield failures(outcome.study()) > 0 ? ExitCode.FAILED : ExitCode.OK;
      }
      case FINISHED -> {
        long failed = failures(outcome.study());
        if (failed > 0) {
          talk.println(
              "%d point%s failed; see: kneeline logs --failed %s"
                  .formatted(failed, failed == 1 ? "" : "s", relative(study.root())));
        }
        yield failed > 0 ? ExitCode.FAILED : ExitCode.OK;
      }
    };
  }

  /// A point that its server cannot run is an answer; one that failed otherwise is not.
  private static long failures(Study study) {
    return study.trials().stream()
        .filter(trial -> trial.state() instanceof TrialState.Failed)
        .count();
  }

  private static Path relative(Path path) {
    Path here = Path.of("").toAbsolutePath();
    Path absolute = path.toAbsolutePath();
    return absolute.startsWith(here) ? here.relativize(absolute) : absolute;
  }
}
