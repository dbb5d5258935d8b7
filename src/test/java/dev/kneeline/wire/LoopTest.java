package dev.kneeline.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The contract of a loop, kept by each that this machine has.
class LoopTest {

  private static final long GIVE_UP_NANOS = 8_000_000_000L;

  static List<Loop> loops() {
    List<Loop> loops = new ArrayList<>(List.of(Loops.nio()));
    try {
      loops.add(Loops.kernel());
    } catch (IOException without) {
      System.getLogger("test").log(System.Logger.Level.INFO, "no kernel loop: " + without);
    }
    return loops;
  }

  @ParameterizedTest
  @MethodSource("loops")
  void what_is_written_comes_out_at_the_other_end_however_large(Loop loop) throws IOException {
    byte[] sent = new byte[5_000_000];
    new Random(1).nextBytes(sent);
    ByteArrayOutputStream back = new ByteArrayOutputStream();
    Listener listener = loop.listen(local(0), 16, connection -> echo());
    Connection client =
        loop.connect(
            local(listener.port()),
            new Handler() {
              @Override
              public void received(Connection from, byte[] bytes, int length, long stamp) {
                assertThat(stamp).isLessThanOrEqualTo(from.readNanos());
                assertThat(from.readNanos() - stamp).isLessThan(GIVE_UP_NANOS);
                back.write(bytes, 0, length);
                if (back.size() == sent.length) {
                  loop.stop();
                }
              }
            });
    client.write(sent, 0, sent.length);
    run(loop);
    assertThat(back.toByteArray()).isEqualTo(sent);
  }

  @ParameterizedTest
  @MethodSource("loops")
  void timers_fire_in_order_of_their_instants_and_never_early(Loop loop) {
    List<Integer> fired = new ArrayList<>();
    long start = System.nanoTime();
    Random random = new Random(2);
    for (int i = 0; i < 300; i++) {
      int millis = random.nextInt(40);
      Timer timer =
          timer((self, now) -> {
            assertThat(now).isGreaterThanOrEqualTo(self.dueNanos());
            fired.add(millis);
          });
      loop.schedule(timer, start + 99_000_000);
      loop.schedule(timer, start + millis * 1_000_000L);
      if (i % 3 == 0) {
        loop.cancel(timer);
      }
    }
    loop.schedule(timer((self, now) -> loop.stop()), start + 60_000_000);
    run(loop);
    assertThat(fired).hasSize(200).isSorted();
  }

  @ParameterizedTest
  @MethodSource("loops")
  void a_refused_connection_is_told_from_inside_the_loop(Loop loop) throws IOException {
    Listener listener = loop.listen(local(0), 1, connection -> echo());
    int port = listener.port();
    listener.close();
    loop.schedule(timer((self, now) -> loop.stop()), System.nanoTime() + 5_000_000);
    run(loop);
    List<Closing> heard = new ArrayList<>();
    loop.connect(local(port), closing(loop, heard));
    assertThat(heard).isEmpty();
    run(loop);
    assertThat(heard.getFirst()).isInstanceOf(Closing.Unconnected.class);
    assertThat(heard.getFirst().text()).containsIgnoringCase("refused");
  }

  @ParameterizedTest
  @MethodSource("loops")
  void an_unknown_host_is_told_from_inside_the_loop(Loop loop) {
    List<Closing> heard = new ArrayList<>();
    loop.connect(
        InetSocketAddress.createUnresolved("no.such.host.invalid", 80), closing(loop, heard));
    run(loop);
    assertThat(heard.getFirst().text()).contains("no.such.host.invalid");
  }

  @ParameterizedTest
  @MethodSource("loops")
  void an_orderly_end_and_a_reset_are_told_apart(Loop loop) throws IOException {
    for (boolean reset : new boolean[] {false, true}) {
      List<Closing> heard = new ArrayList<>();
      Listener listener =
          loop.listen(
              local(0),
              16,
              connection ->
                  new Handler() {
                    @Override
                    public void received(Connection from, byte[] bytes, int length, long stamp) {
                      if (reset) {
                        from.reset();
                      } else {
                        from.finish();
                      }
                    }
                  });
      Connection client = loop.connect(local(listener.port()), closing(loop, heard));
      client.write(new byte[] {1}, 0, 1);
      run(loop);
      assertThat(heard.getFirst()).isInstanceOf(reset ? Closing.Broken.class : Closing.Ended.class);
      listener.close();
    }
  }

  @ParameterizedTest
  @MethodSource("loops")
  void a_task_from_another_thread_wakes_a_loop_that_waits_for_nothing(Loop loop) throws Exception {
    Thread other = Thread.ofPlatform().unstarted(() -> loop.post(loop::stop));
    loop.post(other::start);
    run(loop);
    other.join();
  }

  @ParameterizedTest
  @MethodSource("loops")
  void an_address_that_is_taken_is_refused(Loop loop) throws IOException {
    Listener first = loop.listen(local(0), 1, connection -> echo());
    assertThatThrownBy(() -> loop.listen(local(first.port()), 1, connection -> echo()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("in use");
  }

  @ParameterizedTest
  @MethodSource("loops")
  void many_connections_at_once_each_hear_their_own_answer(Loop loop) throws IOException {
    int count = 300;
    int[] right = new int[1];
    Listener listener = loop.listen(local(0), 512, connection -> echo());
    for (int i = 0; i < count; i++) {
      byte[] own = ("number " + i).getBytes(StandardCharsets.US_ASCII);
      Connection client =
          loop.connect(
              local(listener.port()),
              new Handler() {
                @Override
                public void received(Connection from, byte[] bytes, int length, long stamp) {
                  assertThat(new String(bytes, 0, length, StandardCharsets.US_ASCII))
                      .isEqualTo(new String(own, StandardCharsets.US_ASCII));
                  from.close();
                  if (++right[0] == count) {
                    loop.stop();
                  }
                }
              });
      client.write(own, 0, own.length);
    }
    run(loop);
    assertThat(right[0]).isEqualTo(count);
  }

  private static InetSocketAddress local(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /// Runs to the loop's stop. JUnit closes the loop, since it is an argument that can be closed.
  private static void run(Loop loop) {
    Timer giveUp =
        timer((self, now) -> {
          throw new AssertionError("nothing happened for 8 s");
        });
    loop.schedule(giveUp, System.nanoTime() + GIVE_UP_NANOS);
    loop.run();
    loop.cancel(giveUp);
  }

  private interface Handler extends ConnectionHandler {
    @Override
    default void closed(Connection connection, Closing closing) {}
  }

  private static Handler echo() {
    return (connection, bytes, length, stamp) -> connection.write(bytes, 0, length);
  }

  private static ConnectionHandler closing(Loop loop, List<Closing> heard) {
    return new ConnectionHandler() {
      @Override
      public void received(Connection connection, byte[] bytes, int length, long stampNanos) {}

      @Override
      public void closed(Connection connection, Closing closing) {
        heard.add(closing);
        loop.stop();
      }
    };
  }

  private interface Action {
    void fire(Timer self, long now);
  }

  private static Timer timer(Action action) {
    return new Timer() {
      @Override
      protected void fire(long nowNanos) {
        action.fire(this, nowNanos);
      }
    };
  }
}
