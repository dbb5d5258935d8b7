package dev.kneeline.load;

import dev.kneeline.metric.Outcome;
import dev.kneeline.metric.Sample;
import dev.kneeline.wire.Timer;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Sends one phase's requests at their times and hears of their ends. Lives on the loop's thread.
final class Dispatch implements ConnectionPool.Owner {

  /// Starts at most so many requests before the sockets get their turn: a write takes about 10 µs.
  private static final int BURST = 32;

  private static final long SWEEP_NANOS = 100_000_000;
  private static final long TICK_NANOS = 10_000_000;

  /// The error share is looked at from so many finished requests on.
  private static final int ENOUGH_FOR_A_SHARE = 20;

  private final ConnectionPool pool;
  private final RequestSource source;
  private final DispatchRules rules;
  private final SampleSink sink;
  private final Live live;
  private final ArrayDeque<Exchange> waiting = new ArrayDeque<>();

  /// Sessions between two turns; each keeps its slot.
  private final Set<Timer> thinking = new HashSet<>();

  private final Timer arrival = timer(this::arrive);
  private final Timer sweep = timer(this::sweep);
  private final Timer tick = timer(this::tick);

  private @Nullable LoadRequest upcoming;
  private Runnable tickToo = () -> {};
  private long originNanos;
  private long nextIntendedNanos;
  private int inFlight;
  private int onWire;
  private long countedNanos;
  private double inFlightNanos;
  private boolean exhausted;
  private boolean sendingOver;
  private boolean ended;
  private String stopped = "";
  private long done;
  private long failed;
  private long endNanos;

  Dispatch(
      ConnectionPool pool, RequestSource source, DispatchRules rules, SampleSink sink, Live live) {
    this.pool = pool;
    this.source = source;
    this.rules = rules;
    this.sink = sink;
    this.live = live;
    this.upcoming = source.next();
    this.exhausted = upcoming == null;
  }

  /// Sets the schedule's zero, which is otherwise the moment of [#run].
  void beginAt(long nanos) {
    originNanos = nanos;
  }

  /// Does that too at every tick of the loop, with the time from the last one.
  void onTick(Runnable also) {
    tickToo = also;
  }

  /// Runs the phase to its end on the calling thread.
  void run() {
    pool.owner(this);
    originNanos = originNanos == 0 ? System.nanoTime() : originNanos;
    endNanos = originNanos;
    countedNanos = originNanos;
    live.begin(originNanos);
    nextIntendedNanos = originNanos + rules.arrivals().nextNanos();
    schedule(arrival, nextIntendedNanos);
    schedule(sweep, originNanos + SWEEP_NANOS);
    schedule(tick, originNanos + TICK_NANOS);
    pool.loop().post(this::endIfDone);
    pool.loop().run();
    List.of(arrival, sweep, tick).forEach(pool.loop()::cancel);
  }

  long originNanos() {
    return originNanos;
  }

  /// The last end of a request.
  long endNanos() {
    return endNanos;
  }

  /// Requests in flight, summed over time.
  double inFlightNanos() {
    return inFlightNanos;
  }

  /// Why sending stopped before the planned end; "" when it did not.
  String stopped() {
    return stopped;
  }

  /// Ends the phase soon: nothing more is sent, and what is in flight after the grace is given up.
  /// On the loop's thread.
  void stop(String why, long graceNanos) {
    if (ended) {
      return;
    }
    stopSending(why);
    stopped = why;
    schedule(timer(now -> giveUp()), System.nanoTime() + graceNanos);
  }

  /// A request that we cut off has not failed: it is counted as cancelled and has no record.
  private void giveUp() {
    List<ClientConnection> busy = pool.busy();
    busy.forEach(ClientConnection::drop);
    pool.meter().cancelled += busy.size();
    inFlight -= busy.size();
    endIfDone();
  }

  private void arrive(long now) {
    for (int sent = 0; sent < BURST && !exhausted; sent++) {
      if (rules.closedLoop() ? taken() >= rules.cap() : nextIntendedNanos > System.nanoTime()) {
        break;
      }
      startNext();
    }
    boolean more = !exhausted && (!rules.closedLoop() || taken() < rules.cap());
    if (more) {
      // Not before the next round, so that a long burst leaves the sockets their turn.
      schedule(arrival, rules.closedLoop() ? now + 1 : Math.max(now + 1, nextIntendedNanos));
    }
    endIfDone();
  }

  /// The next request of the schedule, or in a closed loop the next one at all, which is due now.
  private void startNext() {
    LoadRequest request = upcoming;
    if (request == null) {
      return;
    }
    upcoming = source.next();
    exhausted = upcoming == null;
    if (rules.closedLoop()) {
      long now = System.nanoTime();
      start(new Exchange(request, stopwatchStart(now)), now);
      return;
    }
    Exchange exchange = new Exchange(request, nextIntendedNanos);
    nextIntendedNanos = Math.max(nextIntendedNanos, originNanos + rules.arrivals().nextNanos());
    if (taken() < rules.cap()) {
      start(exchange, exchange.intendedNanos);
    } else {
      waiting.add(exchange);
    }
  }

  /// In a closed loop the first wave is intended for the run's start, each further request for the
  /// moment at which it leaves.
  private long stopwatchStart(long now) {
    return live.sentCount() < rules.cap() ? originNanos : now;
  }

  private void start(Exchange exchange, long possibleNanos) {
    inFlight++;
    live.sent();
    exchange.possibleNanos = possibleNanos;
    pool.send(exchange);
  }

  /// Keeps the time integral of requests on the wire, with which the records must agree.
  private void countOnWire(int change, long nowNanos) {
    long now = Math.max(nowNanos, countedNanos);
    inFlightNanos += (double) onWire * (now - countedNanos);
    countedNanos = now;
    onWire += change;
  }

  private void offWire(Exchange exchange, long nowNanos) {
    if (exchange.onWire) {
      exchange.onWire = false;
      countOnWire(-1, nowNanos);
    }
  }

  @Override
  public void sent(Exchange exchange) {
    offWire(exchange, exchange.sentNanos);
    exchange.onWire = true;
    countOnWire(1, exchange.sentNanos);
    Meter meter = pool.meter();
    meter.sendLateness.record(exchange.sentNanos - exchange.possibleNanos - exchange.connectNanos);
    if (exchange.possibleNanos > exchange.intendedNanos && !rules.closedLoop()) {
      meter.ownQueue.record(exchange.possibleNanos - exchange.intendedNanos);
    }
  }

  @Override
  public void firstToken(Exchange exchange) {
    live.ttft.record(exchange.firstNanos() - exchange.sentNanos);
  }

  @Override
  public void heard(int events) {
    live.events(events);
  }

  @Override
  public void finished(Exchange exchange, Outcome outcome, String text) {
    long now = System.nanoTime();
    Sample sample = exchange.sample(outcome, originNanos, now);
    endNanos = Math.max(endNanos, originNanos + sample.timing().endNanos());
    inFlight--;
    offWire(exchange, now);
    done++;
    failed += sample.completed() ? 0 : 1;
    live.done(sample.completed());
    sink.accept(sample, text);
    Optional<RequestSource.FollowUp> turn = source.ended(exchange.request, answer(sample, text));
    if (turn.isPresent() && !sendingOver) {
      goOn(turn.get(), now);
    } else {
      fillSlot(now);
    }
    if (tooManyErrors()) {
      stopSending("%d of %d requests failed".formatted(failed, done));
    }
    endIfDone();
  }

  private static Optional<RequestSource.Answer> answer(Sample sample, String text) {
    return sample.completed()
        ? Optional.of(new RequestSource.Answer(text, sample.outputTokens()))
        : Optional.empty();
  }

  private void fillSlot(long now) {
    Exchange next = waiting.poll();
    if (next != null) {
      start(next, now);
    } else if (rules.closedLoop() && !exhausted && !arrival.isSet()) {
      startNext();
    }
  }

  /// A session's next turn, intended for the end of its thinking.
  private void goOn(RequestSource.FollowUp turn, long now) {
    long due = now + turn.thinkNanos();
    if (turn.thinkNanos() == 0) {
      start(new Exchange(turn.request(), due), due);
      return;
    }
    Timer thought =
        new Timer() {
          @Override
          protected void fire(long nowNanos) {
            thinking.remove(this);
            start(new Exchange(turn.request(), due), due);
          }
        };
    thinking.add(thought);
    schedule(thought, due);
  }

  private int taken() {
    return inFlight + thinking.size();
  }

  private boolean tooManyErrors() {
    return failed > 0
        && done >= ENOUGH_FOR_A_SHARE
        && rules.maxErrorShare().isPresent()
        && failed > rules.maxErrorShare().getAsDouble() * done;
  }

  private void sweep(long now) {
    pool.checkTimes(now, rules.deadlines());
    if (now - originNanos > rules.sendingNanos()) {
      stopSending("");
    }
    schedule(sweep, now + SWEEP_NANOS);
  }

  private void tick(long now) {
    pool.meter().tickLateness.record(System.nanoTime() - tick.dueNanos());
    tickToo.run();
    schedule(tick, now + TICK_NANOS);
  }

  private void stopSending(String why) {
    boolean more = !exhausted || !waiting.isEmpty() || source.hasFollowUps();
    if (more && !sendingOver) {
      exhausted = true;
      sendingOver = true;
      stopped = why;
      pool.meter().droppedFromQueue += waiting.size();
      waiting.clear();
      thinking.forEach(pool.loop()::cancel);
      thinking.clear();
      pool.loop().cancel(arrival);
      endIfDone();
    }
  }

  private void endIfDone() {
    if (exhausted && taken() == 0 && waiting.isEmpty() && !ended) {
      ended = true;
      pool.loop().stop();
    }
  }

  private void schedule(Timer timer, long atNanos) {
    pool.loop().schedule(timer, atNanos);
  }

  private static Timer timer(java.util.function.LongConsumer action) {
    return new Timer() {
      @Override
      protected void fire(long nowNanos) {
        action.accept(nowNanos);
      }
    };
  }
}
