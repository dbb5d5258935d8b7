package dev.kneeline.load;

import dev.kneeline.wire.Trust;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Reads which server is meant and how to introduce ourselves to it.
final class TargetOptions {

  /// Differ from request to request; another's word on them is passed over, as in vLLM.
  private static final List<String> OURS = List.of("x-request-id", "Content-Length");

  private final OptionReader reader;
  private final List<String> notes;

  TargetOptions(OptionReader reader, List<String> notes) {
    this.reader = reader;
    this.notes = notes;
  }

  /// Where requests go; empty where the options do not say.
  Optional<Target> target() {
    String option = reader.isGiven("endpoint-type") ? "endpoint-type" : "backend";
    String word = reader.text(option);
    Optional<Backend> backend = Backend.find(word);
    if (backend.isEmpty()) {
      NotHere reason =
          NotHere.backend(word)
              .orElseGet(() ->
                  new NotHere("unknown backend '%s'".formatted(word), "use " + Backend.words()));
      reader.problem(option, reason.message(), reason.hint());
      return Optional.empty();
    }
    Optional<URI> base = base();
    String endpoint = reader.someText("endpoint").orElse(backend.get().endpoint());
    if (!endpoint.startsWith("/")) {
      reader.problem("endpoint", "'%s' is no path".formatted(endpoint), "begin it with /");
    }
    return base.map(uri ->
        new Target(
            shapeOf(backend.get(), endpoint),
            uri,
            endpoint,
            reader.someText("served-model-name").or(() -> reader.someText("model")),
            headers(),
            reader.text("request-id-prefix"),
            trust(uri)));
  }

  /// A completions backend that is sent to the chat path means chat, as people of vLLM write it.
  private static Backend shapeOf(Backend backend, String endpoint) {
    boolean chatPath = endpoint.endsWith("/chat/completions");
    return switch (backend) {
      case OPENAI, VLLM -> chatPath ? Backend.OPENAI_CHAT : backend;
      case OPENAI_CHAT, SGLANG, TGI -> backend;
    };
  }

  private Optional<URI> base() {
    String host = reader.text("host");
    String plain =
        "http://%s:%d"
            .formatted(host.contains(":") ? "[" + host + "]" : host, reader.whole("port", 1));
    String text = reader.someText("base-url").orElse(plain);
    try {
      URI base = new URI(text);
      boolean known = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
      if (known && base.getHost() != null && base.getQuery() == null) {
        return Optional.of(base);
      }
    } catch (java.net.URISyntaxException malformed) {
      // Told below.
    }
    reader.problem(
        "base-url",
        "'%s' is not scheme, host, port and perhaps a path".formatted(text),
        "write http://127.0.0.1:8000");
    return Optional.empty();
  }

  private Trust trust(URI base) {
    if (!reader.flag("insecure")) {
      return Trust.CERTIFICATES;
    }
    notes.add(
        "https".equals(base.getScheme())
            ? "INSECURE: the server's certificate is not checked, so anyone on the way can answer"
                + " in its place and read the API key"
            : "insecure has no effect on http");
    return Trust.ANYONE;
  }

  /// The key and further headers. A file keeps them out of the list of processes and of shells'
  /// histories.
  private Map<String, String> headers() {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Optional<String> file = reader.someText("api-key-file");
    Optional<String> key =
        file.isPresent()
            ? lines("api-key-file", file.get()).stream().findFirst()
            : Optional.ofNullable(System.getenv(reader.text("api-key-env")));
    if (file.isPresent() && key.isEmpty() && Files.isReadable(Path.of(file.get()))) {
      reader.problem("api-key-file", "%s holds no key".formatted(file.get()), "write it there");
    }
    key.map(String::strip)
        .filter(Predicate.not(String::isEmpty))
        .ifPresent(bearer -> headers.put("Authorization", "Bearer " + bearer));
    reader.someText("header-file").ifPresent(name -> headers.putAll(headersOf(name)));
    headers.putAll(reader.pairs("header", '='));
    headers.forEach((name, value) -> {
      if (name.chars().anyMatch(c -> c <= ' ' || c == ':')
          || value.chars().anyMatch(c -> c < ' ' && c != '\t')) {
        reader.problem("header", "'%s' is no header".formatted(name), "write Name=value");
      }
    });
    OURS.forEach(headers::remove);
    return headers;
  }

  /// A line of a secret file is never shown, however wrong it is.
  private Map<String, String> headersOf(String file) {
    Map<String, String> headers = new LinkedHashMap<>();
    int number = 0;
    for (String line : lines("header-file", file)) {
      number++;
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      } else {
        reader.problem(
            "header-file",
            "line %d of %s is no header".formatted(number, file),
            "write Name: value, one a line");
      }
    }
    return headers;
  }

  private List<String> lines(String option, String file) {
    try {
      return Files.readAllLines(Path.of(file)).stream()
          .filter(Predicate.not(String::isBlank))
          .toList();
    } catch (IOException unreadable) {
      reader.problem(
          option, "cannot read %s".formatted(file), "check the path and its permissions");
      return List.of();
    }
  }
}
