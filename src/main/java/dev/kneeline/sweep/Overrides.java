package dev.kneeline.sweep;

import java.util.List;
import java.util.Optional;

/// What the command line says about a sweep file, as it was typed. The command line beats the file.
///
/// @param set `key=value`: a key of the file, a constant such as `server.max-num-seqs=64`, or a
///   placeholder's value
/// @param sweep `name=v1,v2` or `name=4..256 x2`: parameters that vary, in place of the file's
/// @param zip groups of `name=v1,v2` that move together
/// @param where rules that every point must satisfy
/// @param limit how many points at most
public record Overrides(
    List<String> set,
    List<String> sweep,
    List<List<String>> zip,
    List<String> where,
    Optional<String> limit) {

  public Overrides {
    set = List.copyOf(set);
    sweep = List.copyOf(sweep);
    zip = zip.stream().map(List::copyOf).toList();
    where = List.copyOf(where);
  }

  public static Overrides none() {
    return new Overrides(List.of(), List.of(), List.of(), List.of(), Optional.empty());
  }
}
