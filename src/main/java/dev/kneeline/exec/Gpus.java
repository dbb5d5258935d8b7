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
  private static final List<String> NVIDIA_FORMAT = List.of("--format=csv,noheader,nounits");

  private final List<Gpu> all;
  private final Map<Integer, Reading> latest = new ConcurrentHashMap<>();
  private final List<Process> meters = new ArrayList<>();
  private volatile boolean closed;

  private Gpus(List<Gpu> all) {
    this.all = List.copyOf(all);
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
    return new Gpus(List.of());
  }

  /// Asks the tools, and has them report every second from now on.
  static Gpus detect(Processes processes) {
    if (Programs.find(NVIDIA).isPresent()) {
      return nvidia(processes, NVIDIA);
    }
    return Programs.find(ROCM).isPresent() ? rocm(processes, ROCM) : none();
  }

  /// @param program path of `nvidia-smi`
  static Gpus nvidia(Processes processes, String program) {
    List<Gpu> found = new ArrayList<>();
    for (String line : processes.output(words(program, "--query-gpu=index,name,memory.total"))) {
      String[] fields = line.split(",\\s*");
      if (fields.length == 3 && number(fields[0]).isPresent()) {
        found.add(
            new Gpu(
                (int) number(fields[0]).getAsDouble(),
                fields[1],
                (long) number(fields[2]).orElse(0)));
      }
    }
    Gpus gpus = new Gpus(found);
    if (!found.isEmpty()) {
      List<String> words =
          words(program, "--query-gpu=index,memory.used,utilization.gpu,power.draw,clocks.sm");
      words.add("--loop=1");
      gpus.meter(processes, words);
    }
    return gpus;
  }

  /// `rocm-smi` has no loop of its own: it is asked again and again.
  ///
  /// @param program path of `rocm-smi`
  static Gpus rocm(Processes processes, String program) {
    RocmReport first = RocmReport.ask(processes, program);
    Gpus gpus = new Gpus(first.gpus());
    if (!first.gpus().isEmpty()) {
      Thread.ofPlatform()
          .daemon()
          .name("kneeline-rocm-smi")
          .start(() -> {
            while (!gpus.closed) {
              gpus.latest.putAll(RocmReport.ask(processes, program).readings());
              Patience.until(() -> gpus.closed, Duration.ofSeconds(1));
            }
          });
    }
    return gpus;
  }

  List<Gpu> all() {
    return all;
  }

  List<Integer> indices() {
    return all.stream().map(Gpu::index).toList();
  }

  /// The newest reading, at most about a second old.
  Optional<Reading> now(int index) {
    return Optional.ofNullable(latest.get(index));
  }

  /// Memory in use on these GPUs together; empty where nobody tells.
  OptionalLong memoryInUse(List<Integer> indices) {
    long sum = 0;
    for (int index : indices) {
      Optional<Reading> reading = now(index);
      if (reading.isEmpty() || reading.get().memoryMib().isEmpty()) {
        return OptionalLong.empty();
      }
      sum += (long) reading.get().memoryMib().getAsDouble();
    }
    return indices.isEmpty() ? OptionalLong.empty() : OptionalLong.of(sum);
  }

  @Override
  public void close() {
    closed = true;
    meters.forEach(Process::destroyForcibly);
  }

  private void meter(Processes processes, List<String> words) {
    try {
      Process meter = processes.pipe(words);
      meters.add(meter);
      Thread.ofPlatform().daemon().name("kneeline-nvidia-smi").start(() -> follow(meter));
    } catch (IOException gone) {
      closed = true;
    }
  }

  private void follow(Process meter) {
    try (BufferedReader lines = meter.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] fields = line.split(",\\s*");
        if (fields.length == 5 && number(fields[0]).isPresent()) {
          latest.put(
              (int) number(fields[0]).getAsDouble(),
              new Reading(
                  number(fields[1]), number(fields[2]), number(fields[3]), number(fields[4])));
        }
      }
    } catch (IOException ended) {
      closed = true;
    }
  }

  private static List<String> words(String program, String query) {
    List<String> words = new ArrayList<>(List.of(program, query));
    words.addAll(NVIDIA_FORMAT);
    return words;
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
