package dev.kneeline.search.slo;

/// How far a search goes: what was asked, narrowed by what the server was seen to do.
///
/// A rate of a fiftieth of what the server can do leaves each request alone with it, and one of ten
/// times that much overwhelms it; beyond these no answer changes.
///
/// @param least the lowest value that is worth a run
/// @param most the highest
record Range(double least, double most) {

  private static final double ALONE = 50;
  private static final double OVERWHELMED = 10;

  static Range of(SloSettings settings, Levels levels) {
    Variable variable = settings.variable();
    if (variable.whole() || levels.throughput().isEmpty()) {
      return new Range(variable.least(), variable.most());
    }
    double throughput = levels.throughput().getAsDouble();
    double least = variable.at(throughput / ALONE);
    return new Range(
        least, Math.max(variable.at(throughput * OVERWHELMED), variable.at(least * 2)));
  }
}
