package dev.kneeline.sweep;

import dev.kneeline.plan.RuntimeNames;
import java.util.ArrayList;
import java.util.List;

/// The reference pages that are generated from the field tables and the engine files.
public final class ReferencePages {

  private static final String GENERATED =
      "<!-- Generated from the field table; a test compares and -Dkneeline.regenerate=true"
          + " rewrites. -->\n";

  private static final String SWEEP_FILE_INTRO =
      """
      # The sweep file

      A sweep file is YAML 1.2. It names what is measured (`engine`, `server`), what measures it
      (`load`, `benchmark`), what varies (`sweep`, `zip`, `points`, `params`), which of the resulting
      points count (`exclude`, `require`, `include`, `same`, `search`) and what is best (`objective`,
      `slo`). Every problem is told with its line, all of them at once, before anything starts.
      Words of a key may be joined by `-` or `_`. Keys that begin with `x-` are yours, for anchors.

      ## What varies

      A parameter's prefix says what must restart when it changes:

      | prefix | changes | costs |
      |---|---|---|
      | `allocation.` | a placeholder in the server's command | a new set of GPUs |
      | `server.` | a flag of the server | a server start |
      | `env.` | an environment variable of the server | a server start |
      | `load.` | an option of the load | a new measurement |
      | none | its `{placeholder}` | a server start if the server's part of the file uses it, else a new measurement |

      Values are a list, a single value, or a range; in a list a range stands for its values:

      | range | values |
      |---|---|
      | `4..100 x2` | 4, 8, 16, 32, 64, 100: by a factor, always ending on the end |
      | `0.80..0.92 +0.04` | 0.80, 0.84, 0.88, 0.92: by an amount |
      | `16..1024 log 4` | 16, 64, 256, 1024: so many, with equal ratios |
      | `1..4` | 1, 2, 3, 4: whole numbers |
      | `0.1..0.9` | every number between: only for methods that sample |

      Types survive: `true` becomes a switch in the engine's style, `null` leaves a flag out, a list or
      a map stays one, and a number keeps its spelling, so that 0.90 is passed as 0.90.

      ## Placeholders

      `{name}` in the server's or the measuring part of the file is filled by the parameter of that
      name: `{mem}` by `mem`, `{max_num_seqs}` by `server.max-num-seqs`. Quotes are not needed where it
      is the whole value, which then keeps its type. `{{` stands for a brace. These names are filled when
      a process starts:

      """;

  private static final String COMMAND_LINE =
      """

      ## On the command line

      The command line beats the file, and the file beats defaults. What varies beats a constant, with a
      note.

      | option | example | does |
      |---|---|---|
      | `--set` | `--set server.max-num-seqs=64 repeat=3 model=/models/m` | sets a key, a constant parameter, or a placeholder's value |
      | `--sweep` | `--sweep mem=0.85,0.90 load.max-concurrency='4..64 x2'` | varies a parameter, in place of the file's values |
      | `--zip` | `--zip tp=1,2 seqs=64,128` | varies parameters together; each `--zip` is a group |
      | `--where` | `--where 'server.max_num_seqs >= 64'` | adds a rule to `require` |
      | `--limit` | `--limit 1` | sets `search.limit` |

      ## Keys
      """;

  private static final String ENGINES_INTRO =
      """
      # Engines

      What Kneeline knows of an engine is a data file. Put one of your own into `engines/` beside the
      sweep file or into `~/.config/kneeline/engines`; its file name is the engine's name, and it stands
      before a built-in one of the same name. A parameter whose flag an engine does not have is no error
      here: the engine itself says so when it starts.

      | engine | is | listens by | true and false | ready when | caches emptied by |
      |---|---|---|---|---|---|
      """;

  private ReferencePages() {}

  /// docs/reference/sweep-file.md.
  public static String sweepFile() {
    StringBuilder page = new StringBuilder(GENERATED).append(SWEEP_FILE_INTRO);
    page.append("| name | is |\n|---|---|\n");
    RuntimeNames.all()
        .forEach((name, meaning) -> page.append("| `{%s}` | %s |\n".formatted(name, meaning)));
    page.append(COMMAND_LINE);
    SweepFields.TABLE.fields().forEach(field -> page.append(entry(field)));
    return page.toString();
  }

  /// docs/reference/engines.md.
  public static String engines() {
    StringBuilder page = new StringBuilder(GENERATED).append(ENGINES_INTRO);
    EngineReader.BUILT_IN.forEach(name -> page.append(row(name)));
    page.append("\n## Keys of an engine file\n");
    EngineFields.TABLE.fields().forEach(field -> page.append(entry(field)));
    return page.toString();
  }

  private static String row(String name) {
    Settings file = EngineReader.builtInFile(name);
    List<String> resets =
        file.sections("resets").stream().map(each -> "`" + each.text("path", "") + "`").toList();
    return "| `%s` | %s | %s | %s | `%s` answers | %s |\n"
        .formatted(
            name,
            file.text("summary", ""),
            file.text("port-flag").map("`%s`"::formatted).orElse("port of the command"),
            file.text("booleans", "pair"),
            file.section("ready").text("path", "/health"),
            resets.isEmpty() ? "nothing: runs differ by seed" : String.join(", ", resets));
  }

  private static String entry(Field field) {
    return """

    ### `%s`

    %s

    - Type: %s
    - Default: %s

    ```yaml
    %s```
    """
        .formatted(
            field.path(),
            field.description(),
            field.type().describe(),
            field.fallback(),
            example(field));
  }

  /// The example at its place in a file.
  static String example(Field field) {
    List<String> steps = new ArrayList<>(List.of(field.path().split("\\.")));
    StringBuilder text = new StringBuilder();
    String indent = "";
    String dash = "";
    for (int index = 0; index < steps.size(); index++) {
      boolean item = steps.get(index).endsWith("[]");
      String key = steps.get(index).replace("[]", "").replace("*", "server.torch-compile-max-bs");
      boolean last = index == steps.size() - 1;
      text.append(indent).append(dash).append(key).append(':');
      text.append(last ? " " + field.example() + "\n" : "\n");
      indent += dash.isEmpty() ? "  " : "    ";
      dash = item ? "- " : "";
    }
    return text.toString();
  }
}
