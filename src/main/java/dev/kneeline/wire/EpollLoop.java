package dev.kneeline.wire;

import dev.kneeline.wire.LinuxCalls.Call;
import dev.kneeline.wire.LinuxCalls.SocketOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The loop for Linux: epoll with waits exact to the nanosecond, and receive times noted by the
/// kernel.
///
/// A kernel stamp belongs to a read: segments that queued together bear the newest one's. Stamps
/// are of the real-time clock; its offset to `nanoTime` is measured at the start and every second,
/// so a clock that is being slewed does no harm and one that is set costs at most a second.
final class EpollLoop extends BaseLoop {

  static final int READABLE = 0x1;
  static final int WRITABLE = 0x4;
  static final int BROKEN = 0x8 | 0x10;
  static final int PEER_DONE = 0x2000;

  private static final int EPOLL_CTL_ADD = 1;
  private static final int EPOLL_CTL_DEL = 2;
  private static final int EPOLL_CTL_MOD = 3;
  private static final int PR_SET_TIMERSLACK = 29;
  private static final int CLOCK_REALTIME = 0;
  private static final int CLOEXEC = 0x80000;
  private static final int NONBLOCK = 0x800;
  private static final int SOCK_STREAM = 1;

  /// The four letters as they lie in memory on the little-endian machines that are known here.
  private static final int RENO = 'r' | 'e' << 8 | 'n' << 16 | 'o' << 24;

  private static final long WAKE = -1L;
  private static final long OFFSET_EVERY_NANOS = 1_000_000_000L;
  private static final long POLL_NANOS = 80_000;

  final LinuxCalls calls = new LinuxCalls();
  final KernelMemory memory;
  final byte[] bytes = new byte[READ_BYTES];

  private final Arena arena = Arena.ofShared();
  private final int epoll;
  private final int wakeUp;
  private final AtomicBoolean woken = new AtomicBoolean();
  private final LinuxCalls wakeCalls = new LinuxCalls();
  private final MemorySegment one;
  private @Nullable Ready[] readyByDescriptor = new Ready[1024];
  private int generation;
  private long realMinusNano;
  private long offsetAtNanos;

  /// @throws IOException where the machine lacks something of it
  EpollLoop() throws IOException {
    if (!LinuxCalls.isKnownMachine()) {
      throw new IOException("kernel receive stamps are read on Linux x86-64 and aarch64 only");
    }
    memory = new KernelMemory(arena);
    one = arena.allocateFrom(ValueLayout.JAVA_LONG, 1L);
    epoll = (int) checked(calls.call(Call.EPOLL_CREATE1, CLOEXEC));
    wakeUp = (int) checked(calls.call(Call.EVENTFD2, 0, CLOEXEC | NONBLOCK));
    try {
      checked(control(EPOLL_CTL_ADD, wakeUp, READABLE, WAKE));
      checked(waitForEvents(0));
    } catch (IOException oldKernel) {
      close();
      throw oldKernel;
    }
    measureOffset();
  }

  /// What a descriptor's events are told to.
  abstract static class Ready {
    int tag;

    abstract void ready(int mask);

    abstract void discard();
  }

  @Override
  public StampSource stamps() {
    return StampSource.KERNEL;
  }

  @Override
  public Connection connect(InetSocketAddress remote, ConnectionHandler handler) {
    int family = remote.isUnresolved() ? 2 : KernelMemory.family(remote);
    long socket = calls.call(Call.SOCKET, family, SOCK_STREAM | CLOEXEC | NONBLOCK, 0);
    if (socket < 0) {
      throw new UncheckedIOException(
          "no socket: " + LinuxCalls.text(socket), new IOException(LinuxCalls.text(socket)));
    }
    EpollConnection connection = new EpollConnection(this, (int) socket, handler, true);
    connection.connect(remote);
    return connection;
  }

  @Override
  public Listener listen(
      InetSocketAddress local, int backlog, Function<Connection, ConnectionHandler> accept)
      throws IOException {
    int family = KernelMemory.family(local);
    int socket =
        (int) checked(calls.call(Call.SOCKET, family, SOCK_STREAM | CLOEXEC | NONBLOCK, 0));
    try {
      switchOn(socket, SocketOption.REUSE_ADDRESS);
      int length = memory.address(local);
      checked(calls.call(Call.BIND, socket, memory.addressAddress(), length));
      checked(calls.call(Call.LISTEN, socket, backlog));
      checked(calls.call(Call.GETSOCKNAME, socket, memory.addressAddress(), memory.length(128)));
      EpollListener listener = new EpollListener(this, socket, memory.port(), accept);
      register(socket, READABLE, listener);
      return listener;
    } catch (IOException failure) {
      calls.call(Call.CLOSE, socket);
      throw failure;
    }
  }

  /// A new connection's socket, or a negative error when nobody waits.
  long accept(int listening) {
    return calls.call(Call.ACCEPT4, listening, 0, 0, CLOEXEC | NONBLOCK);
  }

  /// No delay for small writes, and a stamp on everything that comes in.
  void prepare(int socket) {
    switchOn(socket, SocketOption.NO_DELAY);
    switchOn(socket, SocketOption.RECEIVE_TIMES);
  }

  /// Where the system's algorithm of congestion paces (BBR), it sets a timer for each small write,
  /// and may hold it back; `reno`, which every Linux has, does neither.
  void sendUnpaced(int socket) {
    calls.option(Call.SETSOCKOPT, socket, SocketOption.CONGESTION, memory.ints(RENO, 0), 4);
  }

  private void switchOn(int socket, SocketOption option) {
    calls.option(Call.SETSOCKOPT, socket, option, memory.ints(1, 0), Integer.BYTES);
  }

  void register(int descriptor, int mask, Ready ready) throws IOException {
    if (descriptor >= readyByDescriptor.length) {
      readyByDescriptor = Arrays.copyOf(readyByDescriptor, 2 * descriptor);
    }
    ready.tag = ++generation;
    readyByDescriptor[descriptor] = ready;
    checked(control(EPOLL_CTL_ADD, descriptor, mask, data(descriptor, ready)));
  }

  void interest(int descriptor, int mask, Ready ready) {
    control(EPOLL_CTL_MOD, descriptor, mask, data(descriptor, ready));
  }

  void release(int descriptor) {
    if (descriptor < readyByDescriptor.length) {
      readyByDescriptor[descriptor] = null;
    }
    control(EPOLL_CTL_DEL, descriptor, 0, 0);
    calls.call(Call.CLOSE, descriptor);
  }

  /// The kernel's stamp of the last receive on the scale of `nanoTime`, never later than the read.
  long stamp(long readNanos) {
    long real = memory.stampNanos();
    return real == 0 ? readNanos : Math.min(readNanos, real - realMinusNano);
  }

  @Override
  void enter() {
    calls.call(Call.PRCTL, PR_SET_TIMERSLACK, 1);
  }

  @Override
  void serve(long untilNanos) {
    long now = System.nanoTime();
    if (now - offsetAtNanos > OFFSET_EVERY_NANOS) {
      measureOffset();
    }
    long count = waitForEvents(untilNanos == Long.MAX_VALUE ? untilNanos : sleep(untilNanos - now));
    for (int i = 0; i < count; i++) {
      deliver(memory.eventMask(i), memory.eventData(i));
      fireDue();
    }
  }

  /// Shortly before a timer the sockets are polled, since a sleeping CPU takes some 50 µs to wake.
  private static long sleep(long left) {
    return left > POLL_NANOS ? left - POLL_NANOS : 0;
  }

  /// The data word names the descriptor and who had it: a descriptor closed earlier in this round
  /// may belong to somebody new by now.
  private void deliver(int mask, long data) {
    if (data == WAKE) {
      woken.set(false);
      calls.call(Call.READ, wakeUp, memory.bytesAddress(), 8);
      return;
    }
    Ready ready = readyByDescriptor[(int) data];
    if (ready != null && ready.tag == (int) (data >>> 32)) {
      ready.ready(mask);
    }
  }

  private static long data(int descriptor, Ready ready) {
    return ((long) ready.tag << 32) | descriptor;
  }

  private long waitForEvents(long nanos) {
    long time = nanos == Long.MAX_VALUE ? 0 : memory.time(nanos);
    long count =
        calls.call(Call.EPOLL_PWAIT2, epoll, memory.eventsAddress(), KernelMemory.MAX_EVENTS, time);
    return count == -LinuxCalls.EINTR ? 0 : count;
  }

  private long control(int operation, int descriptor, int mask, long data) {
    return calls.call(Call.EPOLL_CTL, epoll, operation, descriptor, memory.event(mask, data));
  }

  /// The tightest of some sandwiches of the real-time clock between two readings of `nanoTime`.
  private void measureOffset() {
    long tightest = Long.MAX_VALUE;
    for (int i = 0; i < 8; i++) {
      long before = System.nanoTime();
      calls.call(Call.CLOCK_GETTIME, CLOCK_REALTIME, memory.timeAddress());
      long after = System.nanoTime();
      if (after - before < tightest) {
        tightest = after - before;
        realMinusNano = memory.timeNanos() - (before + (after - before) / 2);
      }
    }
    offsetAtNanos = System.nanoTime();
  }

  /// The eventfd is written from other threads, so with calls and memory of their own; and never
  /// once it is closed, since its number may be somebody else's file by then.
  @Override
  void wake() {
    if (woken.compareAndSet(false, true)) {
      synchronized (woken) {
        if (arena.scope().isAlive()) {
          wakeCalls.call(Call.WRITE, wakeUp, one.address(), Long.BYTES);
        }
      }
    }
  }

  @Override
  public void close() {
    if (!arena.scope().isAlive()) {
      return;
    }
    for (Ready ready : readyByDescriptor) {
      if (ready != null) {
        ready.discard();
      }
    }
    synchronized (woken) {
      calls.call(Call.CLOSE, wakeUp);
      calls.call(Call.CLOSE, epoll);
      arena.close();
    }
  }

  private static long checked(long result) throws IOException {
    if (result < 0) {
      throw new IOException(LinuxCalls.text(result));
    }
    return result;
  }
}
