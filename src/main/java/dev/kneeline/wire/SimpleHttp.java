package dev.kneeline.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// One request on one connection, answered whole: for questions beside the load, such as a server's
/// models. Small and quick to start, where the JDK's client takes a tenth of a second.
public final class SimpleHttp {

  private static final int BODY_LIMIT = 64 * 1024 * 1024;

  private SimpleHttp() {}

  /// What came back.
  public record Answer(int status, String body) {
    public boolean isOk() {
      return status == 200;
    }
  }

  /// Asks with GET.
  ///
  /// @param headers further ones; a Host or a Content-Type among them takes the place of ours
  /// @param timeout of the whole exchange, so that a server which answers byte by byte holds nobody
  ///   up
  public static Answer get(URI uri, Map<String, String> headers, Duration timeout)
      throws IOException {
    return get(uri, headers, timeout, Trust.CERTIFICATES);
  }

  /// The same, trusting whom the context trusts.
  public static Answer get(URI uri, Map<String, String> headers, Duration timeout, Trust trust)
      throws IOException {
    return exchange(uri, head("GET", uri, headers) + "\r\n", timeout, trust);
  }

  /// Sends JSON with POST.
  public static Answer post(URI uri, Map<String, String> headers, String json, Duration timeout)
      throws IOException {
    return post(uri, headers, json, timeout, Trust.CERTIFICATES);
  }

  /// The same, trusting whom the context trusts.
  public static Answer post(
      URI uri, Map<String, String> headers, String json, Duration timeout, Trust trust)
      throws IOException {
    int length = json.getBytes(StandardCharsets.UTF_8).length;
    String type = headers.containsKey("Content-Type") ? "" : "Content-Type: application/json\r\n";
    String head = head("POST", uri, headers) + type + "Content-Length: " + length + "\r\n\r\n";
    return exchange(uri, head + json, timeout, trust);
  }

  private static String head(String method, URI uri, Map<String, String> headers) {
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(path).append(query).append(" HTTP/1.1\r\n");
    if (!headers.containsKey("Host")) {
      head.append("Host: ").append(uri.getRawAuthority()).append("\r\n");
    }
    head.append("Connection: close\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head.toString();
  }

  private static Answer exchange(URI uri, String request, Duration timeout, Trust trust)
      throws IOException {
    boolean tls = "https".equals(uri.getScheme());
    int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
    long deadline = System.nanoTime() + timeout.toNanos();
    int millis = Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE);
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(uri.getHost(), port), millis);
      plain.setSoTimeout(millis);
      try (Socket socket = tls ? secure(plain, uri, port, trust) : plain) {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        return read(socket.getInputStream(), deadline);
      }
    }
  }

  private static Socket secure(Socket plain, URI uri, int port, Trust trust) throws IOException {
    SSLSocketFactory factory = trust.context().getSocketFactory();
    SSLSocket socket = (SSLSocket) factory.createSocket(plain, uri.getHost(), port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static Answer read(InputStream input, long deadline) throws IOException {
    Gatherer gatherer = new Gatherer();
    HttpResponseParser parser = new HttpResponseParser(gatherer);
    byte[] bytes = new byte[16 * 1024];
    try {
      while (!parser.isComplete()) {
        if (System.nanoTime() - deadline >= 0) {
          throw new SocketTimeoutException("the answer took too long");
        }
        int length = input.read(bytes);
        if (length < 0) {
          if (!parser.end()) {
            throw new IOException("the connection closed in the middle of the answer");
          }
          break;
        }
        parser.feed(bytes, 0, length);
      }
    } catch (MalformedReply malformed) {
      throw new IOException(malformed.getMessage(), malformed);
    }
    return gatherer.answer();
  }

  private static final class Gatherer implements HttpResponseParser.Sink {
    private final Bytes body = new Bytes(4096, BODY_LIMIT, "the answer");
    private int status;

    @Override
    public void head(HttpHead head) {
      status = head.status();
    }

    @Override
    public void body(byte[] bytes, int from, int to) throws MalformedReply {
      body.append(bytes, from, to);
    }

    Answer answer() {
      return new Answer(status, new String(body.array(), 0, body.length(), StandardCharsets.UTF_8));
    }
  }
}
