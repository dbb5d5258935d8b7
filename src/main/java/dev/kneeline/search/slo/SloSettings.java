package dev.kneeline.search.slo;

/// How a search goes.
///
/// @param variable what is varied
/// @param tolerance how close the answer's two ends come, as a share: 0.02 is 2 %
/// @param runs how often one value is measured at most
/// @param probes how many runs there are at most
/// @param start the first value; infinite for a saturated run
public record SloSettings(Variable variable, double tolerance, int runs, int probes, double start) {

  /// The bounds that vLLM's tuner has.
  public static final double MOST = 8192;

  public static final double TOLERANCE = 0.02;
  public static final int RUNS = 3;
  public static final int PROBES = 25;

  /// Clients at once of the first run of a search over the number of clients.
  private static final double CLIENTS = 128;

  /// A request rate below this is not asked for unless someone wants it: 1 in 1,000 s.
  public static final double LEAST_RATE = 0.001;

  public SloSettings {
    if (!(tolerance > 0 && tolerance < 1) || runs < 1 || probes < 1) {
      throw new IllegalArgumentException("tolerance in 0..1, runs and probes at least 1");
    }
  }

  /// The usual search over a request rate.
  public static SloSettings rate() {
    Variable variable = new Variable(false, LEAST_RATE, MOST);
    return new SloSettings(variable, TOLERANCE, RUNS, PROBES, Double.POSITIVE_INFINITY);
  }

  /// The usual search over requests in flight.
  public static SloSettings concurrency() {
    return new SloSettings(Variable.whole(MOST), TOLERANCE, RUNS, PROBES, CLIENTS);
  }
}
