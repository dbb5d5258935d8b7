package dev.kneeline.dialect.vllm;

import dev.kneeline.space.Nearest;
import dev.kneeline.space.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/// `--link-vars a=b,c=d`: a row of the server meets those rows of the load that have the same value
/// under the other name.
///
/// @param links in the order of the option
record Links(List<Link> links) {

  /// @param serve key of the server's rows, in their spelling
  /// @param bench key of the load's rows
  record Link(String serve, String bench) {}

  Links {
    links = List.copyOf(links);
  }

  /// @throws SweepRefusal for a text that is no list of links, and for keys that no row has
  static Links read(String text, List<Row> serve, List<Row> bench) {
    List<Link> links = new ArrayList<>();
    for (String part : text.isBlank() ? new String[0] : text.split(",", -1)) {
      String[] sides = part.split("=", -1);
      if (sides.length != 2 || sides[0].isBlank() || sides[1].isBlank()) {
        throw SweepRefusal.wrong(
            "--link-vars: '%s' is no link".formatted(part.strip()),
            "write SERVE_KEY=BENCH_KEY, several of them with commas between");
      }
      links.add(
          new Link(
              known("--serve-params", sides[0].strip(), serve),
              known("--bench-params", sides[1].strip(), bench)));
    }
    return new Links(links);
  }

  /// Whether the rows meet: for every link both have their key, with equal values.
  boolean join(Row serve, Row bench) {
    return links.stream()
        .allMatch(link -> {
          Value one = serve.values().get(link.serve());
          return one != null && one.equals(bench.values().get(link.bench()));
        });
  }

  private static String known(String option, String key, List<Row> rows) {
    SequencedSet<String> keys = new LinkedHashSet<>();
    rows.forEach(row -> keys.addAll(row.values().keySet()));
    if (!keys.contains(key)) {
      throw SweepRefusal.wrong(
          "--link-vars: no row of %s has '%s'".formatted(option, key),
          keys.isEmpty()
              ? "give a file with " + option
              : Nearest.hint(key, keys, "the rows have: " + String.join(", ", keys)));
    }
    return key;
  }
}
