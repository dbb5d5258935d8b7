package dev.kneeline.sim;

import dev.kneeline.wire.Closing;
import dev.kneeline.wire.Connection;
import dev.kneeline.wire.ConnectionHandler;
import dev.kneeline.wire.Listener;
import dev.kneeline.wire.Loop;
import dev.kneeline.wire.Loops;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Open ports without a service behind them: what waits for etcd (2379) and NATS (4222) only asks
/// whether they can be reached.
public final class InfraPorts implements AutoCloseable {

  private static final int BACKLOG = 128;

  private final Loop loop;
  private final List<Integer> ports = new ArrayList<>();
  private final CountDownLatch ended = new CountDownLatch(1);

  private InfraPorts(Loop loop, String host, List<Integer> wanted) throws IOException {
    this.loop = loop;
    for (int port : wanted) {
      Listener listener =
          loop.listen(new InetSocketAddress(host, port), BACKLOG, connection -> new Silence());
      ports.add(listener.port());
    }
  }

  /// Opens the ports; 0 finds a free one.
  ///
  /// @throws IOException where one of them is taken
  public static InfraPorts open(String host, List<Integer> ports) throws IOException {
    Loop loop = Loops.nio();
    try {
      InfraPorts opened = new InfraPorts(loop, host, ports);
      Thread.ofPlatform().daemon().name("infra").start(opened::run);
      return opened;
    } catch (IOException | RuntimeException unable) {
      loop.close();
      throw unable;
    }
  }

  public List<Integer> ports() {
    return List.copyOf(ports);
  }

  /// Waits until [#close] was called.
  public void awaitEnd() {
    try {
      ended.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    loop.stop();
    awaitEnd();
  }

  private void run() {
    try {
      loop.run();
    } finally {
      loop.close();
      ended.countDown();
    }
  }

  /// Takes everything and answers nothing.
  private static final class Silence implements ConnectionHandler {

    @Override
    public void received(Connection connection, byte[] bytes, int length, long stampNanos) {
      // Nobody is behind the port.
    }

    @Override
    public void closed(Connection connection, Closing closing) {
      // The caller has seen what it wanted.
    }
  }
}
