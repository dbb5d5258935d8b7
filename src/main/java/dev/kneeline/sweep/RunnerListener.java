package dev.kneeline.sweep;

import dev.kneeline.exec.ExecutionEvent;
import dev.kneeline.plan.Plan;
import dev.kneeline.store.Answer;
import dev.kneeline.study.Study;
import dev.kneeline.study.Trial;
import java.util.List;

/// Told what happens while a sweep runs; called on the runner's own thread.
public interface RunnerListener {

  /// A batch of points was planned and is about to start; `stale` are stored runs of these points
  /// that answered another question than today's.
  void planned(Plan plan, List<Answer.Stale> stale, Progress progress);

  /// Something happened in an executor; `study` is the record after it.
  void happened(ExecutionEvent event, Study study, Progress progress);

  /// A point will not be measured, because another one's failure says that it is of no use.
  void pruned(Trial trial, Progress progress);
}
