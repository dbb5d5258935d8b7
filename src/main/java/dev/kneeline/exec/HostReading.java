package dev.kneeline.exec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The host's processors and memory at one moment, from `/proc`.
///
/// @param totalTicks processor time of all processors since the machine started, idle time included
/// @param idleTicks what of it was idle or waiting for disks
/// @param stolenTicks what of it another virtual machine had
/// @param memoryTotalKib all memory
/// @param memoryAvailableKib what of it a new process could have
record HostReading(
    long totalTicks,
    long idleTicks,
    long stolenTicks,
    OptionalLong memoryTotalKib,
    OptionalLong memoryAvailableKib) {

  /// Fields of the first line of `/proc/stat`, behind its name; guest time is part of user time.
  private static final int IDLE = 3;

  private static final int WAITING = 4;
  private static final int STOLEN = 7;

  static HostReading now() {
    long[] ticks = ticks();
    Map<String, Long> memory = memory();
    return new HostReading(
        Arrays.stream(ticks).limit(STOLEN + 1).sum(),
        ticks[IDLE] + ticks[WAITING],
        ticks[STOLEN],
        optional(memory.get("MemTotal:")),
        optional(memory.get("MemAvailable:")));
  }

  private static long[] ticks() {
    long[] ticks = new long[STOLEN + 1];
    String[] fields = firstLine(Path.of("/proc/stat")).strip().split("\\s+");
    for (int index = 0; index < ticks.length && index + 1 < fields.length; index++) {
      ticks[index] = Long.parseLong(fields[index + 1]);
    }
    return ticks;
  }

  private static Map<String, Long> memory() {
    Map<String, Long> memory = new LinkedHashMap<>();
    try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
      lines
          .map(line -> line.split("\\s+"))
          .filter(fields -> fields[0].startsWith("Mem") && fields.length > 1)
          .forEach(fields -> memory.put(fields[0], Long.parseLong(fields[1])));
    } catch (IOException | UncheckedIOException noProc) {
      return Map.of();
    }
    return memory;
  }

  private static String firstLine(Path file) {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.US_ASCII)) {
      return lines.findFirst().orElse("");
    } catch (IOException noProc) {
      return "";
    }
  }

  private static OptionalLong optional(@Nullable Long number) {
    return number == null ? OptionalLong.empty() : OptionalLong.of(number);
  }
}
