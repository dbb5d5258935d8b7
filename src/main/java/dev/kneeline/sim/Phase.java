package dev.kneeline.sim;

import dev.kneeline.wire.serve.HttpRequest;
import java.util.Locale;

/// Which part of a generation a router asks a worker for.
enum Phase {
  /// Everything, as any client does.
  WHOLE,
  /// The prompt alone, answered when it is computed.
  PREFILL,
  /// The answer to a prompt that was computed elsewhere and whose KV cache is on its way.
  DECODE;

  /// The header by which a router tells.
  static final String HEADER = "x-kneeline-phase";

  String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Phase of(HttpRequest request) {
    return switch (request.header(HEADER).orElse("")) {
      case "prefill" -> PREFILL;
      case "decode" -> DECODE;
      default -> WHOLE;
    };
  }
}
