package dev.kneeline.wire.serve;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One complete request as it stood on the wire; header names are in lower case.
///
/// Not a record: its body is an array, which a record would compare by identity.
public final class HttpRequest {

  private final String method;
  private final String target;
  private final Map<String, String> headers;
  private final byte[] body;
  private final boolean keepAlive;

  HttpRequest(
      String method, String target, Map<String, String> headers, byte[] body, boolean keepAlive) {
    this.method = method;
    this.target = target;
    this.headers = Map.copyOf(headers);
    this.body = body;
    this.keepAlive = keepAlive;
  }

  public String method() {
    return method;
  }

  /// The target without its query, such as `/v1/models`.
  public String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /// What follows the question mark, or nothing.
  public String query() {
    int query = target.indexOf('?');
    return query < 0 ? "" : target.substring(query + 1);
  }

  /// The last header of that name, whatever its case.
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  public byte[] body() {
    return body;
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /// Whether the client lets us use the connection again.
  boolean keepAlive() {
    return keepAlive;
  }
}
