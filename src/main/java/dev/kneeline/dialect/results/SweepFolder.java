package dev.kneeline.dialect.results;

import dev.kneeline.load.LoadOption;
import dev.kneeline.load.LoadOptions;
import dev.kneeline.space.Names;
import dev.kneeline.space.Value;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What the folders above a result file of vLLM's sweeps tell: `SERVE--a=1-BENCH--b=2`, the
/// workload scan's `-WL--request_rate=4`, the SLA search's `max_concurrency=8/`.
///
/// @param serve the name of the serve row; empty for none
/// @param bench the name of the bench row; empty for none
/// @param values what a folder's name alone says
record SweepFolder(String serve, String bench, SequencedMap<String, Value> values) {

  private static final Pattern COMBINATION =
      Pattern.compile("(?:SERVE--(?<serve>.*?))?-?(?:BENCH--(?<bench>.*?))?-?(?:WL--(?<load>.*))?");
  private static final Pattern ASSIGNMENT =
      Pattern.compile("(request_rate|max_concurrency)=(-?[\\d.]+|inf)");

  /// vLLM's own names of load options; every other parameter is the server's.
  private static final Set<String> LOAD =
      LoadOptions.names().stream()
          .map(LoadOption::name)
          .map(Names::key)
          .collect(Collectors.toUnmodifiableSet());

  static SweepFolder of(Path file) {
    String serve = "";
    String bench = "";
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    for (Path each = file.getParent(); each != null; each = each.getParent()) {
      String name = String.valueOf(each.getFileName());
      Matcher assignment = ASSIGNMENT.matcher(name);
      if (assignment.matches()) {
        values.putIfAbsent(assignment.group(1), typed(assignment.group(2)));
      } else if (name.startsWith("SERVE--")
          || name.startsWith("BENCH--")
          || name.contains("WL--")) {
        Matcher combination = COMBINATION.matcher(name);
        if (combination.matches()) {
          serve = text(combination.group("serve"));
          bench = text(combination.group("bench"));
          Matcher load = ASSIGNMENT.matcher(text(combination.group("load")));
          if (load.matches()) {
            values.putIfAbsent(load.group(1), typed(load.group(2)));
          }
        }
        break;
      }
    }
    return new SweepFolder(serve, bench, values);
  }

  /// The full name of a parameter: a load option's goes below `load.`, anything else below
  /// `server.`, unless the folder says that the row of the other kind set it.
  String scoped(String name) {
    boolean served = sets(serve, name);
    boolean benched = sets(bench, name);
    boolean load = served == benched ? LOAD.contains(Names.key(name)) : benched;
    return Names.key((load ? Sheet.LOAD : Sheet.SERVER) + name);
  }

  /// Whether this file lies in a sweep's folder at all.
  boolean swept() {
    return !serve.isEmpty() || !bench.isEmpty() || !values.isEmpty();
  }

  /// A value as a name or a table of text spells it: a number, Python's True, False and None, else
  /// text.
  static Value typed(String text) {
    if (text.isEmpty() || text.equals("None")) {
      return Value.UNSET;
    }
    if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
      return Value.of(text.equalsIgnoreCase("true"));
    }
    if (text.matches("-?\\d{1,18}")) {
      return new Value.Whole(Long.parseLong(text), text);
    }
    return text.matches("-?(\\d+\\.\\d*|\\.\\d+|\\d+)([eE][-+]?\\d{1,3})?")
        ? new Value.Real(new BigDecimal(text), text)
        : Value.of(text);
  }

  private static boolean sets(String row, String name) {
    return row.startsWith(name + "=") || row.contains("-" + name + "=");
  }

  private static String text(@org.jspecify.annotations.Nullable String group) {
    return group == null ? "" : group;
  }
}
