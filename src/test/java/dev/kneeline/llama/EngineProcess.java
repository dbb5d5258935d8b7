package dev.kneeline.llama;

import com.fasterxml.jackson.annotation.JsonInclude;
import de.kherud.llama.LlamaModel;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The embedded engine as tests run it: a process of its own with the tiny model, and a client.
final class EngineProcess implements AutoCloseable {

  /// The folder in which the process works, below the test's own.
  static final String WORKING = "working";

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final Process process;
  private final Path errors;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private String address = "";

  private EngineProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
  }

  /// Starts the process without waiting for anything.
  static EngineProcess start(Path folder, String... flags) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    Path temporary = Files.createDirectories(folder.resolve("temporary"));
    command.add("-Djava.io.tmpdir=" + temporary);
    command.addAll(List.of("-cp", classPath(), LlamaMain.class.getName()));
    command.addAll(List.of(flags));
    Path errors = Files.createTempFile(folder, "stderr", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.directory(Files.createDirectories(folder.resolve(WORKING)).toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("LLAMA_ARG_"));
    return new EngineProcess(builder.start(), errors);
  }

  /// Starts it on the tiny model and a free port, and waits until it is healthy.
  static EngineProcess serving(Path folder, String... flags)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(tiny(folder));
    all.addAll(List.of(flags));
    EngineProcess engine = start(folder, all.toArray(String[]::new));
    BufferedReader out = engine.process.inputReader();
    String line = out.readLine();
    if (line == null) {
      throw new IOException(engine.errors());
    }
    engine.address = line.substring(line.indexOf("http://"));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (engine.get("/health").statusCode() != 200) {
      if (System.nanoTime() > deadline || !engine.process.isAlive()) {
        throw new IOException(engine.errors());
      }
      Thread.sleep(10);
    }
    return engine;
  }

  /// What the engine's process needs, from wherever this one has it: a test runner's own class path
  /// may not name it.
  private static String classPath() {
    return Stream.of(
            LlamaMain.class,
            LlamaModel.class,
            JsonMapper.class,
            JsonStringEncoder.class,
            JsonInclude.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
        .map(location -> Path.of(URI.create(location.toString())).toString())
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  static List<String> tiny(Path folder) {
    String models = folder.resolve("models").toString();
    return List.of(
        "--model-size", "tiny", "--weights", "f32", "--model-dir", models, "--port", "0");
  }

  Process process() {
    return process;
  }

  URI address() {
    return URI.create(address);
  }

  /// Waits for its end and gives the exit code.
  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("the engine did not end");
    }
    return process.exitValue();
  }

  String errors() throws IOException {
    return Files.readString(errors);
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    HttpRequest request = request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  JsonNode json(String path, String body) throws IOException, InterruptedException {
    return MAPPER.readTree(post(path, body).body());
  }

  /// The events of a stream, without the closing `[DONE]`, which is checked.
  List<JsonNode> events(String path, String body) throws IOException, InterruptedException {
    List<String> data = post(path, body).body().lines().filter(line -> !line.isEmpty()).toList();
    if (!data.getLast().equals("data: [DONE]")) {
      throw new IOException("the stream does not end with [DONE]: " + data.getLast());
    }
    return data.subList(0, data.size() - 1).stream()
        .map(line -> MAPPER.readTree(line.replaceFirst("^data: ", "")))
        .toList();
  }

  /// A figure of the metrics page.
  double metric(String name) throws IOException, InterruptedException {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("llamacpp:" + name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
        .findFirst()
        .orElseThrow();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path)).timeout(PATIENCE);
  }

  @Override
  public void close() throws InterruptedException {
    client.close();
    process.destroy();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
