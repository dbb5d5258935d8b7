package dev.kneeline.dialect.vllm;

import dev.kneeline.sweep.CommandWords;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// A command as an option gives it, cut into words; no shell ever reads it.
///
/// @param variables those that are set in front of it, as in `HF_HUB_OFFLINE=1 vllm serve ...`
/// @param words the program and its arguments
record Call(SequencedMap<String, String> variables, List<String> words) {

  Call {
    variables = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(variables));
    words = List.copyOf(words);
  }

  /// @param option that gives it, for messages
  /// @throws SweepRefusal where it has no program, or asks for a shell
  static Call read(String option, String text) {
    CommandWords.Words cut = CommandWords.cut(text);
    if (cut.error().isPresent()) {
      throw SweepRefusal.wrong("%s: %s".formatted(option, cut.error().get()), cut.hint());
    }
    SequencedMap<String, String> variables = new LinkedHashMap<>();
    int program = 0;
    while (program < cut.words().size() && CommandWords.isAssignment(cut.words().get(program))) {
      String word = cut.words().get(program);
      variables.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
      program++;
    }
    if (program == cut.words().size()) {
      throw SweepRefusal.wrong("%s: no program follows the variables".formatted(option), "");
    }
    return new Call(variables, cut.words().subList(program, cut.words().size()));
  }

  /// The last part of a path: `/opt/bin/vllm` is `vllm`.
  static String baseName(String word) {
    return word.substring(word.lastIndexOf('/') + 1);
  }

  Call with(List<String> others) {
    return new Call(variables, others);
  }

  Call without(Map<String, ?> names) {
    SequencedMap<String, String> rest = new LinkedHashMap<>(variables);
    rest.keySet().removeAll(names.keySet());
    return new Call(rest, words);
  }
}
