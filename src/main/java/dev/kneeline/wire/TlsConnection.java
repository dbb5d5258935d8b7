package dev.kneeline.wire;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/// A connection under TLS, over any loop's plain one. It counts as connected once the handshake is
/// done.
///
/// Receive times stay those of the bytes underneath: of the read that completed the record.
public final class TlsConnection extends Connection implements ConnectionHandler {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final ConnectionHandler handler;
  private final SSLEngine engine;
  private final Connection plain;
  private final byte[] text;
  private final ByteBuffer sealed;
  private ByteBuffer incoming;
  private boolean ready;
  private boolean told;

  private TlsConnection(
      Loop loop, InetSocketAddress remote, SSLEngine engine, ConnectionHandler handler) {
    this.handler = handler;
    this.engine = engine;
    int packet = engine.getSession().getPacketBufferSize();
    this.text = new byte[engine.getSession().getApplicationBufferSize()];
    this.sealed = ByteBuffer.allocate(packet);
    this.incoming = ByteBuffer.allocate(2 * packet);
    this.plain = loop.connect(remote, this);
  }

  /// Connects like [Loop#connect], then shakes hands.
  ///
  /// @param host the name that the server's certificate must bear
  public static Connection connect(
      Loop loop,
      InetSocketAddress remote,
      String host,
      SSLContext context,
      ConnectionHandler handler) {
    SSLEngine engine = context.createSSLEngine(host, remote.getPort());
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    return new TlsConnection(loop, remote, engine, handler);
  }

  @Override
  public void connected(Connection connection, long nanos) {
    try {
      engine.beginHandshake();
      drive(nanos);
    } catch (SSLException failure) {
      fail(failure);
    }
  }

  @Override
  public void received(Connection connection, byte[] bytes, int length, long stampNanos) {
    readAt(connection.readNanos());
    if (incoming.remaining() < length) {
      ByteBuffer larger = ByteBuffer.allocate(2 * (incoming.position() + length));
      incoming = larger.put(incoming.flip());
    }
    incoming.put(bytes, 0, length);
    try {
      drive(stampNanos);
    } catch (SSLException failure) {
      fail(failure);
    }
  }

  @Override
  public void closed(Connection connection, Closing closing) {
    if (!told) {
      told = true;
      handler.closed(
          this, ready ? closing : new Closing.Unconnected("TLS handshake: " + closing.text()));
    }
  }

  /// Goes on with handshake and records as far as the bytes at hand allow.
  private void drive(long stampNanos) throws SSLException {
    boolean more = true;
    while (more && plain.isOpen()) {
      more =
          switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> runTasks();
            case NEED_WRAP -> wrap(NOTHING);
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> unwrap(stampNanos);
            case FINISHED, NOT_HANDSHAKING -> established() && unwrap(stampNanos);
          };
    }
  }

  /// On the loop's own thread: a handshake belongs to the time before the run.
  private boolean runTasks() {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
    return true;
  }

  private boolean established() {
    if (!ready) {
      ready = true;
      handler.connected(this, System.nanoTime());
      if (plain.isOpen() && pendingBytes() > 0) {
        flush();
      }
    }
    return plain.isOpen();
  }

  /// Opens the next record; false when it is not all there.
  private boolean unwrap(long stampNanos) throws SSLException {
    ByteBuffer opened = ByteBuffer.wrap(text);
    incoming.flip();
    SSLEngineResult result = engine.unwrap(incoming, opened);
    incoming.compact();
    int length = opened.position();
    if (length > 0) {
      handler.received(this, text, length, stampNanos);
    }
    return switch (result.getStatus()) {
      case OK -> result.bytesConsumed() > 0 || length > 0;
      case BUFFER_UNDERFLOW -> false;
      case BUFFER_OVERFLOW -> throw new SSLException("a record larger than TLS allows");
      case CLOSED -> {
        plain.close();
        closed(plain, new Closing.Ended());
        yield false;
      }
    };
  }

  private boolean wrap(ByteBuffer content) throws SSLException {
    sealed.clear();
    SSLEngineResult result = engine.wrap(content, sealed);
    plain.write(sealed.array(), 0, sealed.position());
    return result.getStatus() == SSLEngineResult.Status.OK;
  }

  private void fail(SSLException failure) {
    plain.close();
    String message = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    closed(plain, ready ? new Closing.Broken(message) : new Closing.Unconnected(message));
  }

  @Override
  public boolean isOpen() {
    return plain.isOpen();
  }

  @Override
  public void close() {
    told = true;
    plain.close();
  }

  @Override
  public void finish() {
    plain.finish();
  }

  @Override
  public void reset() {
    told = true;
    plain.reset();
  }

  @Override
  int send(byte[] bytes, int from, int length) {
    if (!ready) {
      return 0;
    }
    ByteBuffer content = ByteBuffer.wrap(bytes, from, length);
    try {
      while (content.hasRemaining()) {
        if (!wrap(content)) {
          return -1;
        }
      }
      return length;
    } catch (SSLException failure) {
      fail(failure);
      return -1;
    }
  }

  /// What the kernel does not take at once, the plain connection keeps.
  @Override
  void wantWritable(boolean want) {}
}
