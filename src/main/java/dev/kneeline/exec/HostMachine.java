package dev.kneeline.exec;

import dev.kneeline.space.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// What this machine is: for the record, and for rules that depend on it.
///
/// @param host its name
/// @param processor the model of its processors; empty where the system does not say
/// @param cpus processors that this program may use
/// @param memoryBytes its main memory
/// @param system kernel and architecture, as `Linux 6.1.0 amd64`
/// @param gpus in the order of their indices
/// @param java the version that runs this program
public record HostMachine(
    String host,
    String processor,
    int cpus,
    OptionalLong memoryBytes,
    String system,
    List<Gpu> gpus,
    String java) {

  private static final Path NAME = Path.of("/proc/sys/kernel/hostname");
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  /// One GPU.
  ///
  /// @param index as CUDA_VISIBLE_DEVICES names it
  public record Gpu(int index, String name, long memoryMib) {}

  public HostMachine {
    gpus = List.copyOf(gpus);
  }

  /// Looks; takes a second or so where there are GPUs.
  public static HostMachine look() {
    OptionalLong kib = HostReading.now().memoryTotalKib();
    return new HostMachine(
        hostName(),
        processorModel(),
        Runtime.getRuntime().availableProcessors(),
        kib.isPresent() ? OptionalLong.of(kib.getAsLong() << 10) : kib,
        "%s %s %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")),
        Gpus.detect().all().stream()
            .map(gpu -> new Gpu(gpu.index(), gpu.name(), gpu.memoryMib()))
            .toList(),
        Runtime.version().toString());
  }

  /// For `provenance.json`.
  public SequencedMap<String, Value> facts() {
    SequencedMap<String, Value> facts = new LinkedHashMap<>();
    facts.put("host", Value.of(host));
    facts.put("processor", Value.of(processor));
    facts.put("cpus", Value.of(cpus));
    memoryBytes.ifPresent(bytes -> facts.put("memory_bytes", Value.of(bytes)));
    facts.put("system", Value.of(system));
    facts.put("java", Value.of(java));
    facts.put("gpus", new Value.Items(gpus.stream().map(HostMachine::facts).toList()));
    return facts;
  }

  private static Value facts(Gpu gpu) {
    SequencedMap<String, Value> facts = new LinkedHashMap<>();
    facts.put("index", Value.of(gpu.index()));
    facts.put("name", Value.of(gpu.name()));
    facts.put("memory_mib", Value.of(gpu.memoryMib()));
    return new Value.Entries(facts);
  }

  /// Not by a name server, which may be far or away.
  private static String hostName() {
    try {
      return Files.readString(NAME).strip();
    } catch (IOException noProc) {
      return System.getenv().getOrDefault("HOSTNAME", "");
    }
  }

  /// `model name` on x86; Arm names none there.
  private static String processorModel() {
    try (Stream<String> lines = Files.lines(PROCESSORS)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("");
    } catch (IOException noProc) {
      return "";
    }
  }
}
