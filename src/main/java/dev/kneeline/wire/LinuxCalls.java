package dev.kneeline.wire;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Locale;

/// Linux system calls through libc's one function `syscall`, so that a libc too old to know
/// `epoll_pwait2` does not matter and one call stub serves all. Numbers and layouts are those of
/// x86-64 and aarch64.
///
/// A call gives its result, or `-errno`. An instance serves one thread at a time.
final class LinuxCalls {

  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int EINPROGRESS = 115;

  private static final boolean IS_X86 = architecture().equals("amd64");

  /// On x86-64 alone the kernel packs `struct epoll_event` to 12 bytes.
  static final int EPOLL_EVENT_BYTES = IS_X86 ? 12 : 16;

  static final int EPOLL_DATA_AT = IS_X86 ? 4 : 8;

  private static final MethodHandle SYSCALL = syscall();

  private final MemorySegment state = Arena.ofAuto().allocate(Linker.Option.captureStateLayout());

  /// The calls in use.
  enum Call {
    READ(0, 63),
    WRITE(1, 64),
    CLOSE(3, 57),
    SOCKET(41, 198),
    CONNECT(42, 203),
    SENDTO(44, 206),
    RECVMSG(47, 212),
    SHUTDOWN(48, 210),
    BIND(49, 200),
    LISTEN(50, 201),
    GETSOCKNAME(51, 204),
    SETSOCKOPT(54, 208),
    GETSOCKOPT(55, 209),
    PRCTL(157, 167),
    CLOCK_GETTIME(228, 113),
    EPOLL_CTL(233, 21),
    ACCEPT4(288, 242),
    EVENTFD2(290, 19),
    EPOLL_CREATE1(291, 20),
    EPOLL_PWAIT2(441, 441);

    private final long number;

    Call(long x86, long arm) {
      number = IS_X86 ? x86 : arm;
    }
  }

  /// The socket options in use.
  enum SocketOption {
    REUSE_ADDRESS(1, 2),
    ERROR(1, 4),
    LINGER(1, 13),
    RECEIVE_TIMES(1, 35),
    NO_DELAY(6, 1),
    CONGESTION(6, 13);

    private final long level;
    private final long name;

    SocketOption(long level, long name) {
      this.level = level;
      this.name = name;
    }
  }

  /// Whether this is a machine whose numbers and layouts are known here.
  static boolean isKnownMachine() {
    return System.getProperty("os.name", "").equals("Linux")
        && (IS_X86 || architecture().equals("aarch64"))
        && ADDRESS.byteSize() == 8;
  }

  long call(Call which, long a) {
    return call(which, a, 0, 0, 0);
  }

  long call(Call which, long a, long b) {
    return call(which, a, b, 0, 0);
  }

  long call(Call which, long a, long b, long c) {
    return call(which, a, b, c, 0);
  }

  /// The kernel takes six arguments; what is not given is 0, which is right for every call in use.
  long call(Call which, long a, long b, long c, long d) {
    try {
      return result((long) SYSCALL.invokeExact(state, which.number, a, b, c, d, 0L, 0L));
    } catch (Throwable impossible) {
      throw new IllegalStateException("a system call threw", impossible);
    }
  }

  /// Sets or asks an option of a socket.
  ///
  /// @param value address of the value
  /// @param length of the value, or the address of its length when asked
  long option(Call which, int socket, SocketOption option, long value, long length) {
    try {
      long descriptor = socket;
      return result(
          (long)
              SYSCALL.invokeExact(
                  state, which.number, descriptor, option.level, option.name, value, length, 0L));
    } catch (Throwable impossible) {
      throw new IllegalStateException("a system call threw", impossible);
    }
  }

  private long result(long returned) {
    return returned == -1 ? -state.get(JAVA_INT, 0) : returned;
  }

  /// The name of an error, for messages.
  static String text(long negative) {
    return switch ((int) -negative) {
      case 13 -> "permission denied";
      case 24 -> "too many open files: raise the limit (ulimit -n)";
      case 98 -> "the address is already in use";
      case 99 -> "the address is not of this machine, or no local port is left";
      case 101 -> "the network is unreachable";
      case 104 -> "connection reset";
      case 110 -> "the connection timed out";
      case 111 -> "connection refused";
      case 113 -> "no route to the host";
      case 32 -> "connection reset while writing";
      default -> "system error " + -negative;
    };
  }

  private static String architecture() {
    return System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
  }

  private static MethodHandle syscall() {
    Linker linker = Linker.nativeLinker();
    FunctionDescriptor longs =
        FunctionDescriptor.of(
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("syscall"),
        longs,
        Linker.Option.firstVariadicArg(1),
        Linker.Option.captureCallState("errno"));
  }
}
