package dev.kneeline.sim;

import dev.kneeline.sim.model.JobListener;
import dev.kneeline.wire.serve.ByteBuilder;
import dev.kneeline.wire.serve.HttpReply;

/// One answer on its way: gathers tokens into events and writes them, or fails as it was told to.
final class Generation implements JobListener {

  private final Serving serving;
  private final int number;
  private final GenerationRequest request;
  private final AnswerFormat format;
  private final HttpReply reply;
  private final int asked;
  private final long arrivedNanos = System.nanoTime();
  private long lastNanos = arrivedNanos;
  private int produced;
  private int written;

  Generation(
      Serving serving,
      int number,
      GenerationRequest request,
      AnswerFormat format,
      HttpReply reply) {
    this.serving = serving;
    this.number = number;
    this.request = request;
    this.format = format;
    this.reply = reply;
    this.asked = request.outputTokens();
  }

  /// Writes the head of a stream at once, as the engines do, long before the first token.
  void begin() {
    if (request.stream()) {
      reply.startStream("text/event-stream; charset=utf-8");
    }
  }

  @Override
  public void tokens(int tokens, boolean last, long atNanos) {
    long now = System.nanoTime();
    boolean first = produced == 0;
    count(tokens, first, last, now);
    if (!request.stream()) {
      if (last) {
        log(produced);
        reply.send(200, "application/json", format.whole(produced, finish()));
        complete();
      }
      return;
    }
    ByteBuilder out = serving.scratch();
    if (first) {
      format.opening(out.clear());
      reply.write(out);
    }
    if (first || last || produced - written >= tokensPerEvent()) {
      log(produced - written);
      format.event(out.clear(), written, produced, last ? finish() : "");
      reply.write(out);
      written = produced;
    }
    if (!broken() && last) {
      format.closing(out.clear(), produced);
      reply.end(out.add(AnswerFormat.DONE));
      complete();
    }
  }

  @Override
  public void lost(String reason, long atNanos) {
    reply.cut();
  }

  private void count(int tokens, boolean first, boolean last, long now) {
    ServerMetrics metrics = serving.metrics();
    metrics.generated(tokens);
    if (first) {
      metrics.firstToken((now - arrivedNanos) / 1e9);
    } else {
      metrics.nextTokens(tokens, (now - lastNanos) / 1e9);
    }
    if (last) {
      metrics.completed((now - arrivedNanos) / 1e9);
    }
    produced += tokens;
    lastNanos = now;
  }

  /// Breaks the stream where a fault was asked for at this length.
  private boolean broken() {
    Faults.Request faults = serving.faults();
    if (written >= faults.cutAfter()) {
      serving.abandon(number);
      reply.cut();
      return true;
    }
    if (written >= faults.errorAfter()) {
      serving.abandon(number);
      reply.write(serving.scratch().clear().add(EngineText.STREAM_ERROR));
      reply.end(serving.scratch().clear().add(AnswerFormat.DONE));
      return true;
    }
    return false;
  }

  private void complete() {
    log(WriteLog.COMPLETE);
    serving.completed();
  }

  /// An answer that ends early on its own account says so as the engines do.
  private String finish() {
    return produced < asked ? "stop" : "length";
  }

  private int tokensPerEvent() {
    return request.tokensPerEvent() > 0 ? request.tokensPerEvent() : serving.tokensPerEvent();
  }

  private void log(int what) {
    serving.wrote(number, what);
  }
}
