package dev.kneeline.cli;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Where every command begins.
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    // Numbers go into files, addresses and requests: in no country are they written otherwise.
    Locale.setDefault(Locale.ROOT);
    PrintWriter out = writer(System.out);
    PrintWriter err = writer(System.err);
    int code = new CommandLineTool(out, err).run(arguments);
    out.flush();
    err.flush();
    System.exit(code);
  }

  /// UTF-8 whatever the locale says: our tables and pictures of text need it.
  private static PrintWriter writer(OutputStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }
}
