package dev.kneeline.dialect.params;

import dev.kneeline.space.Names;
import dev.kneeline.space.Nearest;
import dev.kneeline.space.Rule;
import dev.kneeline.space.Value;
import dev.kneeline.sweep.Catalogue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Tells which given combinations are invalid and why.
///
/// A combination may lack parameters: a rule is asked only if all that it reads is there. So a
/// setting whose switch is not mentioned is not held against it.
final class CombinationCheck {

  private final Catalogue catalogue;
  private final List<Asked> asked = new ArrayList<>();

  /// One expression and the rule that it belongs to.
  private record Asked(Catalogue.Conflict conflict, Rule rule) {}

  /// What is wrong with a combination.
  ///
  /// @param index of the combination in its file, from 0
  /// @param rule the rule that it breaks, or `values` for a name or value that the catalogue lacks
  /// @param reason for people
  record Finding(long index, String rule, String reason) {}

  CombinationCheck(Catalogue catalogue) {
    this.catalogue = catalogue;
    catalogue
        .compiled()
        .forEach(
            (conflict, rule) -> rule.parts().forEach(part -> asked.add(new Asked(conflict, part))));
  }

  /// How many combinations a file has, and what is wrong with them.
  record Report(long combinations, List<Finding> findings) {}

  /// Checks a JSON list of objects.
  Report check(Path file) {
    List<Finding> findings = new ArrayList<>();
    long index = 0;
    for (SequencedMap<String, Value> combination : CombinationFile.read(file)) {
      findings.addAll(check(index++, combination));
    }
    return new Report(index, findings);
  }

  private List<Finding> check(long index, SequencedMap<String, Value> combination) {
    List<Finding> findings = new ArrayList<>();
    Map<String, Value> values = new LinkedHashMap<>();
    combination.forEach((name, value) -> {
      Optional<Catalogue.Entry> entry = catalogue.find(name);
      entry.ifPresent(found -> values.put(found.name(), value));
      if (entry.isEmpty()) {
        findings.add(unknown(index, name));
      } else if (!entry.get().values().contains(value)) {
        findings.add(outside(index, entry.get(), value));
      }
    });
    asked.stream()
        .filter(each -> values.keySet().containsAll(each.rule().reads()))
        .filter(each -> !each.rule().holds(name -> values.getOrDefault(name, Value.UNSET)))
        .map(each -> new Finding(index, each.conflict().name(), because(each)))
        .forEach(findings::add);
    return findings;
  }

  private static String because(Asked broken) {
    String reason = broken.conflict().reason();
    String text = broken.rule().text();
    return reason.isEmpty() ? text : "%s (%s)".formatted(reason, text);
  }

  private static Finding outside(long index, Catalogue.Entry entry, Value value) {
    return new Finding(index, "values", "%s has no value %s".formatted(entry.name(), value.json()));
  }

  private Finding unknown(long index, String name) {
    List<String> known = catalogue.parameters().stream().map(Catalogue.Entry::name).toList();
    String hint =
        Nearest.to(Names.key(name), known).map("; did you mean '%s'?"::formatted).orElse("");
    return new Finding(index, "values", "unknown parameter '%s'%s".formatted(name, hint));
  }
}
