package dev.kneeline.dialect.vllm;

import dev.kneeline.engine.FlagStyle;
import dev.kneeline.exec.Tools;
import dev.kneeline.plan.Measurement;
import dev.kneeline.plan.ResultSource;
import dev.kneeline.plan.Subject;
import dev.kneeline.plan.Template;
import dev.kneeline.space.Point;
import dev.kneeline.space.Rows;
import dev.kneeline.space.Scope;
import dev.kneeline.space.SearchSpace;
import dev.kneeline.space.SpaceBuilder;
import dev.kneeline.space.Value;
import dev.kneeline.sweep.EngineReader;
import dev.kneeline.sweep.Problems;
import dev.kneeline.sweep.Span;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `--startup-cmd` with both files of rows, as a sweep without a server: every pair of rows is one
/// command, whose result file is read.
final class StartupPart {

  private static final Pattern FLAG = Pattern.compile("(?<![\\w-])--([a-z0-9][a-z0-9_-]*)");
  private static final Map<String, String> FIGURES =
      Map.of(
          "avg_cold_startup_time", "avg_cold_startup_time",
          "avg_warm_startup_time", "avg_warm_startup_time");

  private final SweepStartup options;
  private final FlagStyle style;
  private final List<String> notes = new ArrayList<>();

  StartupPart(SweepStartup options) {
    this.options = options;
    this.style = new EngineReader(List.of()).find("vllm", new Problems()).orElseThrow().flags();
  }

  /// @throws SweepRefusal with everything that is wrong
  Prepared prepare() {
    ServeOptions common = options.common();
    common.check();
    Experiment experiment =
        Experiment.of(common.experiment, LocalDateTime.now(ZoneId.systemDefault()));
    Call call = Call.read("--startup-cmd", options.startupCommand);
    Problems problems = new Problems();
    List<RowFile.Placed> serve = Prepared.rows(options.serveParams, problems);
    List<RowFile.Placed> startup = Prepared.rows(options.startupParams, problems);
    List<Pair> pairs = new ArrayList<>();
    List<RowFile.Placed> merged = new ArrayList<>();
    Set<String> known = known(call);
    for (RowFile.Placed outer : serve) {
      for (RowFile.Placed inner : startup) {
        pairs.add(new Pair(outer.row(), inner.row()));
        merged.add(merged(outer, inner, known));
      }
    }
    RowTable table = new RowTable(merged, style, Set.of(), problems);
    if (problems.hasErrors()) {
      throw SweepRefusal.of(problems.all());
    }
    Map<String, BaseFlags.Shape> taken = new LinkedHashMap<>(table.shapes());
    taken.put("output-json", BaseFlags.Shape.SCALAR);
    List<String> own = call.words().subList(1, call.words().size());
    BaseFlags base = BaseFlags.of(own, style, taken);
    SequencedMap<Pair, Point> points = points(pairs, table.filled(base.values(), Set.of()));
    return new Prepared(
        common,
        experiment,
        pairs,
        points,
        Prepared.sweep(
            experiment.name(),
            new Subject.Offline(),
            measurement(call, base.words()),
            space(points),
            options.runs),
        new LinkedHashSet<>(),
        FolderNames.Searched.BELOW,
        notes);
  }

  /// The server's row with the start's above it, without what the command does not know.
  private RowFile.Placed merged(RowFile.Placed outer, RowFile.Placed inner, Set<String> known) {
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    Map<String, String> spellings = new HashMap<>();
    for (RowFile.Placed each : List.of(outer, inner)) {
      each.row()
          .parameters()
          .forEach((key, value) -> {
            String name = style.canonical(key);
            String earlier = spellings.put(name, key);
            if (earlier != null) {
              values.remove(earlier);
            }
            if (knows(known, name)) {
              values.put(key, value);
            } else {
              drop(key);
            }
          });
    }
    Map<String, Span> places = new HashMap<>(outer.places());
    places.putAll(inner.places());
    return new RowFile.Placed(new Row(values), inner.place(), places);
  }

  private static boolean knows(Set<String> known, String name) {
    int dot = name.indexOf('.');
    return known.isEmpty() || known.contains(dot < 0 ? name : name.substring(0, dot));
  }

  private void drop(String key) {
    if (options.strictParams) {
      throw SweepRefusal.wrong(
          "--strict-params: --startup-cmd has no option for '%s'".formatted(key),
          "take it out of the rows, or leave --strict-params out");
    }
    String note = "'%s' is left out: --startup-cmd has no option for it".formatted(key);
    if (!notes.contains(note)) {
      notes.add(note);
    }
  }

  /// The options that the command's own help lists; none where it has no help to give.
  private static Set<String> known(Call call) {
    List<String> help = new ArrayList<>(call.words());
    help.add("--help");
    Set<String> names = new LinkedHashSet<>();
    for (String line : Tools.lines(help)) {
      Matcher flag = FLAG.matcher(line);
      while (flag.find()) {
        names.add(flag.group(1).replace('_', '-'));
      }
    }
    return names.size() > 1 ? names : Set.of();
  }

  private static Measurement measurement(Call call, List<String> own) {
    List<Template> words = new ArrayList<>();
    words.add(Template.literal(call.words().getFirst()));
    own.forEach(word -> words.add(Template.literal(word)));
    words.add(Template.literal("--output-json"));
    words.add(Template.parse("{result_file}"));
    Map<String, Template> variables = new LinkedHashMap<>();
    call.variables().forEach((name, value) -> variables.put(name, Template.literal(value)));
    return new Measurement.External(
        words,
        Map.of(),
        variables,
        new ResultSource(Template.parse("{result_file}"), ResultSource.Format.PATHS, FIGURES));
  }

  private static SequencedMap<Pair, Point> points(
      List<Pair> pairs, List<SequencedMap<String, Value>> rows) {
    SequencedMap<Pair, Point> points = new LinkedHashMap<>();
    for (int index = 0; index < pairs.size(); index++) {
      SequencedMap<String, Value> values = new LinkedHashMap<>();
      rows.get(index)
          .forEach((name, value) -> {
            if (!value.isUnset()) {
              values.put(Prepared.LOAD + name, value);
            }
          });
      points.put(pairs.get(index), new Point(values));
    }
    return points;
  }

  private static SearchSpace space(SequencedMap<Pair, Point> points) {
    SequencedMap<String, Scope> scopes = new LinkedHashMap<>();
    points
        .values()
        .forEach(point -> point.values().keySet().forEach(name -> scopes.put(name, Scope.LOAD)));
    SpaceBuilder space = SearchSpace.builder();
    if (!scopes.isEmpty()) {
      space.add(new Rows("rows", scopes, points.values().stream().map(Point::values).toList()));
    }
    return space.build();
  }
}
