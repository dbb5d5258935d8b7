package dev.kneeline.dialect.vllm;

import dev.kneeline.exec.ExecutionEvent;
import dev.kneeline.plan.Plan;
import dev.kneeline.store.Answer;
import dev.kneeline.study.Study;
import dev.kneeline.study.Trial;
import dev.kneeline.sweep.Preflight;
import dev.kneeline.sweep.Progress;
import dev.kneeline.sweep.RunnerListener;
import java.util.List;
import java.util.stream.Collectors;

/// Refuses a sweep before its first server starts if what it owes is certain to fail: programs that
/// are not there, ports that are taken. A sweep that owes nothing is in nobody's way.
final class Preflighted implements RunnerListener {

  private final RunnerListener listener;
  private boolean checked;

  /// @param listener is told everything
  Preflighted(RunnerListener listener) {
    this.listener = listener;
  }

  /// @throws SweepRefusal where something stands in the way
  @Override
  public void planned(Plan plan, List<Answer.Stale> stale, Progress progress) {
    listener.planned(plan, stale, progress);
    if (!checked && !plan.runs().isEmpty()) {
      checked = true;
      refuse(Preflight.check(plan));
    }
  }

  @Override
  public void happened(ExecutionEvent event, Study study, Progress progress) {
    listener.happened(event, study, progress);
  }

  @Override
  public void pruned(Trial trial, Progress progress) {
    listener.pruned(trial, progress);
  }

  /// @throws SweepRefusal where something stands in the way
  static void refuse(List<Preflight.Obstacle> obstacles) {
    if (!obstacles.isEmpty()) {
      throw SweepRefusal.impossible(
          obstacles.stream()
              .map(Preflight.Obstacle::message)
              .collect(Collectors.joining("\nerror: ")),
          obstacles.getFirst().message().startsWith("port ")
              ? "stop what listens there, or give both commands another --port"
              : "install it, or give the command its path");
    }
  }
}
