package dev.kneeline.sim;

import dev.kneeline.wire.HttpHead;
import dev.kneeline.wire.Loop;
import dev.kneeline.wire.Timer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// A worker's word to its router that it is there; said again each second until the router has
/// heard it.
final class Registration extends Timer implements Upstream.Listener {

  private static final long SECOND = 1_000_000_000;

  private final Loop loop;
  private final InetSocketAddress router;
  private final String head;
  private int status;

  /// @param router the router's address, such as `http://node1:8000`
  /// @param worker our own, as the router can reach it
  Registration(Loop loop, String router, String worker, String role) {
    URI uri = URI.create(router);
    this.loop = loop;
    this.router = new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort());
    this.head =
        "POST /add_worker?url=%s&role=%s HTTP/1.1\r\n"
            .formatted(
                URLEncoder.encode(worker, StandardCharsets.UTF_8),
                URLEncoder.encode(role, StandardCharsets.UTF_8));
  }

  @Override
  protected void fire(long nowNanos) {
    Upstream.send(loop, router, head, new byte[0], this);
  }

  @Override
  public void head(HttpHead answer) {
    status = answer.status();
  }

  @Override
  public void body(byte[] bytes, int from, int to) {
    // The status tells.
  }

  @Override
  public void end() {
    if (status != 200) {
      failed("status " + status);
    }
  }

  @Override
  public void failed(String why) {
    loop.schedule(this, System.nanoTime() + SECOND);
  }
}
