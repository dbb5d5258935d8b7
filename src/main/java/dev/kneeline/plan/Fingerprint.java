package dev.kneeline.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/// What decides that a stored run answers a planned one.
///
/// It covers the point, the rendered commands and environment of the server with host, port and
/// paths as tokens, the load's options and the generator's version: move the study to another
/// folder and it stays, change a flag and it differs.
final class Fingerprint {

  /// Raised when the generator measures something differently, so that old runs are not mixed in.
  static final String GENERATOR = "load/1";

  private Fingerprint() {}

  static String of(ServerSpec server, LoadSpec load, String point) {
    StringBuilder text = new StringBuilder();
    line(text, "point", point);
    describe(text, server);
    describe(text, load);
    return hash(text.toString());
  }

  /// 16 hexadecimal digits: with 10^6 runs the chance of any collision is below 1 in 10^7.
  static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java platform has SHA-256", missing);
    }
  }

  private static void describe(StringBuilder text, ServerSpec server) {
    switch (server) {
      case ServerSpec.Start start -> {
        line(text, "engine", start.engine().name());
        start.processes().forEach(process -> describe(text, process));
      }
      case ServerSpec.Attach attach -> line(text, "url", attach.url());
      case ServerSpec.Absent absent -> line(text, "server", "none");
    }
  }

  private static void describe(StringBuilder text, LoadSpec load) {
    switch (load) {
      case LoadSpec.Generated generated -> {
        line(text, "generator", GENERATOR);
        new TreeMap<>(generated.options())
            .forEach((name, value) -> line(text, name, Secrets.hide(name, value).canonical()));
      }
      case LoadSpec.External external -> {
        describe(text, external.command());
        line(text, "result", external.result().format() + " " + external.result().file().show());
        new TreeMap<>(external.result().paths()).forEach((name, path) -> line(text, name, path));
      }
    }
  }

  /// Secrets count by their presence alone: a new token measures nothing else.
  private static void describe(StringBuilder text, ProcessCommand process) {
    line(text, "role", process.role());
    Secrets.hideInArguments(process.arguments().stream().map(Template::show).toList())
        .forEach(argument -> line(text, "argument", argument));
    new TreeMap<>(process.environment())
        .forEach((name, value) -> line(text, "variable " + name, Secrets.hide(name, value.show())));
  }

  /// Lengths in front, so that no two different descriptions run into the same text.
  private static void line(StringBuilder text, String key, String value) {
    text.append(key).append(' ').append(value.length()).append(' ').append(value).append('\n');
  }
}
