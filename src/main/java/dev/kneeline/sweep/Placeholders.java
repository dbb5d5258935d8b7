package dev.kneeline.sweep;

import dev.kneeline.plan.RuntimeNames;
import dev.kneeline.space.Nearest;
import dev.kneeline.space.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Joins placeholders and parameters: finds undeclared and unused ones, and every parameter's
/// scope.
///
/// @param server placeholders in the server's part of the file and in the engine's command
/// @param load placeholders in the part that measures
/// @param filledAtStart whether that part is a process, whose runtime names are filled when it
///   starts
record Placeholders(List<Hole> server, List<Hole> load, boolean filledAtStart) {

  /// The declared parameters with their scopes: what the server's part uses shapes the server.
  Parameters bind(SequencedMap<ParameterName, Span> declared, Problems problems) {
    Set<String> inServer = names(server);
    SequencedMap<String, Scope> scopes = new LinkedHashMap<>();
    Map<String, Span> places = new LinkedHashMap<>();
    declared.forEach((name, place) -> {
      scopes.put(name.key(), name.scope(inServer.contains(name.placeholder())));
      places.put(name.key(), place);
    });
    checkUndeclared(declared, problems);
    checkUnused(declared, problems);
    checkAmbiguous(declared, problems);
    return new Parameters(scopes, places);
  }

  private void checkUndeclared(SequencedMap<ParameterName, Span> declared, Problems problems) {
    Set<String> known =
        declared.keySet().stream()
            .map(ParameterName::placeholder)
            .collect(Collectors.toCollection(TreeSet::new));
    for (Hole hole : server) {
      if (!known.contains(hole.name()) && !RuntimeNames.known(hole.name())) {
        problems.add(unfilled(hole, known));
      }
    }
    for (Hole hole : load) {
      if (known.contains(hole.name()) || (filledAtStart && RuntimeNames.known(hole.name()))) {
        continue;
      }
      problems.error(
          hole.place(),
          "nothing fills {%s}".formatted(hole.name()),
          RuntimeNames.known(hole.name())
              ? "it is filled when a process starts; the built-in generator is none"
              : hint(hole.name(), known));
    }
  }

  private static Problem unfilled(Hole hole, Set<String> known) {
    return hole.engine().isEmpty()
        ? Problem.error(
            hole.place(), "nothing fills {%s}".formatted(hole.name()), hint(hole.name(), known))
        : Problem.error(
            hole.place(),
            "the engine '%s' needs a %s".formatted(hole.engine(), hole.name()),
            "add server: {params: {%s: ...}}".formatted(hole.name()));
  }

  private static String hint(String name, Set<String> known) {
    List<String> candidates = new ArrayList<>(known);
    candidates.addAll(RuntimeNames.all().keySet());
    return Nearest.to(name, candidates)
        .map("did you mean {%s}?"::formatted)
        .orElse("declare it, as in sweep: {%s: [...]}, or write {{ for a brace".formatted(name));
  }

  private void checkUnused(SequencedMap<ParameterName, Span> declared, Problems problems) {
    Set<String> used = names(server);
    used.addAll(names(load));
    declared.forEach((name, place) -> {
      boolean onlyFills = name.isBare() || name.prefix().equals("allocation");
      if (onlyFills && !used.contains(name.placeholder())) {
        problems.error(
            place,
            "the parameter '%s' changes nothing: {%s} is used nowhere"
                .formatted(name.key(), name.placeholder()),
            name.isBare()
                ? "write server.%1$s, load.%1$s or env.NAME, or use the placeholder"
                    .formatted(name.key())
                : "use the placeholder in the server's command, or remove the parameter");
      }
    });
  }

  private void checkAmbiguous(SequencedMap<ParameterName, Span> declared, Problems problems) {
    Set<String> used = names(server);
    used.addAll(names(load));
    Map<String, ParameterName> first = new LinkedHashMap<>();
    declared.forEach((name, place) -> {
      ParameterName other = first.putIfAbsent(name.placeholder(), name);
      if (other != null && used.contains(name.placeholder())) {
        problems.error(
            place,
            "both '%s' and '%s' would fill {%s}"
                .formatted(other.key(), name.key(), name.placeholder()),
            "declare a parameter of another name for the placeholder");
      }
    });
  }

  private static Set<String> names(List<Hole> holes) {
    return holes.stream().map(Hole::name).collect(Collectors.toCollection(TreeSet::new));
  }
}
