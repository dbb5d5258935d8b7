package dev.kneeline.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/// A server that is well and no engine, in a process of its own: `OtherServer --port N`.
final class OtherServer {

  private OtherServer() {}

  /// Serves for a minute at most, so that no test leaves it behind.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int port = Integer.parseInt(arguments[1]);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/health",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    TimeUnit.MINUTES.sleep(1);
    server.stop(0);
  }
}
