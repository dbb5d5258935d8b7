package dev.kneeline.load;

import dev.kneeline.metric.FailureClass;
import dev.kneeline.metric.Outcome;
import dev.kneeline.metric.Sample;
import dev.kneeline.metric.Timing;
import dev.kneeline.metric.TokenEvents;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One request on its way: what is known of it so far. Times are of `nanoTime`; [#sample] makes
/// them relative.
final class Exchange {

  private static final int FIRST_ROOM = 128;

  final LoadRequest request;
  final long intendedNanos;

  /// When the client could first have sent it: the intended start, or when a slot fell free.
  long possibleNanos;

  long sentNanos;

  /// Sent, and not yet ended.
  boolean onWire;

  long connectNanos;
  int usedPromptTokens = ReplyReader.UNKNOWN;
  int usedCompletionTokens = ReplyReader.UNKNOWN;
  @Nullable String finishReason;

  private long[] atNanos;
  private int[] tokens;
  private int count;
  private int runningUsage;
  private boolean sentAgain;

  Exchange(LoadRequest request, long intendedNanos) {
    this.request = request;
    this.intendedNanos = intendedNanos;
    int room = Math.max(1, Math.min(FIRST_ROOM, request.askedTokens()));
    atNanos = new long[room];
    tokens = new int[room];
  }

  /// Content arrived. Where the server tells its running usage, the event's tokens are the step of
  /// it.
  void token(long stampNanos, int usage) {
    if (count == atNanos.length) {
      atNanos = Arrays.copyOf(atNanos, 2 * count);
      tokens = Arrays.copyOf(tokens, 2 * count);
    }
    long previous = count == 0 ? sentNanos : atNanos[count - 1];
    atNanos[count] = Math.max(previous, stampNanos);
    tokens[count] = usage == ReplyReader.UNKNOWN ? 1 : Math.max(0, usage - runningUsage);
    runningUsage = usage == ReplyReader.UNKNOWN ? runningUsage + 1 : Math.max(runningUsage, usage);
    count++;
  }

  /// Forgets a try of which no answer came, so that the request can be sent again.
  void sendAgain() {
    sentAgain = true;
    count = 0;
    runningUsage = 0;
    usedPromptTokens = ReplyReader.UNKNOWN;
    usedCompletionTokens = ReplyReader.UNKNOWN;
    finishReason = null;
  }

  /// Once only: a server that closes twice has something else to say.
  boolean mayBeSentAgain() {
    return !sentAgain;
  }

  int events() {
    return count;
  }

  long firstNanos() {
    return atNanos[0];
  }

  long lastNanos() {
    return count == 0 ? sentNanos : atNanos[count - 1];
  }

  int outputTokens() {
    return usedCompletionTokens == ReplyReader.UNKNOWN ? runningUsage : usedCompletionTokens;
  }

  /// What a whole answer is worth: nothing in it, or fewer tokens than asked for, is no success.
  Outcome ended(boolean mustFill) {
    if (count == 0) {
      return failed(FailureClass.EMPTY, 200, "the answer ended well and held no token");
    }
    if (mustFill && outputTokens() < request.askedTokens()) {
      return failed(
          FailureClass.SHORT,
          200,
          "%d of %d tokens%s"
              .formatted(
                  outputTokens(),
                  request.askedTokens(),
                  finishReason == null ? "" : ", finish_reason " + finishReason));
    }
    return Outcome.completed();
  }

  static Outcome failed(FailureClass kind, int status, String message) {
    return new Outcome.Failed(kind, status, message);
  }

  /// The record of it.
  ///
  /// @param originNanos the run's start
  /// @param failedNanos when it failed; not read for a completed one, which ends with its last
  ///   token
  Sample sample(Outcome outcome, long originNanos, long failedNanos) {
    long[] relative = new long[count];
    for (int i = 0; i < count; i++) {
      relative[i] = atNanos[i] - originNanos;
    }
    long sent = sentNanos == 0 ? failedNanos : sentNanos;
    long end =
        outcome instanceof Outcome.Completed ? lastNanos() : Math.max(failedNanos, lastNanos());
    int prompt = usedPromptTokens;
    return new Sample(
        request.index(),
        new Timing(
            intendedNanos - originNanos,
            sent - originNanos,
            connectNanos,
            Math.max(end, sent) - originNanos),
        count == 0 ? TokenEvents.none() : new TokenEvents(relative, Arrays.copyOf(tokens, count)),
        outcome,
        prompt == ReplyReader.UNKNOWN ? request.inputTokens() : prompt,
        outputTokens(),
        request.askedTokens(),
        Optional.ofNullable(finishReason));
  }
}
