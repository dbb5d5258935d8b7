package dev.kneeline.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// Who is believed to be the server.
public enum Trust {
  /// Who shows a certificate for its name that the JVM trusts.
  CERTIFICATES,
  /// Whoever answers.
  ANYONE;

  /// What TLS connections are made with.
  ///
  /// @throws UncheckedIOException where this Java has no TLS
  public SSLContext context() {
    try {
      return switch (this) {
        case CERTIFICATES -> SSLContext.getDefault();
        case ANYONE -> {
          SSLContext context = SSLContext.getInstance("TLS");
          context.init(null, new TrustManager[] {new Believer()}, null);
          yield context;
        }
      };
    } catch (GeneralSecurityException noTls) {
      throw new UncheckedIOException(new IOException("this Java has no TLS", noTls));
    }
  }

  /// Checks nothing. It is the extended kind because TLS would check the name for any other.
  private static final class Believer extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
