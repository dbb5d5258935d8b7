package dev.kneeline.sweep;

import dev.kneeline.exec.ExecutionEvent;
import dev.kneeline.exec.Executor;
import dev.kneeline.exec.Ticket;
import dev.kneeline.plan.Allocation;
import dev.kneeline.plan.Plan;
import dev.kneeline.plan.PlannedRun;
import dev.kneeline.plan.Planner;
import dev.kneeline.plan.ServerNode;
import dev.kneeline.plan.Sweep;
import dev.kneeline.search.Strategy;
import dev.kneeline.space.Point;
import dev.kneeline.store.StudyFolder;
import dev.kneeline.study.Trial;
import dev.kneeline.study.TrialState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// The loop of the whole product: the strategy names points, the planner makes a tree of what is not
/// answered yet, an executor runs it, and what it tells becomes the record.
///
/// One server is handed to the executor at a time and lane, so that a failure prunes what is still
/// queued.
public final class Runner {

  /// More points than this are planned in several trees.
  private static final int WINDOW = 10_000;

  private static final Duration POLL = Duration.ofMillis(250);

  private final Sweep sweep;
  private final Strategy strategy;
  private final Planner planner;
  private final Executor executor;
  private final RunnerListener listener;
  private final Record record;
  private final Pruning pruning;
  private final AtomicBoolean stop = new AtomicBoolean();

  /// @param strategy names the points; already limited to what the user wants in this call
  public Runner(
      Sweep sweep,
      Strategy strategy,
      Executor executor,
      StudyFolder folder,
      RunnerListener listener) {
    this.sweep = sweep;
    this.strategy = strategy;
    this.planner = new Planner(sweep);
    this.executor = executor;
    this.listener = listener;
    this.record = new Record(sweep, folder);
    this.pruning = new Pruning(sweep.conduct(), sweep.space().scopes());
  }

  /// Measures until nothing is left to do, the budget is spent or [#stop()] is called.
  ///
  /// @param wish what this call leaves out or does again
  public RunnerOutcome run(RunnerWish wish) throws InterruptedException {
    record.open(planner, wish);
    int planned = 0;
    RunnerOutcome.End end = RunnerOutcome.End.FINISHED;
    while (true) {
      int window = Math.min(WINDOW, wish.limit().orElse(Integer.MAX_VALUE) - planned);
      List<Point> points = window <= 0 ? List.of() : strategy.next(record.study(), window);
      if (points.isEmpty()) {
        break;
      }
      planned += points.size();
      end = measure(record.begin(planner, points));
      if (end != RunnerOutcome.End.FINISHED) {
        break;
      }
      record.settle(points);
    }
    return new RunnerOutcome(record.study(), record.progress(), end);
  }

  /// Ends the sweep: what is in flight is dropped cleanly, nothing new is started. From any thread.
  public void stop() {
    stop.set(true);
  }

  private RunnerOutcome.End measure(Plan plan) throws InterruptedException {
    listener.planned(plan, record.progress());
    Deque<ServerNode> queue = new ArrayDeque<>(plan.servers());
    Map<Ticket, ServerNode> underWay = new LinkedHashMap<>();
    Optional<RunnerOutcome.End> end = Optional.empty();
    while (!underWay.isEmpty() || (!queue.isEmpty() && end.isEmpty())) {
      if (end.isEmpty()) {
        end = whyEnd();
        if (end.isPresent()) {
          underWay.keySet().forEach(executor::cancel);
        } else {
          fill(queue, underWay);
        }
      }
      for (ExecutionEvent event : executor.poll(POLL)) {
        record.fold(event);
        listener.happened(event, record.study(), record.progress());
        if (event instanceof ExecutionEvent.AllocationFinished finished) {
          underWay.remove(finished.ticket());
        }
      }
    }
    return end.orElse(RunnerOutcome.End.FINISHED);
  }

  private Optional<RunnerOutcome.End> whyEnd() {
    if (stop.get()) {
      return Optional.of(RunnerOutcome.End.INTERRUPTED);
    }
    return record.budgetSpent(sweep.conduct().budget())
        ? Optional.of(RunnerOutcome.End.BUDGET)
        : Optional.empty();
  }

  private void fill(Deque<ServerNode> queue, Map<Ticket, ServerNode> underWay) {
    while (underWay.size() < executor.capacity() && !queue.isEmpty()) {
      Optional<ServerNode> next = worthRunning(queue.removeFirst());
      if (next.isPresent()) {
        ServerNode server = next.get();
        Point shared = allocationPart(server);
        Allocation allocation = new Allocation(shared, Plan.gpus(server), List.of(server));
        underWay.put(executor.submit(allocation), server);
      }
    }
  }

  /// The server with the runs of points that were pruned taken out.
  private Optional<ServerNode> worthRunning(ServerNode server) {
    List<PlannedRun> runs = new ArrayList<>();
    Map<Point, Optional<String>> reasons = new LinkedHashMap<>();
    for (PlannedRun run : server.runs()) {
      Optional<String> reason =
          reasons.computeIfAbsent(
              run.point(), point -> pruning.reason(point, record.study()));
      if (reason.isEmpty()) {
        runs.add(run);
      }
    }
    reasons.forEach((point, reason) -> reason.ifPresent(because -> prune(point, because)));
    return runs.isEmpty() ? Optional.empty() : Optional.of(server.with(runs));
  }

  private void prune(Point point, String because) {
    record.prune(point, because);
    listener.pruned(new Trial(point, new TrialState.Pruned(because)), record.progress());
  }

  private Point allocationPart(ServerNode server) {
    return server
        .point()
        .restrictedTo(
            sweep.space().scopes().entrySet().stream()
                .filter(entry -> entry.getValue() == dev.kneeline.space.Scope.ALLOCATION)
                .map(Map.Entry::getKey)
                .collect(java.util.stream.Collectors.toSet()));
  }
}
