package dev.kneeline.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Function;

/// One thread that serves many sockets and timers: the heart of the load generator and of the
/// simulated server.
///
/// All methods except [#post] and [#stop] belong to the thread that calls [#run]; before `run` they
/// belong to whoever built the loop. Nothing on the way of a byte allocates.
public interface Loop extends AutoCloseable {

  /// Which clock the receive times of this loop come from.
  StampSource stamps();

  /// Begins to connect; the handler hears of success, or of the failure, from inside the loop.
  Connection connect(InetSocketAddress remote, ConnectionHandler handler);

  /// Listens at once. Port 0 takes a free one, which the listener then tells.
  ///
  /// @param backlog how many connections may wait to be accepted
  /// @param accept gives the handler of each new connection
  /// @throws IOException when the address is taken or not of this machine
  Listener listen(
      InetSocketAddress local, int backlog, Function<Connection, ConnectionHandler> accept)
      throws IOException;

  /// Lets the timer fire at that instant of `System.nanoTime()`, or as soon after as the loop can.
  /// A timer that is set already is moved.
  void schedule(Timer timer, long atNanos);

  /// Takes the timer back; no effect when it is not set.
  void cancel(Timer timer);

  /// Runs a task on the loop's thread. May be called from any thread, and wakes the loop.
  void post(Runnable task);

  /// Serves until [#stop]. An exception out of a handler ends the loop and comes out here.
  void run();

  /// Ends `run` after the present round. May be called from any thread.
  void stop();

  /// Closes every socket of the loop. After `run` has returned; a second time has no effect.
  @Override
  void close();
}
