package dev.kneeline.load;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// What every request's body says besides prompt and length.
///
/// @param ignoreEos answers are to have full length
/// @param stream tokens come as they are made
/// @param continuousUsage each event tells the tokens so far
/// @param sampling parameters of sampling by OpenAI's names, each already JSON
/// @param members further members by name, each already JSON
/// @param adapters who is asked in place of the model
public record BodySpec(
    boolean ignoreEos,
    boolean stream,
    boolean continuousUsage,
    Map<String, String> sampling,
    Map<String, String> members,
    Adapters adapters) {

  /// Whose body says one of these has decided itself how long an answer may be.
  private static final Set<String> LENGTH =
      Set.of("ignore_eos", "max_tokens", "max_completion_tokens", "stop", "sampling_params");

  public BodySpec {
    sampling = Collections.unmodifiableMap(new LinkedHashMap<>(sampling));
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  /// Whether an answer that is shorter than asked for is a failure.
  boolean mustFill() {
    return ignoreEos && Collections.disjoint(members.keySet(), LENGTH);
  }
}
