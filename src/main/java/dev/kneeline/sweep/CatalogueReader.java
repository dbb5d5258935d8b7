package dev.kneeline.sweep;

import dev.kneeline.space.Domain;
import dev.kneeline.space.Names;
import dev.kneeline.space.Nearest;
import dev.kneeline.space.Value;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Reads catalogue files: those that Kneeline brings along and those that users write.
public final class CatalogueReader {

  private static final List<String> KEYS = List.of("name", "engine", "parameters", "rules");
  private static final List<String> PARAMETER_KEYS = List.of("values", "description");
  private static final List<String> RULE_KEYS = List.of("reason", "require");

  private final Problems problems;

  public CatalogueReader(Problems problems) {
    this.problems = problems;
  }

  /// SGLang's 33 parameters and eight rules.
  public static Catalogue sglang() {
    Problems problems = new Problems();
    // Its expressions are compiled when they are used; a test compiles them all.
    CatalogueReader reader = new CatalogueReader(problems);
    Source source = builtIn("sglang.yaml");
    return reader
        .file(source)
        .flatMap(file -> reader.catalogue(source, file))
        .orElseThrow(() -> new IllegalStateException(Problems.render(problems.all())));
  }

  private static Source builtIn(String file) {
    try (InputStream stream =
        CatalogueReader.class.getResourceAsStream("/dev/kneeline/catalogues/" + file)) {
      if (stream == null) {
        throw new IllegalStateException("the jar lacks its catalogue " + file);
      }
      return Source.of(file, new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /// The catalogue of a file; nothing where there is a problem.
  public Optional<Catalogue> read(Path file) {
    return Texts.read(file, problems).flatMap(this::read);
  }

  /// The catalogue of a text; nothing where there is a problem.
  public Optional<Catalogue> read(Source source) {
    Optional<Node.Mapping> file = file(source);
    Optional<Catalogue> catalogue = file.flatMap(mapping -> catalogue(source, mapping));
    catalogue.ifPresent(read -> check(file.orElseThrow(), read));
    return problems.hasErrors() ? Optional.empty() : catalogue;
  }

  private Optional<Node.Mapping> file(Source source) {
    Optional<Node> node = new YamlReader(problems).read(source);
    if (node.isEmpty() && !problems.hasErrors()) {
      problems.error(source.start(), "the catalogue is empty", "begin with parameters:");
    }
    return node.flatMap(each -> mapping(each, "a catalogue", KEYS));
  }

  /// The catalogue as it is written, its expressions unread.
  private Optional<Catalogue> catalogue(Source source, Node.Mapping file) {
    List<Catalogue.Entry> parameters = parameters(file);
    SequencedMap<Node.Scalar, Catalogue.Conflict> rules = rules(file);
    return problems.hasErrors()
        ? Optional.empty()
        : Optional.of(
            new Catalogue(
                text(file, "name", source.name()),
                text(file, "engine", ""),
                parameters,
                List.copyOf(rules.values())));
  }

  private List<Catalogue.Entry> parameters(Node.Mapping file) {
    List<Catalogue.Entry> parameters = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Node.Entry entry : entries(file, "parameters")) {
      String name = entry.key().text();
      if (!names.add(Names.key(name))) {
        problems.error(
            entry.key().span(),
            "the parameter '%s' is defined twice".formatted(name),
            "keep one of the two");
      }
      parameter(name, entry.value()).ifPresent(parameters::add);
    }
    if (parameters.isEmpty() && !problems.hasErrors()) {
      problems.error(file.span(), "a catalogue has parameters", "add them below parameters:");
    }
    return parameters;
  }

  private Optional<Catalogue.Entry> parameter(String name, Node node) {
    if (node instanceof Node.Sequence) {
      return values(name, node).map(values -> new Catalogue.Entry(name, values, ""));
    }
    return mapping(node, "a parameter", PARAMETER_KEYS)
        .flatMap(form ->
            values(name, form.find("values").orElse(form))
                .map(values -> new Catalogue.Entry(name, values, text(form, "description", ""))));
  }

  private Optional<List<Value>> values(String name, Node node) {
    if (node instanceof Node.Mapping) {
      problems.error(
          node.span(), "the parameter '%s' has no values".formatted(name), "add values: [...]");
      return Optional.empty();
    }
    Optional<Domain> domain = new AxisReader(problems).domain(name, node);
    if (domain.isPresent() && !domain.get().isFinite()) {
      problems.error(
          node.span(), "the range of '%s' has no step".formatted(name), "add +0.05 or log 7");
      return Optional.empty();
    }
    return domain.map(each -> each.values().stream().distinct().toList());
  }

  private SequencedMap<Node.Scalar, Catalogue.Conflict> rules(Node.Mapping file) {
    SequencedMap<Node.Scalar, Catalogue.Conflict> rules = new LinkedHashMap<>();
    for (Node.Entry entry : entries(file, "rules")) {
      mapping(entry.value(), "a rule", RULE_KEYS)
          .ifPresent(form ->
              rules.put(
                  entry.key(),
                  new Catalogue.Conflict(
                      entry.key().text(),
                      text(form, "reason", ""),
                      expressions(form).stream().map(Node.Scalar::text).toList())));
    }
    return rules;
  }

  private List<Node.Scalar> expressions(Node.Mapping rule) {
    Node node = rule.find("require").orElse(rule);
    List<Node> items = node instanceof Node.Sequence sequence ? sequence.items() : List.of(node);
    List<Node.Scalar> expressions = new ArrayList<>();
    for (Node item : items) {
      if (item instanceof Node.Scalar scalar && !item.isNull()) {
        expressions.add(scalar);
      } else {
        problems.error(
            item.span(),
            "a rule requires at least one expression",
            "add require: [...], with quotes where an expression begins with !");
      }
    }
    return expressions;
  }

  /// Compiles every expression where it stands, so that each problem is told with its place.
  private void check(Node.Mapping file, Catalogue catalogue) {
    SequencedMap<String, List<Value>> values = new LinkedHashMap<>();
    catalogue.parameters().forEach(entry -> values.put(entry.name(), entry.values()));
    Rules compiler = Rules.over(values, Map.of());
    for (Node.Entry rule : entries(file, "rules")) {
      if (rule.value() instanceof Node.Mapping form) {
        expressions(form).forEach(text -> check(compiler, text));
      }
    }
  }

  private void check(Rules compiler, Node.Scalar text) {
    try {
      compiler.require(text.text(), text.text());
    } catch (InvalidRuleException invalid) {
      for (RuleProblem problem : invalid.problems()) {
        problems.error(SpaceReader.place(text, problem), problem.message(), problem.hint());
      }
    }
  }

  private Optional<Node.Mapping> mapping(Node node, String what, List<String> keys) {
    if (!(node instanceof Node.Mapping mapping)) {
      problems.error(
          node.span(),
          "%s is a map, not %s".formatted(what, node.describe()),
          "its keys: " + String.join(", ", keys));
      return Optional.empty();
    }
    for (Node.Entry entry : mapping.entries()) {
      if (!keys.contains(entry.name())) {
        problems.error(
            entry.key().span(),
            "unknown key '%s'".formatted(entry.key().text()),
            Nearest.hint(entry.name(), keys, "known keys: " + String.join(", ", keys)));
      }
    }
    return Optional.of(mapping);
  }

  private static List<Node.Entry> entries(Node.Mapping file, String key) {
    return file.find(key)
        .filter(Node.Mapping.class::isInstance)
        .map(node -> ((Node.Mapping) node).entries())
        .orElse(List.of());
  }

  private static String text(Node.Mapping file, String key, String otherwise) {
    return file.find(key)
        .filter(node -> node instanceof Node.Scalar && !node.isNull())
        .map(node -> ((Node.Scalar) node).text())
        .orElse(otherwise);
  }
}
