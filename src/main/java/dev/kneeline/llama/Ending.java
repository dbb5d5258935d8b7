package dev.kneeline.llama;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// The last thing a process does that has the engine loaded.
///
/// The usual end of a process first tears down what its C++ libraries hold, while the engine's
/// threads still compute with it: an answer under way then ends in a segmentation fault and leaves
/// a crash report (`hs_err_pid*.log`) in the user's folder. `_exit` leaves the tearing down to the
/// operating system.
final class Ending {

  private Ending() {}

  /// Ends the process at once, with nothing run that Java or C registered for its end; where the
  /// machine has no such call, it returns and the end takes its usual course.
  static void now(int code) {
    try {
      Linker linker = Linker.nativeLinker();
      MethodHandle exit =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("_exit"),
              FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT));
      exit.invokeExact(code);
    } catch (Throwable notHere) {
      return;
    }
  }
}
