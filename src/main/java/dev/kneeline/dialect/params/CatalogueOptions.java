package dev.kneeline.dialect.params;

import dev.kneeline.space.Nearest;
import dev.kneeline.space.Value;
import dev.kneeline.sweep.Catalogue;
import dev.kneeline.sweep.CatalogueReader;
import dev.kneeline.sweep.Problems;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/// The options that choose a catalogue and change it.
final class CatalogueOptions {

  @Option(
      names = "--params",
      paramLabel = "FILE",
      description = "A catalogue of your own instead of SGLang's.")
  Optional<Path> file = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Fixes a parameter at one of its values.")
  List<String> sets = new ArrayList<>();

  @Option(
      names = "--values",
      paramLabel = "NAME=A,B",
      description = "Replaces the values of a parameter.")
  List<String> replacements = new ArrayList<>();

  @Option(
      names = "--with",
      paramLabel = "NAME=VALUE",
      description = "Adds a value to a parameter, such as attention_backend=nsa.")
  List<String> additions = new ArrayList<>();

  @Option(names = "--remove", paramLabel = "NAME", description = "Leaves a parameter out.")
  List<String> removals = new ArrayList<>();

  @Option(
      names = "--no-filter",
      description = "Drops the rules: every combination counts as valid.")
  boolean unfiltered;

  /// The catalogue that was asked for.
  Catalogue catalogue() {
    Catalogue catalogue = file.map(CatalogueOptions::read).orElseGet(CatalogueReader::sglang);
    for (String text : additions) {
      Assigned added = assigned("--with", text, catalogue);
      Stream<Value> all = Stream.concat(added.entry().values().stream(), added.values().stream());
      catalogue = catalogue.withValues(added.entry().name(), all.distinct().toList());
    }
    for (String text : replacements) {
      Assigned replaced = assigned("--values", text, catalogue);
      catalogue = catalogue.withValues(replaced.entry().name(), replaced.values());
    }
    for (String text : sets) {
      catalogue = fixed(catalogue, assigned("--set", text, catalogue));
    }
    for (String name : removals) {
      catalogue = catalogue.without(find("--remove", name, catalogue).name());
    }
    if (catalogue.parameters().isEmpty()) {
      throw new ParamsRefusal("no parameter is left", "remove fewer of them");
    }
    return unfiltered ? catalogue.unfiltered() : catalogue;
  }

  private static Catalogue read(Path file) {
    Problems problems = new Problems();
    return new CatalogueReader(problems)
        .read(file)
        .orElseThrow(() -> new ParamsRefusal(Problems.render(problems.all()), ""));
  }

  /// What an option assigns to a parameter.
  private record Assigned(Catalogue.Entry entry, List<Value> values) {}

  private static Assigned assigned(String option, String text, Catalogue catalogue) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new ParamsRefusal(
          "%s takes name=value, not '%s'".formatted(option, text),
          "write %s schedule_policy=lpm".formatted(option));
    }
    Catalogue.Entry entry = find(option, text.substring(0, equals), catalogue);
    String values = text.substring(equals + 1);
    List<String> words = option.equals("--set") ? List.of(values) : List.of(values.split(",", -1));
    if (words.contains("")) {
      throw new ParamsRefusal(
          "%s %s has an empty value".formatted(option, text),
          "write null for a flag that is left out");
    }
    return new Assigned(entry, words.stream().map(word -> value(word, entry)).distinct().toList());
  }

  private static Catalogue fixed(Catalogue catalogue, Assigned set) {
    Value value = set.values().getFirst();
    if (!set.entry().values().contains(value)) {
      List<String> known = set.entry().values().stream().map(Value::spelling).toList();
      throw new ParamsRefusal(
          "%s has no value %s".formatted(set.entry().name(), value.spelling()),
          Nearest.to(value.spelling(), known)
              .map("did you mean '%s'?"::formatted)
              .orElse(
                  "its values: %s; --with %s=%s adds one"
                      .formatted(String.join(", ", known), set.entry().name(), value.spelling())));
    }
    return catalogue.withValues(set.entry().name(), List.of(value));
  }

  private static Catalogue.Entry find(String option, String name, Catalogue catalogue) {
    List<String> known = catalogue.parameters().stream().map(Catalogue.Entry::name).toList();
    return catalogue
        .find(name)
        .orElseThrow(() ->
            new ParamsRefusal(
                "%s: unknown parameter '%s'".formatted(option, name),
                Nearest.to(name, known)
                    .map("did you mean '%s'?"::formatted)
                    .orElse("--show-info lists them")));
  }

  /// A word as the value of that spelling which the parameter has, or by its own looks: `null` and
  /// `None`, true and false in either language, numbers, else text.
  static Value value(String word, Catalogue.Entry entry) {
    Optional<Value> known =
        entry.values().stream().filter(value -> value.spelling().equals(word)).findFirst();
    return known.orElseGet(() ->
        switch (word) {
          case "null", "None" -> Value.UNSET;
          case "true", "True" -> Value.of(true);
          case "false", "False" -> Value.of(false);
          default -> numberOrText(word);
        });
  }

  private static Value numberOrText(String word) {
    if (word.matches("-?\\d{1,18}")) {
      return new Value.Whole(Long.parseLong(word), word);
    }
    return word.matches("-?\\d*\\.?\\d+([eE][-+]?\\d{1,3})?")
        ? new Value.Real(new BigDecimal(word), word)
        : Value.of(word);
  }
}
