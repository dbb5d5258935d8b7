package dev.kneeline.exec;

import java.io.IOException;
import java.util.List;

/// A process that nobody waits for and that outlives its starter: how engines start workers whose
/// launcher leaves. It speaks on the starter's streams.
public final class Detached {

  private Detached() {}

  /// @throws IOException if the system will not start it
  public static void start(List<String> arguments) throws IOException {
    new ProcessBuilder(arguments).inheritIO().start();
  }
}
