package dev.kneeline.sim;

import java.io.IOException;
import java.util.List;

/// What the simulator may ask of the program around it, because only other packages may do it.
@FunctionalInterface
public interface SimHost {

  /// Starts this program once more, as `kneeline sim` with these arguments, and does not wait for
  /// it.
  void startAgain(List<String> arguments) throws IOException;

  /// A host that starts nothing.
  static SimHost none() {
    return arguments -> {
      throw new IOException("this program cannot start workers");
    };
  }
}
