package dev.kneeline.sim;

import dev.kneeline.sim.model.JobListener;
import dev.kneeline.wire.serve.ByteBuilder;
import dev.kneeline.wire.serve.HttpReply;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The answer to one request on its way: gathers tokens of its choices into events and writes them,
/// or fails as it was told to.
final class Generation {

  private final Serving serving;
  private final int number;
  private final GenerationRequest request;
  private final AnswerFormat format;
  private final HttpReply reply;
  private final long arrivedNanos = System.nanoTime();
  private final List<Choice> choices = new ArrayList<>();
  private int unfinished;
  private int produced;
  private boolean over;

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
    this.unfinished = request.choices();
  }

  /// Writes the head of a stream at once, as the engines do, long before the first token.
  ///
  /// @param firstJob the model's number of the first choice; the others follow it
  void begin(long firstJob) {
    IntStream.range(0, request.choices())
        .forEach(index -> choices.add(new Choice(firstJob + index, index)));
    reply.whenGone(this::abandon);
    if (request.delivery().stream()) {
      reply.startStream("text/event-stream; charset=utf-8");
    }
  }

  /// Whom the model of time tells of each choice.
  List<Choice> choices() {
    return choices;
  }

  /// Whether nothing more will be written.
  boolean over() {
    return over;
  }

  private void abandon() {
    over = true;
    for (Choice choice : choices) {
      if (choice.made < choice.length()) {
        serving.metrics().aborted();
        serving.cancel(choice.job);
      }
    }
  }

  private void cut() {
    abandon();
    reply.cut();
  }

  /// Breaks the stream where a fault was asked for at this length of a choice.
  private boolean broken(int written) {
    Faults.Request faults = serving.faults();
    if (written >= faults.cutAfter()) {
      cut();
      return true;
    }
    if (written >= faults.errorAfter()) {
      abandon();
      reply.write(serving.scratch().clear().add(EngineText.STREAM_ERROR));
      reply.end(serving.scratch().clear().add(AnswerFormat.DONE));
      return true;
    }
    return false;
  }

  private void finish() {
    over = true;
    if (request.delivery().stream()) {
      ByteBuilder out = serving.scratch().clear();
      format.closing(out, produced);
      reply.end(out.add(AnswerFormat.DONE));
    } else {
      log(produced);
      List<String> texts = choices.stream().map(Choice::whole).toList();
      reply.send(200, "application/json", format.whole(texts, produced));
    }
    log(WriteLog.COMPLETE);
    serving.completed();
  }

  private int tokensPerEvent() {
    int asked = request.delivery().tokensPerEvent();
    return asked > 0 ? asked : serving.tokensPerEvent();
  }

  private void log(int what) {
    serving.wrote(number, what);
  }

  /// One answer to one prompt.
  final class Choice implements JobListener {

    private final long job;
    private final int index;
    private final AnswerFormat.Choice form;
    private long startedNanos;
    private long firstNanos;
    private long lastNanos = arrivedNanos;
    private int made;
    private int written;

    private Choice(long job, int index) {
      this.job = job;
      this.index = index;
      form = format.choice(index, job);
    }

    long job() {
      return job;
    }

    TokenList prompt() {
      return request.prompt(index);
    }

    @Override
    public void started(int cachedTokens, long atNanos) {
      if (startedNanos == 0) {
        startedNanos = System.nanoTime();
        form.found(cachedTokens);
      }
    }

    @Override
    public void tokens(int tokens, boolean last, long atNanos) {
      if (over) {
        return;
      }
      boolean first = made == 0;
      count(tokens, first, last, System.nanoTime());
      if (request.delivery().stream()) {
        write(first, last);
      } else if (made >= serving.faults().cutAfter()) {
        cut();
      }
      if (!over && last && --unfinished == 0) {
        finish();
      }
    }

    @Override
    public void lost(String reason, long atNanos) {
      cut();
    }

    private void write(boolean first, boolean last) {
      ByteBuilder out = serving.scratch();
      if (first) {
        form.opening(out.clear());
        reply.write(out);
      }
      if (first || last || made - written >= tokensPerEvent()) {
        log(made - written);
        form.event(out.clear(), written, made, last ? reason() : "");
        reply.write(out);
        written = made;
      }
      over |= broken(written);
    }

    private void count(int tokens, boolean first, boolean last, long now) {
      ServerMetrics metrics = serving.metrics();
      if (first) {
        firstNanos = now;
        metrics.firstToken(seconds(now));
      } else {
        metrics.nextTokens(tokens, (now - lastNanos) / 1e9);
      }
      made += tokens;
      produced += tokens;
      lastNanos = now;
      if (last) {
        metrics.finished(
            new ServerMetrics.Finished(
                prompt().count(),
                made,
                request.outputTokens(),
                request.copies(),
                startedNanos == 0 ? 0 : seconds(startedNanos),
                seconds(firstNanos),
                seconds(now)));
      }
    }

    private double seconds(long instant) {
      return (instant - arrivedNanos) / 1e9;
    }

    /// Tokens that it will have.
    private int length() {
      return Math.min(request.outputTokens(), serving.faults().shortOutput());
    }

    private String whole() {
      return form.whole(made, reason());
    }

    /// An answer that ends early on its own account says so as the engines do.
    private String reason() {
      return made < request.outputTokens() ? "stop" : "length";
    }
  }
}
