package dev.kneeline.sweep;

import dev.kneeline.engine.Engine;
import dev.kneeline.engine.GpuRule;
import dev.kneeline.engine.Readiness;
import dev.kneeline.plan.Subject;
import dev.kneeline.plan.Template;
import dev.kneeline.space.Names;
import dev.kneeline.space.Nearest;
import dev.kneeline.space.Value;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;

/// Reads what is measured: the sections `engine` and `server`.
final class SubjectReader {

  private final EngineReader engines;
  private final Problems problems;

  SubjectReader(EngineReader engines, Problems problems) {
    this.engines = engines;
    this.problems = problems;
  }

  /// The subject, or nothing where there is a problem.
  Optional<Subject> read(Settings file) {
    Settings server = file.section("server");
    if (!file.has("engine") && !file.has("server")) {
      return offline(file);
    }
    if (server.has("url")) {
      return running(file, server);
    }
    if (!file.has("engine") && !server.has("command")) {
      problems.error(
          server.map().span(),
          "nothing says how the server starts",
          "add engine: NAME, server.command, or server.url for one that runs already");
      return Optional.empty();
    }
    return engine(file, "command").map(engine -> started(file, server, engine));
  }

  private Optional<Subject> offline(Settings file) {
    if (file.has("benchmark")) {
      return Optional.of(new Subject.Offline());
    }
    problems.error(
        file.map().span().part(0, 1),
        "nothing to measure",
        "add engine: NAME (%s), or server.url".formatted(String.join(", ", engines.names())));
    return Optional.empty();
  }

  private Optional<Subject> running(Settings file, Settings server) {
    for (Node.Entry entry : server.map().entries()) {
      if (!entry.name().equals("url")) {
        problems.error(
            entry.key().span(),
            "'%s' cannot change a server that already runs".formatted(entry.key().text()),
            "remove it, or remove server.url to have the server started");
      }
    }
    Optional<Engine> engine = engine(file, "command");
    String url = server.text("url", "");
    if (!isUrl(url)) {
      problems.error(
          server.span("url"),
          "'%s' is not the address of a server".formatted(url),
          "write http://HOST:PORT, without a path");
      return Optional.empty();
    }
    String plain = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    return engine.map(known -> new Subject.Running(known, plain));
  }

  private static boolean isUrl(String text) {
    try {
      URI uri = new URI(text);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null
          && List.of("", "/").contains(uri.getPath())
          && uri.getQuery() == null;
    } catch (URISyntaxException malformed) {
      return false;
    }
  }

  private Optional<Engine> engine(Settings file, String fallback) {
    String name = file.text("engine", fallback);
    long before = problems.all().size();
    Optional<Engine> engine = engines.find(name, problems);
    if (engine.isEmpty() && problems.all().size() == before) {
      problems.error(
          file.span("engine"),
          "unknown engine '%s'".formatted(name),
          Nearest.hint(
              name, engines.names(), "known engines: " + String.join(", ", engines.names())));
    }
    return engine;
  }

  private Subject started(Settings file, Settings server, Engine engine) {
    SequencedMap<String, Value> parameters = parameters(server.section("params"));
    List<Template> command = command(file, server, engine);
    return new Subject.Started(
        withGpus(engine, server),
        positional(server, engine, command, parameters),
        parameters,
        environment(server),
        readiness(server, engine),
        port(server, engine, command, parameters));
  }

  private static Engine withGpus(Engine engine, Settings server) {
    return server
        .whole("gpus")
        .map(gpus ->
            new Engine(
                engine.name(),
                engine.launch(),
                engine.flags(),
                engine.readiness(),
                engine.resets(),
                new GpuRule(server.whole("gpus", 0), List.of()),
                engine.readbacks(),
                engine.failures()))
        .orElse(engine);
  }

  private List<Template> command(Settings file, Settings server, Engine engine) {
    if (server.has("command")) {
      return Commands.read(server.find("command").orElseThrow(), problems);
    }
    if (engine.launch().command().isEmpty()) {
      problems.error(
          file.span("engine"),
          "the engine '%s' has no command of its own".formatted(engine.name()),
          "add server.command");
    }
    return engine.launch().command().stream().map(Template::parse).toList();
  }

  /// Constants by name without `server.`.
  private SequencedMap<String, Value> parameters(Settings params) {
    SequencedMap<String, Value> parameters = new LinkedHashMap<>();
    Map<String, Span> places = new LinkedHashMap<>();
    for (Node.Entry entry : params.map().entries()) {
      String name = Names.key(entry.key().text());
      Span first = places.putIfAbsent(name, entry.key().span());
      if (first != null) {
        problems.error(
            entry.key().span(),
            "'%s' is given twice: - and _ are one".formatted(entry.key().text()),
            "it is already on line %d".formatted(first.line()));
      }
      parameters.put(name, entry.value().value());
    }
    return parameters;
  }

  /// Puts constants into the places that the command keeps for them, such as vLLM's `{model}`.
  private List<Template> positional(
      Settings server,
      Engine engine,
      List<Template> command,
      SequencedMap<String, Value> parameters) {
    Map<String, Template> positional = new LinkedHashMap<>();
    parameters.forEach((name, value) -> {
      if (engine.flags().flag(name).isEmpty()) {
        positional.put(Names.variable(name), Template.parse(value.spelling()));
        if (command.stream().noneMatch(word -> word.holes().contains(Names.variable(name)))) {
          problems.error(
              server.section("params").span(name),
              "the command has no place for '%s'".formatted(name),
              "write {%s} into server.command, or remove it here".formatted(Names.variable(name)));
        }
      }
    });
    return command.stream().map(word -> filled(word, positional)).toList();
  }

  /// The word with texts in place of its holes; holes in those texts stay open.
  private static Template filled(Template word, Map<String, Template> texts) {
    List<Template.Part> parts = new ArrayList<>();
    for (Template.Part part : word.parts()) {
      switch (part) {
        case Template.Literal literal -> parts.add(literal);
        case Template.Hole hole ->
            parts.addAll(texts.getOrDefault(hole.name(), new Template(List.of(hole))).parts());
      }
    }
    return new Template(parts);
  }

  private static Map<String, Template> environment(Settings server) {
    Map<String, Template> environment = new LinkedHashMap<>();
    server.texts("env").forEach((name, text) -> environment.put(name, Template.parse(text)));
    return environment;
  }

  private static Readiness readiness(Settings server, Engine engine) {
    Readiness preset = engine.readiness();
    Settings ready = server.section("ready");
    return new Readiness(
        ready.text("path", preset.path()),
        ready.period("timeout").orElse(preset.startTimeout()),
        server.section("stop").period("timeout").orElse(preset.stopTimeout()));
  }

  /// The port of the file or of its command; empty where any free one will do.
  private static OptionalInt port(
      Settings server, Engine engine, List<Template> command, Map<String, Value> parameters) {
    if (server.has("port")) {
      return OptionalInt.of(server.whole("port", 0));
    }
    if (parameters.get("port") instanceof Value.Whole(long number, String spelling)) {
      return OptionalInt.of((int) number);
    }
    OptionalInt literal = literalPort(command);
    boolean told = command.stream().anyMatch(word -> word.holes().contains("port"));
    boolean canBeTold = told || !engine.launch().portFlag().isEmpty();
    return literal.isPresent() || canBeTold
        ? literal
        : OptionalInt.of(engine.launch().defaultPort());
  }

  private static OptionalInt literalPort(List<Template> command) {
    List<String> words = new ArrayList<>(command.stream().map(Template::show).toList());
    for (int index = 0; index < words.size(); index++) {
      String word = words.get(index);
      String text =
          word.equals("--port") && index + 1 < words.size()
              ? words.get(index + 1)
              : word.startsWith("--port=") ? word.substring("--port=".length()) : "";
      if (text.matches("\\d{1,5}")) {
        return OptionalInt.of(Integer.parseInt(text));
      }
    }
    return OptionalInt.empty();
  }
}
