package dev.kneeline.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// TLS over a loop against the JDK's own sockets.
@Timeout(60)
class TlsConnectionTest {

  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir static Path folder;
  private static SSLContext context;
  private static SSLServerSocket server;

  @BeforeAll
  static void makeCertificateAndEcho() throws Exception {
    Path store = folder.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                store.toString())
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, PASSWORD);
    TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
    trusted.init(keys);
    context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    server =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 16, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(TlsConnectionTest::echo);
  }

  @AfterAll
  static void close() throws Exception {
    server.close();
  }

  private static void echo() {
    while (!server.isClosed()) {
      try (SSLSocket socket = (SSLSocket) server.accept()) {
        socket.getInputStream().transferTo(socket.getOutputStream());
      } catch (java.io.IOException clientGone) {
        // The next one may come.
      }
    }
  }

  @Test
  void what_is_written_comes_back_however_large() {
    byte[] sent = new byte[300_000];
    new Random(4).nextBytes(sent);
    ByteArrayOutputStream back = new ByteArrayOutputStream();
    try (Loop loop = Loops.best()) {
      Connection connection =
          connect(
              loop,
              "localhost",
              new ConnectionHandler() {
                @Override
                public void received(Connection from, byte[] bytes, int length, long stamp) {
                  back.write(bytes, 0, length);
                  if (back.size() == sent.length) {
                    loop.stop();
                  }
                }

                @Override
                public void closed(Connection gone, Closing closing) {
                  throw new AssertionError(closing.text());
                }
              });
      connection.write(sent, 0, sent.length);
      loop.run();
    }
    assertThat(back.toByteArray()).isEqualTo(sent);
  }

  @Test
  void a_certificate_of_another_name_is_refused() {
    List<Closing> heard = new ArrayList<>();
    try (Loop loop = Loops.best()) {
      connect(
          loop,
          "other.example",
          new ConnectionHandler() {
            @Override
            public void received(Connection from, byte[] bytes, int length, long stamp) {}

            @Override
            public void closed(Connection gone, Closing closing) {
              heard.add(closing);
              loop.stop();
            }
          });
      loop.run();
    }
    assertThat(heard).singleElement().isInstanceOf(Closing.Unconnected.class);
    assertThat(heard.getFirst().text()).contains("other.example");
  }

  private static Connection connect(Loop loop, String host, ConnectionHandler handler) {
    InetSocketAddress remote =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
    return TlsConnection.connect(loop, remote, host, context, handler);
  }
}
