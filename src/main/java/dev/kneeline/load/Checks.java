package dev.kneeline.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Judges a run by what the client noted about itself.
final class Checks {

  private static final double OTHERS_WORTH_A_WORD = 0.05;
  private static final double LITTLE = 0.01;

  private Checks() {}

  /// @param limits in place of the table's, by fact
  static Verdict verdict(ClientFacts facts, Map<String, VerdictLimit> limits) {
    List<String> invalid = new ArrayList<>();
    List<String> suspect = new ArrayList<>();
    for (Check row : Check.all()) {
      VerdictLimit limit =
          limits.getOrDefault(row.fact(), new VerdictLimit(row.doubt(), row.refusal()));
      double value = facts.number(row.fact());
      if (value > limit.refusal()) {
        invalid.add(row.reason(value));
      } else if (value > limit.doubt()) {
        suspect.add(row.reason(value));
      }
    }
    List<String> reasons = new ArrayList<>(invalid);
    reasons.addAll(suspect);
    List<Integer> doubtful = LoadParts.doubtful(facts.parts());
    if (!doubtful.isEmpty()) {
      reasons.add(
          "of %d clients these are in doubt: %s"
              .formatted(
                  facts.parts().size(),
                  doubtful.stream().map(String::valueOf).collect(Collectors.joining(", "))));
    }
    if (!reasons.isEmpty()) {
      surroundings(facts, reasons);
    }
    return new Verdict(status(invalid, suspect), reasons);
  }

  /// What else was going on, where there is something to explain.
  private static void surroundings(ClientFacts facts, List<String> reasons) {
    double others = facts.number("other_programs_cpu_share");
    double steal = facts.number("machine_steal_share");
    // Steal that is a reason of its own is not told twice.
    boolean told = steal > OTHERS_WORTH_A_WORD && others < LITTLE;
    if (others + steal > OTHERS_WORTH_A_WORD && !told) {
      boolean local = facts.number("server_is_local") > 0;
      reasons.add(
          "meanwhile other programs%s used a share of %.2f of its CPU, and the hypervisor took %.2f"
              .formatted(local ? ", the server on this machine among them," : "", others, steal));
    }
  }

  private static Verdict.Status status(List<String> invalid, List<String> suspect) {
    if (!invalid.isEmpty()) {
      return Verdict.Status.INVALID;
    }
    return suspect.isEmpty() ? Verdict.Status.OK : Verdict.Status.SUSPECT;
  }
}
