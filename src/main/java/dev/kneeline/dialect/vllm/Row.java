package dev.kneeline.dialect.vllm;

import dev.kneeline.space.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// One combination of a parameter file, as it was written.
///
/// @param values by the file's own spelling, `_benchmark_name` among them
public record Row(SequencedMap<String, Value> values) {

  /// The key that names a row and is no parameter.
  static final String NAME = "_benchmark_name";

  public Row {
    values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
  }

  /// The row of a sweep without a parameter file: everything as the command says.
  static Row empty() {
    return new Row(new LinkedHashMap<>());
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  /// What folders are called by: the name that it was given, else `k=v` joined by `-`, in vLLM's
  /// spelling; `{max_num_seqs: 32, enable_x: true}` is `max_num_seqs=32-enable_x=True`.
  public String name() {
    Value given = values.get(NAME);
    return given != null
        ? PythonText.of(given)
        : values.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + PythonText.of(entry.getValue()))
            .collect(Collectors.joining("-"));
  }

  /// The parameters: the values without the name.
  SequencedMap<String, Value> parameters() {
    SequencedMap<String, Value> parameters = new LinkedHashMap<>(values);
    parameters.remove(NAME);
    return parameters;
  }
}
