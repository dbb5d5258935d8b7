package dev.kneeline.sim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The flags of one command line, read from a table of lines `name kind effect [alias ...]
/// [{choice,...}]`.
///
/// Dashes and underscores in names are one, as in both engines.
final class FlagTable {

  private final Map<String, Flag> flags = new LinkedHashMap<>();
  private boolean completes = true;

  /// @param tables lines as above; the first table that names a flag defines it, and its choices
  ///   are those of all tables
  FlagTable(String... tables) {
    Stream.of(tables).flatMap(String::lines).forEach(this::define);
  }

  private void define(String line) {
    String[] words = line.strip().split("\\s+");
    String last = words[words.length - 1];
    boolean chosen = last.startsWith("{");
    Flag flag =
        new Flag(
            words[0],
            Flag.Kind.valueOf(words[1].toUpperCase(Locale.ROOT)),
            Flag.Effect.valueOf(words[2].toUpperCase(Locale.ROOT)),
            chosen ? List.of(last.substring(1, last.length() - 1).split(",")) : List.of());
    Flag earlier = flags.putIfAbsent(key(flag.name()), flag);
    if (earlier != null) {
      flags.replaceAll((name, known) -> known.equals(earlier) ? earlier.or(flag) : known);
    }
    for (int alias = 3; alias < words.length - (chosen ? 1 : 0); alias++) {
      flags.putIfAbsent(key(words[alias]), flag);
    }
  }

  /// The flag of that name or alias, without its leading dashes.
  Optional<Flag> find(String name) {
    return Optional.ofNullable(flags.get(key(name)));
  }

  /// Has flags written in full, as with parsers that complete nothing.
  FlagTable inFull() {
    completes = false;
    return this;
  }

  /// The one flag of which that is the beginning, as Python's argparse completes long options.
  Optional<Flag> complete(String beginning) {
    String key = key(beginning);
    List<Flag> fitting =
        flags.entrySet().stream()
            .filter(entry -> completes && entry.getKey().startsWith(key))
            .map(Map.Entry::getValue)
            .distinct()
            .toList();
    return fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty();
  }

  /// Every flag once, in the order of definition.
  Stream<Flag> all() {
    return flags.values().stream().distinct();
  }

  private static String key(String name) {
    return name.replace('_', '-');
  }
}
