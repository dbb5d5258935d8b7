package dev.kneeline.wire;

import java.util.Arrays;

/// A TCP connection of a loop. Belongs to its loop's thread.
public abstract class Connection {

  private byte[] pending = new byte[0];
  private int pendingFrom;
  private int pendingTo;
  private long readNanos;

  Connection() {}

  /// Sends the bytes; what the kernel does not take at once is kept and sent as it drains. No
  /// effect on a closed connection. The array may be reused after the return.
  public final void write(byte[] bytes, int from, int length) {
    if (!isOpen()) {
      return;
    }
    int sent = pendingBytes() > 0 ? 0 : send(bytes, from, length);
    if (sent >= 0 && sent < length) {
      keep(bytes, from + sent, length - sent);
      wantWritable(true);
    }
  }

  /// Bytes that were written here and not yet taken by the kernel.
  public final int pendingBytes() {
    return pendingTo - pendingFrom;
  }

  /// `System.nanoTime()` right after the read whose bytes are being delivered; minus the stamp it
  /// is the receive lag.
  public final long readNanos() {
    return readNanos;
  }

  /// Connecting or connected.
  public abstract boolean isOpen();

  /// Closes at once, without telling the handler. Bytes still pending are lost.
  public abstract void close();

  /// Ends our side after what was written, so that the other side reads the end of the stream.
  public abstract void finish();

  /// Cuts the connection, so that the other side sees a reset: what a crashed server looks like.
  public abstract void reset();

  /// How many bytes the kernel took, or -1 when the connection broke (it is then closed).
  abstract int send(byte[] bytes, int from, int length);

  abstract void wantWritable(boolean want);

  final void readAt(long nanos) {
    readNanos = nanos;
  }

  /// Sends what waits; true when nothing is left.
  final boolean flush() {
    int sent = send(pending, pendingFrom, pendingBytes());
    if (sent < 0) {
      return false;
    }
    pendingFrom += sent;
    if (pendingBytes() > 0) {
      return false;
    }
    pendingFrom = 0;
    pendingTo = 0;
    wantWritable(false);
    return true;
  }

  private void keep(byte[] bytes, int from, int length) {
    if (pendingTo + length > pending.length) {
      byte[] larger = new byte[Math.max(4096, 2 * (pendingBytes() + length))];
      System.arraycopy(pending, pendingFrom, larger, 0, pendingBytes());
      pendingTo -= pendingFrom;
      pendingFrom = 0;
      pending = larger;
    }
    System.arraycopy(bytes, from, pending, pendingTo, length);
    pendingTo += length;
  }

  /// Lets go of what will never be sent.
  final void dropPending() {
    pendingFrom = 0;
    pendingTo = 0;
    pending = Arrays.copyOf(pending, 0);
  }
}
