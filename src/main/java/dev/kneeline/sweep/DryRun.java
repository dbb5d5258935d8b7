package dev.kneeline.sweep;

import dev.kneeline.plan.Estimate;
import dev.kneeline.plan.Overview;
import dev.kneeline.plan.Plan;
import dev.kneeline.plan.PlannedRun;
import dev.kneeline.plan.Planner;
import dev.kneeline.plan.Sweep;
import dev.kneeline.search.Strategy;
import dev.kneeline.space.Point;
import dev.kneeline.store.Measured;
import dev.kneeline.store.OpenMode;
import dev.kneeline.store.StudyFolder;
import dev.kneeline.study.Study;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What a call of `run` would do, without doing it.
public final class DryRun {

  /// A plan of more points than this is cut: nobody reads it, and nobody runs it.
  private static final int MOST_POINTS = 100_000;

  private DryRun() {}

  /// The sweep's points held against what its folder already has; the folder is only read, and need
  /// not be there.
  public static Overview of(Sweep sweep, Path folder, OptionalInt limit) {
    int most = Math.min(MOST_POINTS, limit.orElse(MOST_POINTS));
    boolean isNew = isNew(folder);
    Study known = isNew ? Study.empty() : stored(folder);
    List<Point> points = Strategies.ahead(sweep, known, most);
    Planner planner = new Planner(sweep);
    Predicate<PlannedRun> wanted = wanted(sweep, known);
    Plan whole = planner.plan(points, wanted);
    int lanes = sweep.placement().lanes().map(List::size).orElse(1);
    if (isNew) {
      return new Overview(
          whole,
          points.size(),
          sweep.space().removals(),
          0,
          Estimate.of(whole, Study.empty(), lanes),
          Estimate.of(whole.least(), Study.empty(), lanes));
    }
    try (StudyFolder study = StudyFolder.open(folder, OpenMode.READ)) {
      Measured measured = study.measured(whole);
      Set<PlannedRun> missing = new HashSet<>(measured.missing());
      Plan rest = planner.plan(points, wanted.and(missing::contains));
      return new Overview(
          rest,
          points.size(),
          sweep.space().removals(),
          measured.measured(),
          Estimate.of(rest, known, lanes),
          Estimate.of(rest.least(), known, lanes));
    }
  }

  private static Study stored(Path folder) {
    try (StudyFolder study = StudyFolder.open(folder, OpenMode.READ)) {
      return study.study();
    }
  }

  /// As many runs of a point as its strategy asks for at present.
  private static Predicate<PlannedRun> wanted(Sweep sweep, Study known) {
    Strategy strategy = Strategies.of(sweep);
    int repeat = sweep.conduct().repetitions();
    return run -> run.repetition() <= strategy.runs(run.point(), known, repeat);
  }

  /// Nothing is there, or an empty folder, which `run` would take.
  private static boolean isNew(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.findAny().isEmpty();
    } catch (NoSuchFileException absent) {
      return true;
    } catch (IOException unreadable) {
      return false;
    }
  }
}
