package dev.kneeline.report;

import dev.kneeline.house.Need;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A real Chromium without a window, driven over its DevTools protocol: one page, real key strokes
/// and a real mouse, and everything that the page complains of.
public final class Browser implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 60;
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final Process process;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final WebSocket socket;
  private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private String session = "";
  private int calls;

  private Browser(Process process, URI devTools) {
    this.process = process;
    this.socket = client.newWebSocketBuilder().buildAsync(devTools, new Messages()).join();
  }

  /// Starts one with a profile of its own in `folder`; skips the test where there is none.
  public static Browser start(Path folder) throws IOException, InterruptedException {
    Path profile = folder.resolve("profile");
    Files.createDirectories(profile);
    Process process =
        new ProcessBuilder(
                Need.program("chromium").toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--hide-scrollbars",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--remote-debugging-port=0",
                "--remote-allow-origins=*",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(folder.resolve("browser.txt").toFile())
            .start();
    Browser browser = new Browser(process, devTools(process, profile));
    browser.attach();
    return browser;
  }

  private static URI devTools(Process process, Path profile)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < end && process.isAlive()) {
      try {
        List<String> lines = Files.readAllLines(profile.resolve("DevToolsActivePort"));
        if (lines.size() == 2) {
          return URI.create("ws://127.0.0.1:%s%s".formatted(lines.get(0), lines.get(1)));
        }
      } catch (NoSuchFileException notYet) {
        // It writes the file once it listens.
      }
      Thread.sleep(20);
    }
    process.destroyForcibly();
    throw new AssertionError("the browser does not listen");
  }

  private void attach() throws InterruptedException {
    String target =
        call("Target.createTarget", Map.of("url", "about:blank")).at("/targetId").asString();
    session =
        call("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .at("/sessionId")
            .asString();
    call("Page.enable", Map.of());
    call("Runtime.enable", Map.of());
    call("Log.enable", Map.of());
  }

  /// Opens an address and waits until it is loaded.
  public void open(String address) throws InterruptedException {
    call("Page.navigate", Map.of("url", address));
    await("document.readyState === 'complete' && location.href !== 'about:blank'");
  }

  /// The window's inside, in CSS pixels.
  public void size(int width, int height) throws InterruptedException {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
  }

  public void dark(boolean on) throws InterruptedException {
    Map<String, String> feature =
        Map.of("name", "prefers-color-scheme", "value", on ? "dark" : "light");
    call("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
  }

  /// The value of an expression, as JSON.
  public JsonNode ask(String expression) throws InterruptedException {
    JsonNode answer =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
    }
    return answer.at("/result/value");
  }

  public String text(String expression) throws InterruptedException {
    return ask(expression).asString();
  }

  /// Waits until an expression is true.
  public void await(String condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!ask("Boolean(" + condition + ")").asBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("never true: " + condition);
      }
      Thread.sleep(20);
    }
  }

  /// Presses and lets go of a key, such as `Tab`, `Enter` or `ArrowRight`.
  public void press(String key) throws InterruptedException {
    int code =
        switch (key) {
          case "Tab" -> 9;
          case "Enter" -> 13;
          case "Escape" -> 27;
          case "ArrowLeft" -> 37;
          case "ArrowUp" -> 38;
          case "ArrowRight" -> 39;
          case "ArrowDown" -> 40;
          default -> throw new IllegalArgumentException(key);
        };
    String text = key.equals("Enter") ? "\r" : "";
    for (String type : List.of("keyDown", "keyUp")) {
      call(
          "Input.dispatchKeyEvent",
          Map.of(
              "type", type, "key", key, "code", key, "windowsVirtualKeyCode", code, "text", text));
    }
  }

  /// Types text where the focus is.
  public void type(String text) throws InterruptedException {
    call("Input.insertText", Map.of("text", text));
  }

  /// Moves the mouse to a place of the window.
  public void point(double x, double y) throws InterruptedException {
    mouse("mouseMoved", x, y, 0);
  }

  /// Presses the mouse at one place and lets it go at another.
  public void drag(double fromX, double fromY, double toX, double toY) throws InterruptedException {
    mouse("mouseMoved", fromX, fromY, 0);
    mouse("mousePressed", fromX, fromY, 1);
    mouse("mouseMoved", (fromX + toX) / 2, (fromY + toY) / 2, 1);
    mouse("mouseMoved", toX, toY, 1);
    mouse("mouseReleased", toX, toY, 0);
  }

  private void mouse(String type, double x, double y, int buttons) throws InterruptedException {
    call(
        "Input.dispatchMouseEvent",
        Map.of(
            "type",
            type,
            "x",
            x,
            "y",
            y,
            "button",
            type.equals("mouseMoved") ? "none" : "left",
            "buttons",
            buttons,
            "clickCount",
            type.equals("mouseMoved") ? 0 : 1));
  }

  /// A stretch of the page as a PNG, from `y` pixels below its top.
  public byte[] picture(int width, int y, int height) throws InterruptedException {
    Map<String, Integer> clip =
        Map.of("x", 0, "y", y, "width", width, "height", height, "scale", 1);
    JsonNode answer =
        call("Page.captureScreenshot", Map.of("clip", clip, "captureBeyondViewport", true));
    return Base64.getDecoder().decode(answer.get("data").asString());
  }

  /// What the pages have said on the console, and every error and violation so far.
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  private JsonNode call(String method, Map<String, ?> parameters) throws InterruptedException {
    int id = ++calls;
    Map<String, Object> message = new java.util.HashMap<>();
    message.put("id", id);
    message.put("method", method);
    message.put("params", parameters);
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    socket.sendText(MAPPER.writeValueAsString(message), true).join();
    while (true) {
      JsonNode answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (answer == null) {
        throw new AssertionError("the browser does not answer " + method);
      }
      if (answer.at("/id").asInt() == id) {
        if (answer.has("error")) {
          throw new AssertionError(method + ": " + answer.get("error"));
        }
        return answer.get("result");
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    List<ProcessHandle> family = new ArrayList<>(process.descendants().toList());
    family.add(process.toHandle());
    try {
      session = "";
      call("Browser.close", Map.of());
      process.waitFor(10, TimeUnit.SECONDS);
    } finally {
      family.forEach(ProcessHandle::destroyForcibly);
      process.waitFor();
      socket.abort();
      client.shutdownNow();
    }
  }

  /// Puts messages together that come in parts, and sorts them.
  private final class Messages implements WebSocket.Listener {

    private final StringBuilder parts = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
      parts.append(text);
      if (last) {
        JsonNode message = MAPPER.readTree(parts.toString());
        parts.setLength(0);
        if (message.has("id")) {
          answers.add(message);
        } else {
          note(message);
        }
      }
      from.request(1);
      return null;
    }

    private void note(JsonNode event) {
      switch (event.at("/method").asString()) {
        case "Runtime.exceptionThrown" ->
            complaints.add(event.at("/params/exceptionDetails/exception/description").asString());
        case "Log.entryAdded" -> complaints.add(event.at("/params/entry/text").asString());
        case "Runtime.consoleAPICalled" -> complaints.add(event.get("params").toString());
        default -> {}
      }
    }
  }
}
