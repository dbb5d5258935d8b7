package dev.kneeline.plan;

import dev.kneeline.space.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A text with holes: `--port={port}` is a literal and the hole `port`.
///
/// A hole is `{identifier}` and nothing else, so that JSON and shell text pass unharmed; `{{`
/// stands for one brace. Holes are filled in two steps: parameters when the plan is made, runtime
/// names (port, log_dir ...) when the process starts. What fills a hole is never searched for holes
/// again.
public record Template(List<Part> parts) {

  /// A piece of the text.
  public sealed interface Part {}

  public record Literal(String text) implements Part {}

  public record Hole(String name) implements Part {}

  private static final Pattern TOKEN =
      Pattern.compile("\\{\\{|\\}\\}|\\{([A-Za-z_][A-Za-z0-9_]*)\\}");

  public Template {
    parts = List.copyOf(parts);
  }

  /// Reads `{name}` holes and `{{` escapes. `}}` stands for one brace only where a `{{` is open, so
  /// that JSON such as `{"a":{"b":1}}` passes as it is.
  public static Template parse(String text) {
    List<Part> parts = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    Matcher matcher = TOKEN.matcher(text);
    int from = 0;
    int open = 0;
    while (matcher.find()) {
      literal.append(text, from, matcher.start());
      from = matcher.end();
      if (matcher.group(1) != null) {
        flush(parts, literal);
        parts.add(new Hole(matcher.group(1)));
      } else if (matcher.group().equals("{{")) {
        open++;
        literal.append('{');
      } else if (open > 0) {
        open--;
        literal.append('}');
      } else {
        literal.append("}}");
      }
    }
    literal.append(text, from, text.length());
    flush(parts, literal);
    return new Template(parts);
  }

  public static Template literal(String text) {
    return new Template(text.isEmpty() ? List.of() : List.of(new Literal(text)));
  }

  /// The names of the holes that are still open, in order.
  public Set<String> holes() {
    Set<String> names = new LinkedHashSet<>();
    for (Part part : parts) {
      if (part instanceof Hole(String name)) {
        names.add(name);
      }
    }
    return names;
  }

  /// The one hole that is the whole text, whose filling keeps its type.
  public Optional<String> onlyHole() {
    return parts.size() == 1 && parts.getFirst() instanceof Hole(String name)
        ? Optional.of(name)
        : Optional.empty();
  }

  /// Fills the holes that `values` knows, with the value's spelling; leaves the others open.
  public Template bind(Function<String, Optional<Value>> values) {
    List<Part> bound = new ArrayList<>();
    for (Part part : parts) {
      switch (part) {
        case Literal literal -> bound.add(literal);
        case Hole hole ->
            bound.add(
                values
                    .apply(hole.name())
                    .<Part>map(value -> new Literal(value.spelling()))
                    .orElse(hole));
      }
    }
    return new Template(bound);
  }

  /// The text with every hole filled.
  ///
  /// @throws IllegalStateException if `runtime` does not know a name: the plan has bound all others
  public String render(Function<String, Optional<String>> runtime) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Literal(String literal) -> text.append(literal);
        case Hole(String name) ->
            text.append(
                runtime
                    .apply(name)
                    .orElseThrow(() -> new IllegalStateException("nothing fills {" + name + "}")));
      }
    }
    return text.toString();
  }

  /// The text with open holes as `{name}`, for people and for fingerprints.
  public String show() {
    return render(name -> Optional.of("{" + name + "}"));
  }

  private static void flush(List<Part> parts, StringBuilder literal) {
    if (!literal.isEmpty()) {
      parts.add(new Literal(literal.toString()));
      literal.setLength(0);
    }
  }
}
