package dev.kneeline.sim;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A client for tests of the simulated server.
final class SimClient {

  private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String url;

  SimClient(SimServer server) {
    this(server.url());
  }

  SimClient(String url) {
    this.url = url;
  }

  SimClient awaitReady() throws InterruptedException {
    for (int attempt = 0; attempt < 2000; attempt++) {
      try {
        if (get("/health").statusCode() == 200) {
          return this;
        }
      } catch (IOException refused) {
        // Not listening yet.
      }
      Thread.sleep(10);
    }
    throw new AssertionError("never ready");
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path)).timeout(LONG_ENOUGH).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    return client.send(request(path, body, LONG_ENOUGH), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String body, Duration patience)
      throws IOException, InterruptedException {
    return client.send(request(path, body, patience), HttpResponse.BodyHandlers.ofString());
  }

  CompletableFuture<HttpResponse<String>> postLater(String path, String body) {
    return client.sendAsync(request(path, body, LONG_ENOUGH), HttpResponse.BodyHandlers.ofString());
  }

  /// Waits until the server tells of so many running requests.
  void awaitRunning(int count) throws IOException, InterruptedException {
    while (!get("/metrics").body().contains("model_name=\"kneeline-sim\"} %d.0".formatted(count))) {
      Thread.sleep(5);
    }
  }

  /// The data of each event of a stream.
  static List<String> events(HttpResponse<String> response) {
    return response
        .body()
        .lines()
        .filter(line -> line.startsWith("data: "))
        .map(line -> line.substring(6))
        .toList();
  }

  private HttpRequest request(String path, String body, Duration patience) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .timeout(patience)
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }
}
