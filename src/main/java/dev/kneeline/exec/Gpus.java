package dev.kneeline.exec;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/// The GPUs of this machine, as `nvidia-smi` or `rocm-smi` tell; none where there is neither.
final class Gpus implements AutoCloseable {

  private static final String NVIDIA = "nvidia-smi";
  private static final String ROCM = "rocm-smi";

  private final Tool tool;
  private final List<Gpu> all;
  private final Map<Integer, Reading> latest = new ConcurrentHashMap<>();
  private volatile Optional<Process> loop = Optional.empty();
  private volatile boolean closed;

  private Gpus(Tool tool, List<Gpu> all) {
    this.tool = tool;
    this.all = List.copyOf(all);
  }

  /// Who tells.
  private sealed interface Tool {
    record None() implements Tool {}

    record Nvidia(String program) implements Tool {}

    record Rocm(String program) implements Tool {}
  }

  /// One GPU.
  ///
  /// @param index as CUDA_VISIBLE_DEVICES names it
  record Gpu(int index, String name, long memoryMib) {}

  /// What a GPU does at one moment; empty where the tool does not tell.
  record Reading(
      OptionalDouble memoryMib,
      OptionalDouble utilizationPercent,
      OptionalDouble powerWatts,
      OptionalDouble clockMhz) {}

  static Gpus none() {
    return new Gpus(new Tool.None(), List.of());
  }

  /// Asks the tool that is installed.
  static Gpus detect() {
    if (Programs.find(NVIDIA).isPresent()) {
      return nvidia(NVIDIA);
    }
    return Programs.find(ROCM).isPresent() ? rocm(ROCM) : none();
  }

  static Gpus nvidia(String program) {
    List<Gpu> found = new ArrayList<>();
    for (String line : Tools.lines(query(program, "index,name,memory.total"))) {
      String[] fields = line.split(",\\s*");
      OptionalDouble index = number(fields[0]);
      if (fields.length == 3 && index.isPresent()) {
        long memory = (long) number(fields[2]).orElse(0);
        found.add(new Gpu((int) index.getAsDouble(), fields[1], memory));
      }
    }
    return new Gpus(new Tool.Nvidia(program), found);
  }

  static Gpus rocm(String program) {
    return new Gpus(new Tool.Rocm(program), RocmReport.ask(program).gpus());
  }

  List<Gpu> all() {
    return all;
  }

  List<Integer> indices() {
    return all.stream().map(Gpu::index).toList();
  }

  /// Has the tool report every second from now on, until [#close]. `nvidia-smi` repeats itself;
  /// `rocm-smi` has to be asked again and again.
  void meter(Processes processes) throws IOException {
    if (all.isEmpty()) {
      return;
    }
    switch (tool) {
      case Tool.None none -> {}
      case Tool.Nvidia(String program) -> {
        List<String> words =
            new ArrayList<>(
                query(program, "index,memory.used,utilization.gpu,power.draw,clocks.sm"));
        words.add("--loop=1");
        Process process = processes.pipe(words);
        loop = Optional.of(process);
        inBackground(() -> follow(process));
      }
      case Tool.Rocm(String program) -> inBackground(() -> poll(program));
    }
  }

  /// The newest reading, at most about a second old.
  Optional<Reading> now(int index) {
    return Optional.ofNullable(latest.get(index));
  }

  /// Memory in use on these GPUs together; empty where nobody tells.
  OptionalLong memoryInUse(List<Integer> indices) {
    long sum = 0;
    for (int index : indices) {
      OptionalDouble memory = now(index).map(Reading::memoryMib).orElseGet(OptionalDouble::empty);
      if (memory.isEmpty()) {
        return OptionalLong.empty();
      }
      sum += (long) memory.getAsDouble();
    }
    return indices.isEmpty() ? OptionalLong.empty() : OptionalLong.of(sum);
  }

  @Override
  public void close() {
    closed = true;
    loop.ifPresent(Process::destroyForcibly);
  }

  private void follow(Process process) {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        note(line.split(",\\s*"));
      }
    } catch (IOException ended) {
      latest.clear();
    }
  }

  private void note(String[] fields) {
    OptionalDouble index = number(fields[0]);
    if (fields.length == 5 && index.isPresent()) {
      latest.put(
          (int) index.getAsDouble(),
          new Reading(number(fields[1]), number(fields[2]), number(fields[3]), number(fields[4])));
    }
  }

  private void poll(String program) {
    while (!closed) {
      latest.putAll(RocmReport.ask(program).readings());
      Patience.until(() -> closed, Duration.ofSeconds(1));
    }
  }

  private static void inBackground(Runnable work) {
    Thread.ofPlatform().daemon().name("kneeline-gpus").start(work);
  }

  private static List<String> query(String program, String fields) {
    return List.of(program, "--query-gpu=" + fields, "--format=csv,noheader,nounits");
  }

  /// A field such as `[N/A]` is no number.
  static OptionalDouble number(String field) {
    try {
      return OptionalDouble.of(Double.parseDouble(field.strip()));
    } catch (NumberFormatException unknown) {
      return OptionalDouble.empty();
    }
  }
}
