package dev.kneeline.exec;

import dev.kneeline.wire.SimpleHttp;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// Short requests to a server: readiness, cache resets, configuration. Each has a time-out and a
/// connection of its own, and none goes through a proxy.
record Control(String base) {

  /// For what a busy server may take its time with.
  static final Duration PATIENT = Duration.ofSeconds(30);

  /// For what is asked again soon.
  static final Duration BRIEF = Duration.ofSeconds(2);

  /// @param base `http://host:port`, or with a path that goes before all others
  Control {
    base = base.replaceFirst("/+$", "");
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
    URI uri = URI.create(base + path);
    try {
      SimpleHttp.Answer answer =
          method.equals("GET")
              ? SimpleHttp.get(uri, Map.of(), timeout)
              : SimpleHttp.post(uri, Map.of(), "", timeout);
      return new Reply(answer.status(), answer.body());
    } catch (IOException none) {
      String why = none.getMessage();
      return new Reply(0, why == null || why.isEmpty() ? none.getClass().getSimpleName() : why);
    }
  }
}
