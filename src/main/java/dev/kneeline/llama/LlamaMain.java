package dev.kneeline.llama;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// The embedded engine as a process: `LlamaMain --model-size demo --weights q4_0 --port 8080`.
///
/// Prints one line, `server is listening on http://HOST:PORT`, when its port is bound; `/health`
/// tells when the model is loaded. Exit codes: 1 when the flags, the port or the model will not do,
/// 3 when the native library cannot be loaded on this machine, 143 after a termination signal.
public final class LlamaMain {

  static final String VERSION = "llama.cpp b4916 (de.kherud:llama 4.2.0)";

  private static final int REFUSED = 1;
  private static final int MACHINE_LACKS = 3;
  private static final int TERMINATED = 143;

  /// What the end of the process will say; a signal brings it about unless we do.
  private static volatile int exitCode = TERMINATED;

  private LlamaMain() {}

  /// Runs until the process is terminated.
  public static void main(String[] arguments) {
    switch (CommandLine.read(List.of(arguments), System.getenv())) {
      case CommandLine.Outcome.ShowHelp() -> System.out.print(CommandLine.help());
      case CommandLine.Outcome.ShowVersion() -> System.out.println("version: " + VERSION);
      case CommandLine.Outcome.Refused(String message) -> exit(REFUSED, message);
      case CommandLine.Outcome.Serve(EngineOptions options) -> serve(options);
    }
  }

  private static void serve(EngineOptions options) {
    EngineOptions.Listen listen = options.listen();
    try {
      Front front = Front.listen(listen.host(), listen.port());
      System.out.printf("server is listening on http://%s:%d%n", listen.host(), front.port());
      System.out.flush();
      front.ready(load(options));
    } catch (BindException e) {
      exit(
          REFUSED,
          "error: couldn't bind HTTP server socket, hostname: %s, port: %d (%s)"
              .formatted(listen.host(), listen.port(), e.getMessage()));
    } catch (NoSuchFileException e) {
      exit(REFUSED, "error: there is no file " + e.getFile());
    } catch (IOException | RuntimeException e) {
      exit(REFUSED, "error: " + e.getMessage());
    }
  }

  private static Front.Loaded load(EngineOptions options) throws IOException {
    Path file =
        switch (options.model()) {
          case EngineOptions.ModelSource.File(Path path) -> path;
          case EngineOptions.ModelSource.Generated(ModelRecipe recipe, Path folder) ->
              ModelGenerator.generate(recipe, folder);
        };
    NativeLibrary library =
        NativeLibrary.prepare(Path.of(System.getProperty("java.io.tmpdir", ".")));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              library.remove();
              Ending.now(exitCode);
            }));
    Engine engine = load(options, file, library);
    String name = options.alias().orElseGet(() -> String.valueOf(file.getFileName()));
    return new Front.Loaded(engine, name, file.toString());
  }

  private static Engine load(EngineOptions options, Path file, NativeLibrary library)
      throws IOException {
    // The binding's loader talks on stdout, which is for data.
    PrintStream out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    try {
      return Engine.load(options, file);
    } catch (UnsatisfiedLinkError e) {
      exit(MACHINE_LACKS, missing(library.whyNotLoaded().orElse(String.valueOf(e.getMessage()))));
      throw e;
    } finally {
      System.setOut(out);
    }
  }

  private static String missing(String reason) {
    String hint =
        reason.contains("libgomp")
            ? "hint: install the OpenMP library: apt-get install libgomp1 (dnf install libgomp)"
            : "hint: the embedded engine runs on Linux, macOS and Windows, x86-64 or 64-bit Arm";
    return "error: the native library cannot be loaded: %s\n%s".formatted(reason, hint);
  }

  private static void exit(int code, String message) {
    System.err.println(message);
    exitCode = code;
    System.exit(code);
  }
}
