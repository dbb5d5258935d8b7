package dev.kneeline.report;

import dev.kneeline.analysis.Columns;
import dev.kneeline.analysis.Row;
import dev.kneeline.space.Names;
import dev.kneeline.space.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tells of names by which rows are put together though some or all rows have no such value: they
/// stay, in a group called unset, and nobody may overlook it.
public final class UnsetGroups {

  private UnsetGroups() {}

  /// A sentence for each name that is missing somewhere.
  public static List<String> warnings(List<Row> rows, List<String> names) {
    List<String> warnings = new ArrayList<>();
    for (String name : names) {
      long unset = rows.stream().filter(row -> row.value(name).isUnset()).count();
      if (unset == rows.size() && unset > 0) {
        warnings.add(
            "no configuration has '%s', so all are in one group 'unset'%s"
                .formatted(name, hint(rows, name)));
      } else if (unset > 0) {
        warnings.add(
            "%d of %d configurations have no '%s' and are in the group 'unset'"
                .formatted(unset, rows.size(), name));
      }
    }
    return warnings;
  }

  private static String hint(List<Row> rows, String name) {
    List<String> known =
        Columns.all(rows).settings().stream().map(Names::brief).distinct().toList();
    Optional<String> nearest = Nearest.to(Names.brief(Names.key(name)), known);
    return nearest.map("; did you mean '%s'?"::formatted).orElse("");
  }
}
