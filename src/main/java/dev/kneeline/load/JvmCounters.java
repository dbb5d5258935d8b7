package dev.kneeline.load;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The counters that the JVM keeps of itself in a file which `jstat` reads too: how long it stood
/// still, and how often it collected. Reading one is a look into memory, so that the load's loop
/// can do it at every tick.
final class JvmCounters {

  private static final int MAGIC = 0xCAFEC0C0;
  private static final int LITTLE = 1;
  private static final byte LONG_TYPE = 'J';
  private static final double NANOS = 1e9;

  private final ByteBuffer memory;
  private final Map<String, Integer> places = new HashMap<>();
  private final double nanosPerTick;

  private JvmCounters(ByteBuffer memory) {
    this.memory = memory;
    readTable();
    long frequency = read("sun.os.hrt.frequency");
    this.nanosPerTick = frequency > 0 ? NANOS / frequency : 0;
  }

  /// Of this process; empty where the JVM keeps none, such as under `-XX:-UsePerfData`.
  static Optional<JvmCounters> open() {
    String user = System.getProperty("user.name", "");
    Path file = Path.of("/tmp", "hsperfdata_" + user, "" + ProcessHandle.current().pid());
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      // As a segment: the JDK makes a read-only buffer by reflection, which takes 10 ms at first.
      ByteBuffer memory =
          channel
              .map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto())
              .asByteBuffer();
      boolean known = memory.getInt(0) == MAGIC;
      memory.order(memory.get(4) == LITTLE ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      return known ? Optional.of(new JvmCounters(memory)) : Optional.empty();
    } catch (IOException | IndexOutOfBoundsException unreadable) {
      return Optional.empty();
    }
  }

  /// Nanoseconds in which every thread stood still, collections among them.
  long safepointNanos() {
    return nanos("sun.rt.safepointTime");
  }

  /// Nanoseconds of collections.
  long collectionNanos() {
    return nanos("sun.gc.collector.0.time") + nanos("sun.gc.collector.1.time");
  }

  long collections() {
    return read("sun.gc.collector.0.invocations") + read("sun.gc.collector.1.invocations");
  }

  private long nanos(String name) {
    return Math.round(read(name) * nanosPerTick);
  }

  private long read(String name) {
    Integer place = places.get(name);
    return place == null ? 0 : memory.getLong(place);
  }

  /// Each entry begins with its length, where its name stands, and its value's type and place.
  private void readTable() {
    int at = memory.getInt(24);
    int entries = memory.getInt(28);
    for (int i = 0; i < entries; i++) {
      boolean number = memory.getInt(at + 8) == 0 && memory.get(at + 12) == LONG_TYPE;
      if (number) {
        places.put(name(at + memory.getInt(at + 4)), at + memory.getInt(at + 16));
      }
      at += memory.getInt(at);
    }
  }

  private String name(int from) {
    int to = from;
    while (memory.get(to) != 0) {
      to++;
    }
    byte[] bytes = new byte[to - from];
    memory.get(from, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
