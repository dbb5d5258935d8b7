package dev.kneeline.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ControlTest {

  @Test
  void a_server_that_answers_byte_by_byte_holds_nobody_up() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread drip = Thread.ofVirtual().start(() -> drip(server));
      Control control = new Control("http://127.0.0.1:" + server.getLocalPort());

      Control.Reply reply = control.get("/health", Duration.ofMillis(500));

      assertThat(reply.ok()).isFalse();
      assertThat(reply.said()).contains("too long");
      drip.interrupt();
    }
  }

  @Test
  void a_server_that_accepts_and_is_silent_gives_no_answer() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Control control = new Control("http://127.0.0.1:" + server.getLocalPort() + "/");

      assertThat(control.get("/health", Duration.ofMillis(300)).status()).isZero();
    }
  }

  private static void drip(ServerSocket server) {
    try (Socket socket = server.accept();
        OutputStream out = socket.getOutputStream()) {
      out.write(
          "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      while (!Thread.interrupted()) {
        out.write('x');
        out.flush();
        Thread.sleep(50);
      }
    } catch (IOException | InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }
}
