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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Where requests go and how they introduce themselves.
///
/// @param base scheme, host and port
/// @param endpoint the path
/// @param model the name in requests; empty: the server is asked for its first
/// @param headers further headers; `toString` shows their names only, since one may be a key
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
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
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

  /// Asks the server something beside the load.
  SimpleHttp.Answer get(String path, Duration patience) throws IOException {
    return SimpleHttp.get(base.resolve(path), headers, patience, trust);
  }

  /// As [#get], with a JSON body.
  SimpleHttp.Answer post(String path, String json, Duration patience) throws IOException {
    return SimpleHttp.post(base.resolve(path), headers, json, patience, trust);
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
