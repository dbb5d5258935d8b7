package dev.kneeline.dialect.vllm;

import dev.kneeline.analysis.SlaAnswer;
import dev.kneeline.metric.Slo;
import dev.kneeline.plan.Goal;
import dev.kneeline.plan.Measurement;
import dev.kneeline.plan.Plan;
import dev.kneeline.plan.Planner;
import dev.kneeline.plan.Probing;
import dev.kneeline.plan.Sweep;
import dev.kneeline.report.SlaTable;
import dev.kneeline.report.TerminalTable;
import dev.kneeline.search.slo.Sla;
import dev.kneeline.search.slo.SloOutcome;
import dev.kneeline.search.slo.SloQuestion;
import dev.kneeline.search.slo.SloSearch;
import dev.kneeline.search.slo.Step;
import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import dev.kneeline.sweep.Problems;
import dev.kneeline.sweep.RunnerOutcome;
import dev.kneeline.sweep.SlaFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `bench sweep serve_sla`: for each pair of rows and each SLA the largest load that keeps it.
@Command(
    name = "serve_sla",
    description =
        "Seeks for each pair of rows the largest request rate or concurrency within each SLA.",
    mixinStandardHelpOptions = true)
final class SweepServeSla implements Callable<Integer> {

  private static final int WIDTH = 160;

  @Mixin ServeOptions options = new ServeOptions();

  @Mixin SlaOptions sla = new SlaOptions();

  @Spec CommandSpec spec = CommandSpec.create();

  private final Desk desk;

  SweepServeSla(Desk desk) {
    this.desk = desk;
  }

  @Override
  public Integer call() throws InterruptedException {
    sla.check();
    Problems problems = new Problems();
    List<Sla> slas = new SlaParams(problems).read(sla.slaParams);
    if (problems.hasErrors()) {
      throw SweepRefusal.of(problems.all());
    }
    Prepared prepared =
        asking(
            Prepared.of(
                options,
                new LinkedHashSet<>(List.of(sla.variable.option())),
                FolderNames.Searched.BELOW),
            slas);
    SloSearch search = new SloSearch(question(prepared, slas));
    prepared.notes().forEach(note -> desk.err().println("note: " + note));
    desk.err().println(search.line());
    desk.err().flush();
    SweepRun run = new SweepRun(prepared, desk, BenchSweep.words(spec));
    if (options.experiment.dryRun) {
      run.preview(search::ahead, true);
      return 0;
    }
    SweepRun.Result result = run.run(search);
    List<SloOutcome> outcomes = search.outcomes(result.study());
    report(prepared, outcomes);
    BenchSweep.report(prepared, result, desk);
    return code(result, outcomes);
  }

  private SloQuestion question(Prepared prepared, List<Sla> slas) {
    Planner planner = new Planner(prepared.sweep());
    return new SloQuestion(
        prepared.sweep().space(),
        "load." + sla.variable.option(),
        slas,
        sla.settings(options.runs),
        sla.method.toString(),
        SloQuestion.Best.EACH,
        point -> gpus(planner, point));
  }

  private static int gpus(Planner planner, Point point) {
    return planner.plan(List.of(point)).servers().stream().mapToInt(Plan::gpus).max().orElse(0);
  }

  /// The sweep as a search: what its runs apply, and what its results must tell.
  private Prepared asking(Prepared prepared, List<Sla> slas) {
    Sweep sweep = prepared.sweep();
    List<Slo> limits = slas.stream().flatMap(each -> each.limits().stream()).toList();
    return prepared.asking(
        new Sweep(
            sweep.name(),
            sweep.subject(),
            telling(sweep.measurement(), limits),
            sweep.space(),
            sla.search(sweep.measurement(), limits),
            new Goal(sweep.goal().objective(), limits),
            sweep.conduct(),
            sweep.placement()));
  }

  /// A command of the user's computes the percentiles that SLAs name, too; the built-in client is
  /// told so by the plan.
  private static Measurement telling(Measurement measurement, List<Slo> limits) {
    return switch (measurement) {
      case Measurement.Generated generated -> generated;
      case Measurement.External external -> {
        Map<String, Value> told = new LinkedHashMap<>(external.options());
        told.putAll(Probing.withPercentiles(told, limits));
        yield new Measurement.External(
            external.command(), told, external.environment(), external.result());
      }
    };
  }

  private void report(Prepared prepared, List<SloOutcome> outcomes) {
    Path folder = prepared.experiment().folder();
    List<SlaAnswer> answers =
        outcomes.stream().map(outcome -> SlaAnswer.of(outcome, sla.variable.toString())).toList();
    SlaFile.write(prepared.experiment().name(), answers, folder);
    new SlaLayout(prepared, sla.variable.toString()).write(outcomes);
    desk.out().print(TerminalTable.of(SlaTable.of(answers), WIDTH));
    desk.out().flush();
    SlaTable.why(answers).forEach(desk.err()::println);
    SlaTable.sentence(answers).ifPresent(desk.err()::println);
  }

  /// A run that breaks down under too much load is an answer and no failure.
  private static int code(SweepRun.Result result, List<SloOutcome> outcomes) {
    boolean answered =
        outcomes.stream()
            .allMatch(outcome ->
                outcome.state() instanceof SloOutcome.State.Answered(Step.Answer answer)
                    && answer.status() != Step.Status.INCONCLUSIVE);
    if (answered) {
      return 0;
    }
    return result.end() == RunnerOutcome.End.INTERRUPTED ? result.exitCode() : 1;
  }
}
