package dev.kneeline.load;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What every request's body says besides prompt and length.
///
/// @param ignoreEos answers are to have full length; a shorter one is a failure
/// @param stream tokens come as they are made
/// @param continuousUsage each event tells the tokens so far
/// @param members further members by name, each already JSON
/// @param adapters who is asked in place of the model
public record BodySpec(
    boolean ignoreEos,
    boolean stream,
    boolean continuousUsage,
    Map<String, String> members,
    Adapters adapters) {

  public BodySpec {
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }
}
