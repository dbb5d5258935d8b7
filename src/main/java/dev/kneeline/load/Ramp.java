package dev.kneeline.load;

/// How a request rate grows over a run, by the request's index as in `vllm bench serve`.
///
/// @param exponential by a constant factor, else by a constant step
/// @param from requests per second at the first request, above 0
/// @param to requests per second at the last one, above 0
public record Ramp(boolean exponential, double from, double to) {

  /// The rate at a request's place: 1 to 4 per second over 3 requests is 1, 2.5, 4, or
  /// exponentially 1, 2, 4.
  double rate(long index, long count) {
    double progress = count <= 1 ? 1 : Math.min(1.0, (double) index / (count - 1));
    return exponential ? from * Math.pow(to / from, progress) : from + (to - from) * progress;
  }
}
