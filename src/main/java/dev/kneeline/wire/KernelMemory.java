package dev.kneeline.wire;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;

/// The structs that a loop hands to the kernel, allocated once. Layouts of 64-bit Linux.
final class KernelMemory {

  static final int MAX_EVENTS = 256;

  private static final int CONTROL_BYTES = 128;
  private static final int SOL_SOCKET = 1;
  private static final int SCM_TIMESTAMPNS = 35;
  private static final short AF_INET = 2;
  private static final short AF_INET6 = 10;

  private final MemorySegment bytes;
  private final MemorySegment control;
  private final MemorySegment header;
  private final MemorySegment events;
  private final MemorySegment event;
  private final MemorySegment time;
  private final MemorySegment number;
  private final MemorySegment address;

  KernelMemory(Arena arena) {
    bytes = arena.allocate(BaseLoop.READ_BYTES, 64);
    control = arena.allocate(CONTROL_BYTES, 8);
    header = arena.allocate(56, 8);
    events = arena.allocate((long) MAX_EVENTS * LinuxCalls.EPOLL_EVENT_BYTES, 8);
    event = arena.allocate(16, 8);
    time = arena.allocate(16, 8);
    number = arena.allocate(16, 8);
    address = arena.allocate(128, 8);
    MemorySegment vector = arena.allocate(16, 8);
    vector.set(JAVA_LONG, 0, bytes.address());
    vector.set(JAVA_LONG, 8, bytes.byteSize());
    header.set(JAVA_LONG, 16, vector.address());
    header.set(JAVA_LONG, 24, 1);
    header.set(JAVA_LONG, 32, control.address());
  }

  long bytesAddress() {
    return bytes.address();
  }

  void put(byte[] from, int at, int length) {
    MemorySegment.copy(from, at, bytes, JAVA_BYTE, 0, length);
  }

  void take(byte[] into, int length) {
    MemorySegment.copy(bytes, JAVA_BYTE, 0, into, 0, length);
  }

  /// A message header with room for control data, which the last call has used up.
  long freshHeader() {
    header.set(JAVA_LONG, 40, CONTROL_BYTES);
    return header.address();
  }

  /// The kernel's stamp of the last receive in nanoseconds of the real-time clock; 0 when it gave
  /// none.
  long stampNanos() {
    long length = header.get(JAVA_LONG, 40);
    long at = 0;
    while (at + 16 <= length) {
      long size = control.get(JAVA_LONG, at);
      if (control.get(JAVA_INT, at + 8) == SOL_SOCKET
          && control.get(JAVA_INT, at + 12) == SCM_TIMESTAMPNS) {
        return control.get(JAVA_LONG, at + 16) * 1_000_000_000L + control.get(JAVA_LONG, at + 24);
      }
      if (size < 16) {
        return 0;
      }
      at += (size + 7) & ~7L;
    }
    return 0;
  }

  long eventsAddress() {
    return events.address();
  }

  int eventMask(int index) {
    return events.get(JAVA_INT_UNALIGNED, (long) index * LinuxCalls.EPOLL_EVENT_BYTES);
  }

  long eventData(int index) {
    return events.get(
        JAVA_LONG_UNALIGNED,
        (long) index * LinuxCalls.EPOLL_EVENT_BYTES + LinuxCalls.EPOLL_DATA_AT);
  }

  /// An event to be registered.
  long event(int mask, long data) {
    event.set(JAVA_INT_UNALIGNED, 0, mask);
    event.set(JAVA_LONG_UNALIGNED, LinuxCalls.EPOLL_DATA_AT, data);
    return event.address();
  }

  long time(long nanos) {
    time.set(JAVA_LONG, 0, nanos / 1_000_000_000L);
    time.set(JAVA_LONG, 8, nanos % 1_000_000_000L);
    return time.address();
  }

  long timeAddress() {
    return time.address();
  }

  /// What the kernel wrote into the time.
  long timeNanos() {
    return time.get(JAVA_LONG, 0) * 1_000_000_000L + time.get(JAVA_LONG, 8);
  }

  /// Two ints: a socket option's value, or a length.
  long ints(int first, int second) {
    number.set(JAVA_INT, 0, first);
    number.set(JAVA_INT, 4, second);
    return number.address();
  }

  int firstInt() {
    return number.get(JAVA_INT, 0);
  }

  /// A longer number, behind the two ints: the length that `getsockopt` wants by address.
  long length(int value) {
    number.set(JAVA_INT, 8, value);
    return number.address() + 8;
  }

  long addressAddress() {
    return address.address();
  }

  static int family(InetSocketAddress socket) {
    return socket.getAddress() instanceof Inet4Address ? AF_INET : AF_INET6;
  }

  /// Writes a socket address.
  ///
  /// @return its length
  int address(InetSocketAddress socket) {
    address.fill((byte) 0);
    byte[] raw = socket.getAddress().getAddress();
    boolean four = raw.length == 4;
    address.set(JAVA_SHORT, 0, four ? AF_INET : AF_INET6);
    address.set(JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN), 2, (short) socket.getPort());
    MemorySegment.copy(raw, 0, address, JAVA_BYTE, four ? 4 : 8, raw.length);
    return four ? 16 : 28;
  }

  /// The port of the address that the kernel wrote.
  int port() {
    return Short.toUnsignedInt(address.get(JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN), 2));
  }
}
