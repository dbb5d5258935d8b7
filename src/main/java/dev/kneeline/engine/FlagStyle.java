package dev.kneeline.engine;

import dev.kneeline.space.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How an engine wants its parameters on the command line.
///
/// A name may have parts behind a dot, which keep their spelling: `cfg.a_b: true` becomes
/// `--cfg.a_b=true`.
///
/// Worked example, vLLM's style (dashes, `PAIR`, `REPEATED`): `max_num_seqs: 64`,
/// `enable_prefix_caching: false`, `seed: null` become `--max-num-seqs 64
/// --no-enable-prefix-caching`.
///
/// @param spelling which of `-` and `_` joins a flag's words
/// @param booleans what true and false become
/// @param lists what a list becomes
/// @param aliases parameter name to the flag that stands for it where it is not `--name`; an empty
///   one for a parameter that is no flag, because the command names it by its placeholder
/// @param exceptions parameter name to what its true and false become where that differs
public record FlagStyle(
    Spelling spelling,
    Booleans booleans,
    Lists lists,
    Map<String, String> aliases,
    Map<String, Booleans> exceptions) {

  /// Which sign joins the words of a flag.
  public enum Spelling {
    DASHES,
    UNDERSCORES
  }

  /// What a boolean becomes.
  public enum Booleans {
    /// `--x` and `--no-x`.
    PAIR,
    /// `--x` and nothing.
    BARE,
    /// `--x true` and `--x false`.
    WORD
  }

  /// What a list becomes.
  public enum Lists {
    /// `--x a b c`.
    REPEATED,
    /// `--x '["a","b","c"]'`.
    JSON,
    /// `--x a,b,c`.
    COMMAS
  }

  /// What most programs understand: dashes, `--x` and `--no-x`, `--x a b c`.
  public static FlagStyle plain() {
    return new FlagStyle(Spelling.DASHES, Booleans.PAIR, Lists.REPEATED, Map.of());
  }

  /// A style without exceptions.
  public FlagStyle(Spelling spelling, Booleans booleans, Lists lists, Map<String, String> aliases) {
    this(spelling, booleans, lists, aliases, Map.of());
  }

  public FlagStyle {
    aliases = Map.copyOf(aliases);
    exceptions = Map.copyOf(exceptions);
  }

  /// The words for all parameters, in their order; an unset one gives none.
  public List<String> words(Map<String, Value> parameters) {
    List<String> words = new ArrayList<>();
    parameters.forEach((name, value) -> add(words, name, value));
    return words;
  }

  /// The flag of a parameter: `max-num-seqs` is `--max-num-seqs`, unless an alias says otherwise.
  public String flag(String name) {
    String alias = aliases.get(name);
    if (alias != null) {
      return alias;
    }
    int words = dot(name);
    String first = name.substring(0, words);
    return "--"
        + switch (spelling) {
          case DASHES -> first.replace('_', '-');
          case UNDERSCORES -> first.replace('-', '_');
        }
        + name.substring(words);
  }

  /// The one name of all parameters that become the same flag, with dashes: `tp` is
  /// `tensor-parallel-size`. A parameter that is no flag keeps its name.
  public String canonical(String name) {
    String dashed = name.substring(0, dot(name)).replace('_', '-') + name.substring(dot(name));
    String flag = flag(dashed).replaceFirst("^-+", "");
    return flag.isEmpty()
        ? dashed
        : flag.substring(0, dot(flag)).replace('_', '-') + flag.substring(dot(flag));
  }

  /// What follows a dot is a key of the engine's own, which is spelled as it is:
  /// `compilation-config.cudagraph_mode`.
  private static int dot(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name.length() : dot;
  }

  private void add(List<String> words, String name, Value value) {
    String flag = flag(name);
    if (flag.isEmpty()) {
      return;
    }
    switch (value) {
      case Value.Unset unset -> {}
      case Value.Flag(boolean on) ->
          addBoolean(words, flag, exceptions.getOrDefault(name, booleans), on);
      case Value.Items(List<Value> items) -> addList(words, flag, items, value);
      case Value.Text text -> words.addAll(List.of(flag, text.text()));
      case Value.Whole whole -> words.addAll(List.of(flag, whole.spelling()));
      case Value.Real real -> words.addAll(List.of(flag, real.spelling()));
      case Value.Entries entries -> words.addAll(List.of(flag, entries.spelling()));
    }
  }

  /// A key of a flag that holds a map has no form of its own for false.
  private static void addBoolean(List<String> words, String flag, Booleans form, boolean on) {
    if (flag.contains(".")) {
      words.add(flag + "=" + on);
      return;
    }
    switch (form) {
      case PAIR -> words.add(on ? flag : "--no-" + flag.replaceFirst("^-+", ""));
      case BARE -> {
        if (on) {
          words.add(flag);
        }
      }
      case WORD -> words.addAll(List.of(flag, Boolean.toString(on)));
    }
  }

  private void addList(List<String> words, String flag, List<Value> items, Value list) {
    words.add(flag);
    switch (lists) {
      case REPEATED -> items.forEach(item -> words.add(item.spelling()));
      case JSON -> words.add(list.spelling());
      case COMMAS -> words.add(String.join(",", items.stream().map(Value::spelling).toList()));
    }
  }
}
