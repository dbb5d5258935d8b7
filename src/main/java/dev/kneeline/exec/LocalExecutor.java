package dev.kneeline.exec;

import dev.kneeline.plan.Allocation;
import dev.kneeline.plan.Placement;
import dev.kneeline.plan.PlannedRun;
import dev.kneeline.plan.ServerNode;
import dev.kneeline.store.StudyFolder;
import dev.kneeline.store.StudyRefusedException;
import dev.kneeline.study.Failure;
import dev.kneeline.study.FailureKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Runs allocations on this machine's lanes, each lane one allocation at a time.
public final class LocalExecutor implements Executor {

  private final Machinery machinery;
  private final List<Lane> lanes;
  private final List<Thread> workers = new ArrayList<>();
  private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>();
  private final BlockingQueue<ExecutionEvent> events = new LinkedBlockingQueue<>();
  private final Map<Ticket, Order> underWay = new ConcurrentHashMap<>();
  private final AtomicLong count = new AtomicLong();
  private volatile boolean closing;

  private record Order(
      Ticket ticket, Allocation allocation, Cancellation cancellation, Standby standby) {}

  /// The lanes that the sweep names, else as many as the machine's GPUs make.
  ///
  /// @param gpusPerServer how many the sweep's largest server takes
  /// @throws IllegalArgumentException if two of the sweep's lanes share a GPU
  public static LocalExecutor open(
      Placement placement,
      int gpusPerServer,
      StudyFolder study,
      Surroundings surroundings,
      Duration runTimeout) {
    // First, because lanes that overlap are refused before anything is started.
    Optional<List<Lane>> given = placement.lanes().map(Lane::of);
    Machinery machinery = machinery(study, surroundings, runTimeout);
    return new LocalExecutor(
        given.orElseGet(() -> Lane.share(visibleGpus(machinery.gpus()), gpusPerServer)), machinery);
  }

  private static List<Integer> visibleGpus(Gpus gpus) {
    return Lane.visible(gpus.indices(), System.getenv("CUDA_VISIBLE_DEVICES"));
  }

  /// Lanes as they are given, on processes of its own.
  ///
  /// @param lanes at least one
  /// @param runTimeout after which one run is given up
  public LocalExecutor(
      List<Lane> lanes, StudyFolder study, Surroundings surroundings, Duration runTimeout) {
    this(lanes, machinery(study, surroundings, runTimeout));
  }

  LocalExecutor(List<Lane> lanes, Machinery machinery) {
    if (lanes.isEmpty()) {
      throw new IllegalArgumentException("a local executor has at least one lane");
    }
    this.lanes = List.copyOf(lanes);
    this.machinery = machinery;
    for (Lane lane : lanes) {
      workers.add(
          Thread.ofPlatform().name("kneeline-lane-" + lane.index()).start(() -> work(lane)));
    }
  }

  private static Machinery machinery(
      StudyFolder study, Surroundings surroundings, Duration runTimeout) {
    Processes processes = new Processes();
    Gpus gpus = Gpus.detect();
    try {
      gpus.meter(processes);
    } catch (IOException withoutReadings) {
      gpus = Gpus.none();
    }
    return new Machinery(processes, new Ports(), gpus, surroundings, study, runTimeout);
  }

  /// What this machine cannot guarantee, as sentences to be said once; empty on a usual Linux.
  public List<String> limits() {
    return machinery.processes().limits();
  }

  @Override
  public int capacity() {
    return lanes.size();
  }

  @Override
  public Ticket submit(Allocation allocation) {
    return submit(allocation, new Standby.Never());
  }

  @Override
  public Ticket submitOpen(Allocation allocation) {
    return submit(allocation, new Standby.Open());
  }

  private Ticket submit(Allocation allocation, Standby standby) {
    Ticket ticket = new Ticket("local-" + count.incrementAndGet());
    Order order = new Order(ticket, allocation, new Cancellation(), standby);
    underWay.put(ticket, order);
    orders.add(order);
    return ticket;
  }

  @Override
  public void extend(Ticket ticket, List<PlannedRun> runs) {
    Order order = underWay.get(ticket);
    if (order != null && order.standby() instanceof Standby.Open open) {
      open.given().add(List.copyOf(runs));
    }
  }

  @Override
  public List<ExecutionEvent> poll(Duration atMost) throws InterruptedException {
    List<ExecutionEvent> polled = new ArrayList<>();
    ExecutionEvent first = events.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
    if (first != null) {
      polled.add(first);
      events.drainTo(polled);
    }
    return polled;
  }

  @Override
  public void cancel(Ticket ticket) {
    Order order = underWay.get(ticket);
    if (order != null) {
      order.cancellation().wish();
    }
  }

  @Override
  public void close() {
    closing = true;
    underWay.values().forEach(order -> order.cancellation().wish());
    boolean interrupted = false;
    for (Thread worker : workers) {
      while (worker.isAlive()) {
        try {
          worker.join();
        } catch (InterruptedException again) {
          interrupted = true;
        }
      }
    }
    machinery.gpus().close();
    machinery.processes().close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work(Lane lane) {
    try {
      while (!closing || !orders.isEmpty()) {
        Order order = orders.poll(50, TimeUnit.MILLISECONDS);
        if (order != null) {
          carryOut(order, lane);
        }
      }
    } catch (InterruptedException nobodyInterruptsLanes) {
      Thread.currentThread().interrupt();
    }
  }

  private void carryOut(Order order, Lane lane) throws InterruptedException {
    Task task =
        new Task(
            order.ticket(), lane, machinery, order.cancellation(), order.standby(), events::add);
    Optional<Failure> refused = Optional.empty();
    try {
      for (ServerNode node : order.allocation().servers()) {
        if (refused.isPresent()) {
          fail(task, node, List.of(), refused.get());
        } else if (!task.cancelled()) {
          refused = carryOut(task, node);
        }
      }
    } finally {
      underWay.remove(order.ticket());
      events.add(new ExecutionEvent.AllocationFinished(order.ticket()));
    }
  }

  /// A study that cannot be written, or a fault of ours, ends the node and is told like any
  /// failure.
  ///
  /// @return why no further node can be measured; empty if it can
  private static Optional<Failure> carryOut(Task task, ServerNode node)
      throws InterruptedException {
    List<PlannedRun> done = new ArrayList<>();
    Task noting =
        task.telling(event -> {
          settled(event).ifPresent(done::add);
          task.tell(event);
        });
    try {
      new NodeRunner(noting).run(node);
      return Optional.empty();
    } catch (StudyRefusedException | UncheckedIOException refused) {
      Failure failure = Failure.of(FailureKind.RESOURCES, String.valueOf(refused.getMessage()));
      fail(task, node, done, failure);
      return Optional.of(failure);
    } catch (RuntimeException fault) {
      fail(task, node, done, Failure.of(FailureKind.INTERNAL, fault.toString()));
      return Optional.empty();
    }
  }

  private static void fail(Task task, ServerNode node, List<PlannedRun> done, Failure failure) {
    List<PlannedRun> notMeasured = node.runs().stream().filter(run -> !done.contains(run)).toList();
    task.tell(new ExecutionEvent.ServerFailed(task.ticket(), node, failure, notMeasured));
  }

  private static Optional<PlannedRun> settled(ExecutionEvent event) {
    return switch (event) {
      case ExecutionEvent.RunCommitted committed -> Optional.of(committed.run());
      case ExecutionEvent.RunFailed failed -> Optional.of(failed.run());
      case ExecutionEvent.ServerStarting _,
          ExecutionEvent.ServerReady _,
          ExecutionEvent.RunStarted _,
          ExecutionEvent.RunProgress _,
          ExecutionEvent.ServerFailed _,
          ExecutionEvent.ServerIdle _,
          ExecutionEvent.ServerStopped _,
          ExecutionEvent.AllocationFinished _ ->
          Optional.empty();
    };
  }
}
