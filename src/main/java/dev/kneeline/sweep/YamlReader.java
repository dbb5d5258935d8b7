package dev.kneeline.sweep;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// YAML 1.2 text to nodes with places. It never throws: what the text has wrong becomes a problem.
final class YamlReader {

  private static final Pattern DOUBLE_BRACES = Pattern.compile("\\{\\{|\\[\\s*\\{.*\\}\\s*:");
  private static final Pattern JOINED_HOLES =
      Pattern.compile("(?::|-|,|\\[)\\s+(\\{[A-Za-z_]\\w*\\}[^\\s,\\]}#].*)$");

  private static final Pattern NEGATION = Pattern.compile("(?:[:\\-,\\[]\\s+|\\[)(![\\w(].*)$");

  private final Problems problems;
  private int repeatedKeys;

  YamlReader(Problems problems) {
    this.problems = problems;
  }

  /// The document, or nothing if the text is empty or has an error, which then is among the
  /// problems.
  Optional<Node> read(Source source) {
    return read(source, source.text());
  }

  /// The same of a text whose places are those of the source.
  Optional<Node> read(Source source, String text) {
    NodeMaker maker = new NodeMaker(source, problems);
    try {
      Optional<Node> node =
          new Compose(settings(source)).composeString(text).map(root -> maker.make(root));
      repeatedKeys += maker.repeatedKeys();
      return node;
    } catch (MarkedYamlEngineException broken) {
      problems.add(marked(source, broken));
    } catch (YamlEngineException broken) {
      problems.add(unmarked(source, broken));
    } catch (StackOverflowError deep) {
      problems.error(source.start(), "the text is nested too deeply", "no sweep file needs that");
    } catch (RuntimeException leaked) {
      // The parser throws plain exceptions on some broken tags and directives.
      problems.error(
          source.start(), "this is no YAML: " + leaked.getMessage(), "look for a stray % or !");
    }
    return Optional.empty();
  }

  /// Whether the document can be judged further: its only errors are keys given twice, of which the
  /// first stands. Any other error would have others follow from it.
  boolean intact() {
    return problems.all().stream().filter(Problem::isError).count() == repeatedKeys;
  }

  private static LoadSettings settings(Source source) {
    // The core schema: with the default one `~` and `010` would be texts.
    return LoadSettings.builder().setLabel(source.name()).setSchema(new CoreSchema()).build();
  }

  private static Problem marked(Source source, MarkedYamlEngineException broken) {
    Span place = broken.getProblemMark().map(mark -> span(source, mark)).orElse(source.start());
    String message = firstLine(Optional.ofNullable(broken.getProblem()).orElse("broken YAML"));
    Optional<Span> negation = found(NEGATION, source, place.line());
    if (negation.isPresent()) {
      return Problem.error(
          negation.get(),
          "an expression that begins with ! needs quotes",
          "write '%s'".formatted(written(negation.get())));
    }
    Optional<Span> joined =
        found(JOINED_HOLES, source, place.line())
            .or(() -> found(JOINED_HOLES, source, place.line() - 1));
    if (joined.isPresent()) {
      return Problem.error(
          joined.get(),
          "a value cannot begin with a placeholder and go on behind it",
          "put quotes around it: \"%s\"".formatted(written(joined.get())));
    }
    return Problem.error(place, plain(message), hint(message, broken.getContext()));
  }

  private static String plain(String message) {
    if (message.contains("TAB")) {
      return "a tab cannot stand here";
    }
    return message.contains("another document") ? "a second document begins here" : message;
  }

  private static String hint(String message, @Nullable String context) {
    if (message.contains("TAB")) {
      return "indent with spaces";
    }
    if (message.contains("mapping values are not allowed")) {
      return "put quotes around a value that holds ': '";
    }
    if (message.contains("another document")) {
      return "one file is one sweep: take out the line ---";
    }
    if (message.contains("undefined alias")) {
      return "an alias *name needs an anchor &name above it; quote a text that begins with *";
    }
    return context == null || context.isBlank() ? "" : "found " + firstLine(context);
  }

  /// The first group of a pattern on a line; parsers notice some errors one line late.
  private static Optional<Span> found(Pattern pattern, Source source, int line) {
    Matcher matcher = pattern.matcher(source.line(line));
    if (!matcher.find()) {
      return Optional.empty();
    }
    String text = matcher.group(1).stripTrailing();
    return Optional.of(source.span(line, matcher.start(1) + 1, text.length()));
  }

  private static String written(Span span) {
    String line = span.source().line(span.line());
    return line.substring(span.column() - 1, span.column() - 1 + span.length());
  }

  private static Problem unmarked(Source source, YamlEngineException broken) {
    for (int number = 1; number <= source.lines().size(); number++) {
      Matcher braces = DOUBLE_BRACES.matcher(source.line(number));
      if (braces.find()) {
        return Problem.error(
            source.span(number, braces.start() + 1, braces.end() - braces.start()),
            "a map cannot be a key",
            "a placeholder is written {name}; put quotes around a text with {{");
      }
    }
    return Problem.error(source.start(), firstLine(String.valueOf(broken.getMessage())), "");
  }

  private static Span span(Source source, Mark mark) {
    return source.span(mark.getLine() + 1, mark.getColumn() + 1, 1);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse(text);
  }
}
