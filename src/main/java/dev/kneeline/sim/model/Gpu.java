package dev.kneeline.sim.model;

/// One GPU by its datasheet; rates are peaks, without sparsity.
///
/// @param name as users call it, such as `h100`
/// @param memoryBytes what its driver can give
/// @param bandwidth of its memory, bytes a second
/// @param peak arithmetic
/// @param link bytes a second one way to GPUs of its domain
/// @param domain how many GPUs that link joins
/// @param network bytes a second one way to any other GPU
public record Gpu(
    String name,
    double memoryBytes,
    double bandwidth,
    Peak peak,
    double link,
    int domain,
    double network) {

  /// Dense operations a second by number format; 0 where the hardware has no such unit.
  public record Peak(double bf16, double fp8, double fp4) {

    /// The rate for weights of that format. Where there is no unit for it, weights are widened to
    /// the next format that has one.
    double rate(Precision precision) {
      return switch (precision) {
        case BF16 -> bf16;
        case FP8 -> fp8 > 0 ? fp8 : bf16;
        case FP4 -> fp4 > 0 ? fp4 : bf16;
      };
    }

    /// The rate of attention over a cache of that format: kernels multiply in fp8 at the narrowest.
    double attentionRate(Precision cache) {
      return switch (cache) {
        case BF16 -> bf16;
        case FP8, FP4 -> rate(Precision.FP8);
      };
    }
  }

  /// The same where its link joins so many.
  Gpu inDomainOf(int gpus) {
    return new Gpu(name, memoryBytes, bandwidth, peak, link, gpus, network);
  }

  /// Bytes a second one way among `gpus` of them: the link inside a domain, else the network.
  double linkAmong(int gpus) {
    return gpus <= domain ? link : network;
  }
}
