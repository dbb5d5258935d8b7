package dev.kneeline.exec;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Short requests to a server: readiness, cache resets, configuration. Each one has a time-out, and
/// none to this machine goes through a proxy.
final class Control implements AutoCloseable {

  /// For what a busy server may take its time with.
  static final Duration PATIENT = Duration.ofSeconds(30);

  /// For what is asked again soon.
  static final Duration BRIEF = Duration.ofSeconds(2);

  private final HttpClient client;
  private final String base;

  /// @param base `http://host:port`, or with a path that goes before all others
  Control(String base) {
    this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    // HTTP/2's upgrade header makes some servers answer 400.
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(isLoopback(base) ? HttpClient.Builder.NO_PROXY : ProxySelector.getDefault())
            .build();
  }

  /// What came back.
  ///
  /// @param status 0 if no answer came
  /// @param body the answer, or why none came
  record Reply(int status, String body) {
    boolean ok() {
      return status >= 200 && status < 300;
    }

    /// Status and the beginning of the body, or why no answer came.
    String said() {
      String text = body.strip();
      String brief = text.length() > 200 ? text.substring(0, 200) + " ..." : text;
      return status == 0 ? brief : (status + " " + brief).strip();
    }
  }

  Reply get(String path, Duration timeout) {
    return send("GET", path, timeout);
  }

  /// Never throws for a server's fault: no answer is an answer too.
  ///
  /// @param timeout for the whole exchange, the connection included
  Reply send(String method, String path, Duration timeout) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(timeout)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.body());
    } catch (IOException none) {
      String why = none.getMessage();
      return new Reply(0, why == null || why.isEmpty() ? none.getClass().getSimpleName() : why);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new Reply(0, "interrupted");
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private static boolean isLoopback(String base) {
    try {
      String host = URI.create(base).getHost();
      return host != null && InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException | IllegalArgumentException elsewhere) {
      return false;
    }
  }
}
