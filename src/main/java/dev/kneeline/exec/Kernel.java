package dev.kneeline.exec;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// The few system calls that Java has no method for.
///
/// Java can signal a process and wait for one that it started; it can neither become the parent of
/// orphans nor collect the exit code of one.
final class Kernel {

  private static final int PR_SET_CHILD_SUBREAPER = 36;
  private static final int WNOHANG = 1;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup LIBC = LINKER.defaultLookup();

  /// How much memory `/proc` means by a page: 4 KiB mostly, 64 KiB on some Arm machines.
  static final long PAGE_BYTES = pageBytes();

  private Kernel() {}

  /// From now on a process whose parent ends becomes a child of ours, not of init, if it descends
  /// from us: however it detached itself, we still see it.
  ///
  /// @return whether the kernel agreed
  static boolean adoptOrphans() {
    MethodHandle prctl =
        LINKER.downcallHandle(
            LIBC.findOrThrow("prctl"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG),
            Linker.Option.firstVariadicArg(1));
    try {
      return (int) prctl.invokeExact(PR_SET_CHILD_SUBREAPER, 1L, 0L, 0L, 0L) == 0;
    } catch (Throwable impossible) {
      throw new IllegalStateException("prctl throws nothing", impossible);
    }
  }

  private static long pageBytes() {
    MethodHandle getpagesize =
        LINKER.downcallHandle(
            LIBC.findOrThrow("getpagesize"), FunctionDescriptor.of(ValueLayout.JAVA_INT));
    try {
      return (int) getpagesize.invokeExact();
    } catch (Throwable impossible) {
      throw new IllegalStateException("getpagesize throws nothing", impossible);
    }
  }

  /// Collects a dead child that we adopted; nothing happens if it still lives or is not ours. Never
  /// to be called for a process that Java started: Java waits for that one itself.
  static void collect(long pid) {
    try {
      int _ = (int) Wait.PID.invokeExact((int) pid, MemorySegment.NULL, WNOHANG);
    } catch (Throwable impossible) {
      throw new IllegalStateException("waitpid throws nothing", impossible);
    }
  }

  /// Linked when the first orphan dies, which in most sweeps is never.
  private static final class Wait {
    static final MethodHandle PID =
        LINKER.downcallHandle(
            LIBC.findOrThrow("waitpid"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT));
  }
}
