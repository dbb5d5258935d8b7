package dev.kneeline.exec;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// The ports of this machine that our servers listen on.
///
/// A free port is taken from below the range from which the system gives ports to outgoing
/// connections: one from that range could be lost to the load generator's own connections between
/// our look and the server's bind.
final class Ports {

  private static final Path OUTGOING = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
  private static final int LOWEST = 20_000;
  private static final int USUAL_OUTGOING = 32_768;
  private static final int CONNECT_MILLIS = 500;

  private final Set<Integer> reserved = new HashSet<>();

  /// A port that nobody listens on and that no other lane of ours was given; empty if there is
  /// none.
  synchronized OptionalInt reserveFree() {
    int end = endOfOwnRange();
    int span = end - LOWEST;
    int first = ThreadLocalRandom.current().nextInt(span);
    for (int step = 0; step < span; step++) {
      int port = LOWEST + (first + step) % span;
      if (!reserved.contains(port) && !taken(port)) {
        reserved.add(port);
        return OptionalInt.of(port);
      }
    }
    return OptionalInt.empty();
  }

  /// A certain port, once no other lane of ours uses it.
  synchronized void reserve(int port) throws InterruptedException {
    while (!reserved.add(port)) {
      wait();
    }
  }

  synchronized void release(int port) {
    reserved.remove(port);
    notifyAll();
  }

  /// Whether someone listens there, on whichever address of this machine.
  static boolean taken(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(port), 1);
    } catch (IOException inUse) {
      return true;
    }
    return answers(port);
  }

  /// @return whether nobody listened there before the time was over
  static boolean awaitFree(int port, Duration atMost) {
    return Patience.until(() -> !taken(port), atMost);
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  private static int endOfOwnRange() {
    try {
      int outgoing = Integer.parseInt(Files.readString(OUTGOING).strip().split("\\s+")[0]);
      return outgoing > LOWEST + 100 ? outgoing : USUAL_OUTGOING;
    } catch (IOException | NumberFormatException unknown) {
      return USUAL_OUTGOING;
    }
  }
}
