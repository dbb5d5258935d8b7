package dev.kneeline.load;

import dev.kneeline.metric.Percentiles;
import dev.kneeline.metric.Sample;
import dev.kneeline.metric.Window;
import java.util.Arrays;
import java.util.SequencedMap;

/// What the records say of the client: did requests leave as the schedule and its law have it, and
/// does the count of requests in flight agree with them.
final class RecordFacts {

  private static final int ENOUGH_GAPS = 100;
  private static final int ENOUGH_FOR_THIRDS = 90;
  private static final double GAP_MILLIS = 20;
  private static final double READING_NANOS = 2_000_000;
  private static final double SHORTEST_NANOS = 250_000_000;

  /// Kolmogorov's critical value for p = 0.001, times the root of n.
  private static final double KS_AT_ONE_IN_A_THOUSAND = 1.95;

  /// A law that is off by less than this does no harm, however sure we are of it.
  private static final double KS_SLACK = 0.02;

  private final Pace pace;
  private final boolean whole;
  private final long[] sent;
  private final long[] intended;
  private final double[] ttft;
  private int sentCount;
  private int ttftCount;
  private double busyNanos;
  private double responseNanos;

  private RecordFacts(Run run, Samples samples) {
    this.pace = run.pace();
    this.whole = run.whole();
    int count = (int) Math.min(samples.count(), Integer.MAX_VALUE - 8);
    sent = new long[count];
    intended = new long[count];
    ttft = new double[count];
    samples.forEach(this::add);
  }

  /// What the records are held against.
  ///
  /// @param whole they are of the whole schedule; gaps inside a share of it follow no simple law
  record Run(Pace pace, Window window, boolean whole) {}

  /// Adds the facts.
  ///
  /// @param inFlightNanos the client's own count of requests in flight, summed over time
  static void put(
      SequencedMap<String, Double> facts, Run run, Samples samples, double inFlightNanos) {
    RecordFacts records = new RecordFacts(run, samples);
    Window window = run.window();
    boolean open = !run.pace().isClosedLoop() && records.hasSchedule();
    facts.put("delivered_rate_error", open ? records.deliveredRateError() : 0);
    facts.put("arrival_law_excess", open ? records.arrivalLawExcess() : 0);
    facts.put("ttft_growth", open ? records.ttftGrowth() : 0);
    double queued =
        facts.getOrDefault("own_queue_mean_ms", 0.0)
            * 1e6
            * facts.getOrDefault("own_queue_requests", 0.0);
    facts.put(
        "ttft_beyond_server", records.ttftBeyond(facts.getOrDefault("server_mean_ttft_ms", 0.0)));
    facts.put("own_queue_share", records.responseNanos > 0 ? queued / records.responseNanos : 0);
    double length = window.endNanos() - window.startNanos();
    facts.put("mean_in_flight", length > 0 ? inFlightNanos / length : 0);
    facts.put(
        "in_flight_error", length > SHORTEST_NANOS ? records.inFlightError(inFlightNanos) : 0);
  }

  /// By what share our mean time to first token exceeds the server's own; 0 while the gap is below
  /// 20 ms, which the server's front end and the network may take.
  private double ttftBeyond(double serverMillis) {
    if (ttftCount == 0 || serverMillis <= 0) {
      return 0;
    }
    double ours = Arrays.stream(ttft, 0, ttftCount).average().orElse(0) / 1e6;
    return ours - serverMillis < GAP_MILLIS ? 0 : ours / serverMillis - 1;
  }

  /// By what share the client's count over time differs from the records'; 0 while that is less
  /// than 2 ms a request, which is the time between a stamp and its reading.
  private double inFlightError(double inFlightNanos) {
    double difference = Math.abs(inFlightNanos - busyNanos);
    boolean small = sentCount == 0 || difference / sentCount < READING_NANOS;
    return small || busyNanos <= 0 ? 0 : difference / busyNanos;
  }

  private void add(Sample sample) {
    if (sentCount == sent.length) {
      return;
    }
    sent[sentCount] = sample.timing().sentNanos();
    intended[sentCount] = sample.timing().intendedNanos();
    sentCount++;
    busyNanos += sample.timing().endNanos() - sample.timing().sentNanos();
    responseNanos += sample.timing().endNanos() - sample.timing().intendedNanos();
    if (sample.completed()) {
      ttft[ttftCount++] = sample.events().firstNanos() - sample.timing().sentNanos();
    }
  }

  /// There was a rate to keep, and more than a few requests to keep it with.
  private boolean hasSchedule() {
    boolean rate = !Double.isInfinite(pace.perSecond()) || pace.ramp().isPresent();
    if (!rate || sentCount < ENOUGH_GAPS) {
      return false;
    }
    Arrays.sort(sent, 0, sentCount);
    Arrays.sort(intended, 0, sentCount);
    return intended[sentCount - 1] > intended[0];
  }

  private double deliveredRateError() {
    double wanted = intended[sentCount - 1] - intended[0];
    return Math.abs(wanted / Math.max(1, sent[sentCount - 1] - sent[0]) - 1);
  }

  /// Kolmogorov and Smirnov's distance of the sent gaps from exponential ones of the same mean,
  /// less what chance and slack allow; 0 for other laws, whose gaps are not independent of the
  /// schedule's shape.
  private double arrivalLawExcess() {
    if (!whole || pace.burstiness() != 1 || pace.ramp().isPresent()) {
      return 0;
    }
    int count = sentCount - 1;
    double[] gaps = new double[count];
    for (int i = 0; i < count; i++) {
      gaps[i] = sent[i + 1] - sent[i];
    }
    Arrays.sort(gaps);
    double mean = Arrays.stream(gaps).sum() / count;
    double distance = 0;
    for (int i = 0; i < count; i++) {
      double law = -Math.expm1(-gaps[i] / mean);
      distance = Math.max(distance, Math.max((i + 1.0) / count - law, law - (double) i / count));
    }
    double allowed = KS_AT_ONE_IN_A_THOUSAND / Math.sqrt(count) + KS_SLACK;
    return Math.max(0, distance - allowed);
  }

  /// The median of the last third over that of the first, in the order of ends; 0 below 90 answers.
  private double ttftGrowth() {
    if (ttftCount < ENOUGH_FOR_THIRDS) {
      return 0;
    }
    int third = ttftCount / 3;
    double first = Percentiles.of(Arrays.copyOfRange(ttft, 0, third), 50);
    double last = Percentiles.of(Arrays.copyOfRange(ttft, ttftCount - third, ttftCount), 50);
    return first > 0 ? last / first : 0;
  }
}
