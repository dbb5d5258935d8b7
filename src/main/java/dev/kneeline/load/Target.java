package dev.kneeline.load;

import dev.kneeline.wire.SimpleHttp;
import dev.kneeline.wire.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Where requests go and how they introduce themselves.
///
/// @param base scheme, host and port, and perhaps a path in front of every other, as of a gateway
/// @param endpoint the path of the API, behind that one
/// @param model the name in requests; empty: the server is asked for its first
/// @param headers further headers, by name in any case; `toString` shows their names only, since
///   one may be a key
/// @param requestIdPrefix begins every x-request-id; the request's index follows
/// @param trust whose TLS certificate is accepted
public record Target(
    Backend backend,
    URI base,
    String endpoint,
    Optional<String> model,
    Map<String, String> headers,
    String requestIdPrefix,
    Trust trust) {

  public Target {
    SortedMap<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    anyCase.putAll(headers);
    headers = Collections.unmodifiableSortedMap(anyCase);
  }

  /// The address to connect to, looked up now.
  public InetSocketAddress address() {
    int port = base.getPort() >= 0 ? base.getPort() : isTls() ? 443 : 80;
    return new InetSocketAddress(base.getHost(), port);
  }

  /// The server shares this machine, and so its processor, with us. False where that cannot be
  /// told.
  boolean isLocal() {
    InetAddress address = address().getAddress();
    try {
      return address != null
          && (address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null);
    } catch (SocketException unknown) {
      return false;
    }
  }

  public boolean isTls() {
    return "https".equals(base.getScheme());
  }

  /// The value of the Host header.
  String authority() {
    return base.getPort() >= 0 ? base.getHost() + ":" + base.getPort() : base.getHost();
  }

  /// What requests to the path have in their first line.
  String path(String path) {
    String front = base.getRawPath();
    return front.endsWith("/") ? front.substring(0, front.length() - 1) + path : front + path;
  }

  /// The whole address of a path.
  URI uri(String path) {
    return base.resolve(path(path));
  }

  /// Asks the server something beside the load.
  SimpleHttp.Answer get(String path, Duration patience) throws IOException {
    return SimpleHttp.get(uri(path), headers, patience, trust);
  }

  /// As [#get], with a JSON body.
  SimpleHttp.Answer post(String path, String json, Duration patience) throws IOException {
    return SimpleHttp.post(uri(path), headers, json, patience, trust);
  }

  Target withModel(String name) {
    return new Target(backend, base, endpoint, Optional.of(name), headers, requestIdPrefix, trust);
  }

  @Override
  public String toString() {
    return "%s %s%s model=%s headers=%s"
        .formatted(backend.word(), base, endpoint, model.orElse("?"), headers.keySet());
  }
}
