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
import dev.kneeline.space.Scope;
import dev.kneeline.store.StudyFolder;
import dev.kneeline.study.Trial;
import dev.kneeline.study.TrialState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/// The loop of the whole product: the strategy names points, the planner makes a tree of what is
/// not answered yet, an executor runs it, and what it tells becomes the record.
///
/// One server is handed to the executor at a time and lane, so that a failure prunes what is still
/// queued. The last one stays up while the strategy goes on with points that it can measure, so
/// that a search which names one point at a time starts its server once.
public final class Runner {

  /// More points than this are planned in several trees.
  private static final int WINDOW = 10_000;

  private static final Duration POLL = Duration.ofMillis(250);
  private static final List<ExecutionEvent> NOTHING = List.of();

  private final Sweep sweep;
  private final Strategy strategy;
  private final Planner planner;
  private final Executor executor;
  private final RunnerListener listener;
  private final Ledger ledger;
  private final Pruning pruning;
  private final AtomicBoolean stop = new AtomicBoolean();
  private List<Point> asked = List.of();
  private int limit;
  private RunnerOutcome.End end = RunnerOutcome.End.FINISHED;

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
    this.ledger = new Ledger(sweep, strategy, folder);
    this.pruning = new Pruning(sweep.conduct(), sweep.space().scopes());
  }

  /// Measures until nothing is left to do, the budget is spent or [#stop()] is called.
  ///
  /// @param wish what this call leaves out or does again
  public RunnerOutcome run(RunnerWish wish) throws InterruptedException {
    ledger.open(planner, wish);
    limit = wish.limit().orElse(Integer.MAX_VALUE);
    for (Optional<Plan> plan = next(); plan.isPresent(); plan = next()) {
      carryOut(plan.get());
    }
    return new RunnerOutcome(ledger.study(), ledger.progress(), end);
  }

  /// Ends the sweep: what is in flight is dropped cleanly, nothing new is started. From any thread.
  public void stop() {
    stop.set(true);
  }

  /// What is still to be done of the points that the strategy names next; empty at the end.
  private Optional<Plan> next() {
    end = asked.stream().anyMatch(ledger::owed) ? whyEnd() : RunnerOutcome.End.FINISHED;
    if (end != RunnerOutcome.End.FINISHED) {
      return Optional.empty();
    }
    ledger.settle(asked);
    int window = Math.min(WINDOW, limit);
    List<Point> points = window <= 0 ? List.of() : strategy.next(ledger.study(), window);
    asked = ledger.affordable(points);
    if (asked.isEmpty()) {
      end = points.isEmpty() ? RunnerOutcome.End.FINISHED : RunnerOutcome.End.BUDGET;
      return Optional.empty();
    }
    limit -= asked.size();
    Ledger.Batch batch = ledger.begin(planner, asked);
    listener.planned(batch.rest(), batch.stale(), ledger.progress());
    return Optional.of(batch.rest());
  }

  private void carryOut(Plan plan) throws InterruptedException {
    Deque<ServerNode> queue = new ArrayDeque<>(plan.servers());
    Set<Ticket> underWay = new LinkedHashSet<>();
    Set<Ticket> measuring = new HashSet<>();
    do {
      switch (whyEnd()) {
        case FINISHED -> fill(queue, underWay);
        case BUDGET -> {
          queue.clear();
          underWay.stream().filter(ticket -> !measuring.contains(ticket)).forEach(executor::cancel);
        }
        case INTERRUPTED -> {
          queue.clear();
          underWay.forEach(executor::cancel);
        }
      }
      for (ExecutionEvent told : underWay.isEmpty() ? NOTHING : executor.poll(POLL)) {
        ExecutionEvent event = ledger.withoutSecrets(told);
        ledger.fold(event);
        listener.happened(event, ledger.study(), ledger.progress());
        follow(event, underWay, measuring);
        if (event instanceof ExecutionEvent.ServerIdle idle) {
          boolean last = queue.isEmpty() && underWay.size() == 1;
          executor.extend(idle.ticket(), last ? more(idle.server(), queue) : List.of());
        }
      }
    } while (!underWay.isEmpty() || !queue.isEmpty());
  }

  private void follow(ExecutionEvent event, Set<Ticket> underWay, Set<Ticket> measuring) {
    switch (event) {
      case ExecutionEvent.RunStarted started -> {
        measuring.add(started.ticket());
        if (ledger.budgetSpent()) {
          executor.cancel(started.ticket());
        }
      }
      case ExecutionEvent.RunCommitted committed -> measuring.remove(committed.ticket());
      case ExecutionEvent.RunFailed failed -> measuring.remove(failed.ticket());
      case ExecutionEvent.AllocationFinished finished -> {
        measuring.remove(finished.ticket());
        underWay.remove(finished.ticket());
      }
      case ExecutionEvent.ServerStarting _,
          ExecutionEvent.ServerReady _,
          ExecutionEvent.RunProgress _,
          ExecutionEvent.ServerFailed _,
          ExecutionEvent.ServerIdle _,
          ExecutionEvent.ServerStopped _ -> {}
    }
  }

  /// Runs that a server can go on with; those of other servers are queued.
  private List<PlannedRun> more(ServerNode server, Deque<ServerNode> queue) {
    List<PlannedRun> runs = new ArrayList<>();
    while (runs.isEmpty() && queue.isEmpty() && whyEnd() == RunnerOutcome.End.FINISHED) {
      Optional<Plan> plan = next();
      if (plan.isEmpty()) {
        break;
      }
      for (ServerNode node : plan.get().servers()) {
        if (node.id().equals(server.id()) && runs.isEmpty()) {
          runs.addAll(worthRunning(node).runs());
        } else {
          queue.add(node);
        }
      }
    }
    return runs;
  }

  /// A spent budget lets the run in flight come to its end; the user need not wait for it.
  private RunnerOutcome.End whyEnd() {
    if (stop.get()) {
      return RunnerOutcome.End.INTERRUPTED;
    }
    return ledger.budgetSpent() ? RunnerOutcome.End.BUDGET : RunnerOutcome.End.FINISHED;
  }

  private void fill(Deque<ServerNode> queue, Set<Ticket> underWay) {
    while (underWay.size() < executor.capacity() && !queue.isEmpty()) {
      ServerNode server = worthRunning(queue.removeFirst());
      if (!server.runs().isEmpty()) {
        Point shared = allocationPart(server);
        underWay.add(
            executor.submitOpen(new Allocation(shared, Plan.gpus(server), List.of(server))));
      }
    }
  }

  /// The server without the runs of points that another one's failure prunes, or that failed in an
  /// earlier round of it.
  private ServerNode worthRunning(ServerNode server) {
    Map<Point, List<PlannedRun>> points = new LinkedHashMap<>();
    server
        .runs()
        .forEach(run -> points.computeIfAbsent(run.point(), point -> new ArrayList<>()).add(run));
    Set<Point> left = new HashSet<>();
    points.forEach((point, runs) -> {
      boolean given = ledger.givenUp(point);
      Optional<String> reason = given ? Optional.empty() : pruning.reason(point, ledger.study());
      if (given || reason.isPresent()) {
        left.add(point);
        ledger.leaveOut(runs);
      }
      reason.ifPresent(because -> prune(point, because));
    });
    return server.with(
        server.runs().stream()
            .filter(run -> !left.contains(run.point()) && !ledger.spared(run))
            .toList());
  }

  private void prune(Point point, String because) {
    ledger.prune(point, because);
    listener.pruned(new Trial(point, new TrialState.Pruned(because)), ledger.progress());
  }

  private Point allocationPart(ServerNode server) {
    return server
        .point()
        .restrictedTo(
            sweep.space().scopes().entrySet().stream()
                .filter(entry -> entry.getValue() == Scope.ALLOCATION)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet()));
  }
}
