package dev.kneeline.exec;

import dev.kneeline.exec.ProcessTable.Entry;
import dev.kneeline.exec.ProcessTable.Identity;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Looks once a second at a lane: the host, the server's processes, the client's, the lane's GPUs;
/// and writes a line into every file that is open at that moment.
///
/// Percentages of processes are of one processor: 250 is two and a half of them. Memory is the sum
/// over processes of what lies in RAM, so that pages which they share count several times.
final class Sampler implements AutoCloseable {

  private static final String COLUMNS =
      "elapsed_s,host_cpu_percent,host_steal_percent,host_memory_used_mib,server_cpu_percent,"
          + "server_memory_mib,client_cpu_percent,client_memory_mib";
  private static final double TICKS_PER_SECOND = 100;

  private final Function<ProcessTable, List<Entry>> server;
  private final Lane lane;
  private final Gpus gpus;
  private final List<Sheet> sheets = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("kneeline-sampler").factory());
  private volatile Optional<Child> client = Optional.empty();
  private HostReading host = HostReading.now();
  private Map<Identity, Long> ticks = new HashMap<>();
  private long lastNanos = System.nanoTime();

  /// @param server finds the server's processes
  Sampler(Function<ProcessTable, List<Entry>> server, Lane lane, Gpus gpus) {
    this.server = server;
    this.lane = lane;
    this.gpus = gpus;
    Future<?> _ = clock.scheduleAtFixedRate(this::look, 0, 1, TimeUnit.SECONDS);
  }

  /// Begins a file; it ends with its close.
  Recording into(Path file) {
    Sheet sheet = new Sheet(file);
    sheets.add(sheet);
    return () -> {
      if (sheet.isEmpty()) {
        lookNow();
      }
      sheets.remove(sheet);
      sheet.close();
    };
  }

  /// A file that is being written.
  interface Recording extends AutoCloseable {
    @Override
    void close();
  }

  /// A benchmark command counts as the client, beside ourselves.
  void client(Optional<Child> command) {
    client = command;
  }

  @Override
  public void close() {
    clock.shutdownNow();
    try {
      clock.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    sheets.forEach(Sheet::close);
  }

  /// For a run that was over before the clock came round.
  private void lookNow() {
    try {
      clock.submit(this::look).get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | RejectedExecutionException closing) {
      return;
    }
  }

  private void look() {
    ProcessTable table = ProcessTable.read();
    List<Entry> serving = server.apply(table);
    List<Entry> asking = new ArrayList<>();
    Optional.ofNullable(table.byPid().get(ProcessHandle.current().pid())).ifPresent(asking::add);
    client.ifPresent(child -> asking.addAll(child.family(table)));
    HostReading now = HostReading.now();
    long nanos = System.nanoTime();
    double seconds = (nanos - lastNanos) / 1e9;
    List<String> cells = new ArrayList<>();
    addHost(cells, now);
    Map<Identity, Long> seen = new HashMap<>();
    addProcesses(cells, serving, seconds, seen);
    addProcesses(cells, asking, seconds, seen);
    lane.gpus().forEach(gpu -> addGpu(cells, gpu));
    host = now;
    ticks = seen;
    lastNanos = nanos;
    sheets.forEach(sheet -> sheet.write(nanos, cells));
    Orphans.collect(table);
  }

  private void addHost(List<String> cells, HostReading now) {
    double total = now.totalTicks() - host.totalTicks();
    cells.add(percent(total - (now.idleTicks() - host.idleTicks()), total));
    cells.add(percent(now.stolenTicks() - host.stolenTicks(), total));
    cells.add(
        now.memoryTotalKib().isPresent() && now.memoryAvailableKib().isPresent()
            ? Long.toString(
                (now.memoryTotalKib().getAsLong() - now.memoryAvailableKib().getAsLong()) >> 10)
            : "");
  }

  /// A process that is new since the last look has spent all of its time since then.
  private void addProcesses(
      List<String> cells, List<Entry> entries, double seconds, Map<Identity, Long> seen) {
    long spent = 0;
    long pages = 0;
    for (Entry entry : entries) {
      spent += entry.cpuTicks() - ticks.getOrDefault(entry.identity(), firstLook(entry));
      pages += entry.pages();
      seen.put(entry.identity(), entry.cpuTicks());
    }
    cells.add(ticks.isEmpty() ? "" : percent(spent / TICKS_PER_SECOND, seconds));
    cells.add(Long.toString((pages * Kernel.PAGE_BYTES) >> 20));
  }

  private long firstLook(Entry entry) {
    return ticks.isEmpty() ? entry.cpuTicks() : 0;
  }

  private void addGpu(List<String> cells, int gpu) {
    Optional<Gpus.Reading> reading = gpus.now(gpu);
    cells.add(reading.map(each -> text(each.memoryMib())).orElse(""));
    cells.add(reading.map(each -> text(each.utilizationPercent())).orElse(""));
    cells.add(reading.map(each -> text(each.powerWatts())).orElse(""));
    cells.add(reading.map(each -> text(each.clockMhz())).orElse(""));
  }

  private static String text(OptionalDouble number) {
    return number.isPresent() ? String.format(Locale.ROOT, "%.1f", number.getAsDouble()) : "";
  }

  private static String percent(double part, double whole) {
    return whole > 0 ? String.format(Locale.ROOT, "%.1f", 100 * part / whole) : "";
  }

  /// One open file.
  private final class Sheet {
    private final long begun = System.nanoTime();
    private final Path file;
    private Optional<Writer> writer = Optional.empty();
    private boolean empty = true;

    Sheet(Path file) {
      this.file = file;
      try {
        Writer opened =
            Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        opened.write(COLUMNS);
        for (int gpu : lane.gpus()) {
          opened.write(
              ",gpu%1$d_memory_mib,gpu%1$d_utilization_percent,gpu%1$d_power_w,gpu%1$d_clock_mhz"
                  .formatted(gpu));
        }
        opened.write("\n");
        opened.flush();
        writer = Optional.of(opened);
      } catch (IOException unwritable) {
        writer = Optional.empty();
      }
    }

    synchronized boolean isEmpty() {
      return empty;
    }

    /// A full disk ends the sheet, not the measurement; the commit will say what is wrong.
    synchronized void write(long nanos, List<String> cells) {
      try {
        if (writer.isPresent()) {
          String elapsed = String.format(Locale.ROOT, "%.2f", Math.max(0, nanos - begun) / 1e9);
          writer.get().write(elapsed + "," + String.join(",", cells) + "\n");
          writer.get().flush();
          empty = false;
        }
      } catch (IOException full) {
        close();
      }
    }

    synchronized void close() {
      try {
        if (writer.isPresent()) {
          writer.get().close();
        }
      } catch (IOException alreadyLost) {
        writer = Optional.empty();
      }
      writer = Optional.empty();
    }
  }
}
