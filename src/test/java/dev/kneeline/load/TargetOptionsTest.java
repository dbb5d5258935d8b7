package dev.kneeline.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kneeline.metric.FailureClass;
import dev.kneeline.metric.Outcome;
import dev.kneeline.metric.Sample;
import dev.kneeline.space.Value;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Keys come from files and go to the server only; a certificate nobody vouches for is refused
/// unless it was asked to be accepted.
@Timeout(60)
class TargetOptionsTest {

  private static final String KEY = "sk-kneeline-5f0c";

  @TempDir Path folder;

  @Test
  void a_key_file_and_a_header_file_reach_the_server_with_every_question() throws Exception {
    Path key = Files.writeString(folder.resolve("key"), "\n  " + KEY + "\n");
    Path headers =
        Files.writeString(folder.resolve("headers"), "X-Team: blue\nX-Pass:" + KEY + "\n");
    try (FaultServer server = new FaultServer((number, call) -> call.tokens(2))) {
      run(server, "api-key-file", key.toString(), "header-file", headers.toString());
      assertThat(server.heads())
          .hasSizeGreaterThan(3)
          .allMatch(head -> head.contains("Authorization: Bearer " + KEY + "\r\n"))
          .allMatch(head -> head.contains("X-Team: blue\r\n"))
          .allMatch(head -> head.contains("X-Pass: " + KEY + "\r\n"));
    }
  }

  @Test
  void what_is_wrong_with_a_secret_file_is_said_without_its_content() throws Exception {
    Path bad = Files.writeString(folder.resolve("bad"), KEY);
    Path empty = Files.writeString(folder.resolve("empty"), "\n");
    List<Problem> problems =
        problems(
            Map.of(
                "header-file",
                Value.of(bad.toString()),
                "api-key-file",
                Value.of(empty.toString())));
    assertThat(problems)
        .extracting(Problem::key)
        .containsExactlyInAnyOrder("header-file", "api-key-file");
    assertThat(problems.toString())
        .contains("line 1 of " + bad, "holds no key")
        .doesNotContain(KEY);
    assertThat(problems(Map.of("api-key-file", Value.of("/no/such/file"))).toString())
        .contains("cannot read /no/such/file");
  }

  @Test
  void a_certificate_of_nobody_is_refused_unless_asked_for_and_then_it_is_told() throws Exception {
    try (FaultServer server = new FaultServer((number, call) -> call.tokens(2), selfSigned())) {
      String base = "https://127.0.0.1:" + server.port();
      LoadResult refused = run(server, "base-url", base);
      assertThat(refused.samples())
          .hasSize(3)
          .allSatisfy(sample ->
              assertThat(sample.outcome())
                  .isInstanceOfSatisfying(
                      Outcome.Failed.class,
                      failed -> assertThat(failed.kind()).isEqualTo(FailureClass.CONNECT)));
      LoadResult accepted = run(server, "base-url", base, "insecure", "true");
      assertThat(accepted.samples()).hasSize(3).allMatch(Sample::completed);
      assertThat(accepted.options().notes())
          .anyMatch(note -> note.startsWith("INSECURE: the server's certificate is not checked"));
    }
  }

  @Test
  void questions_beside_the_load_check_the_certificate_too() throws Exception {
    try (FaultServer server =
        new FaultServer(
            (number, call) ->
                call.send(
                    "HTTP/1.1 200 OK\r\nContent-Length: 24\r\n\r\n{\"data\":[{\"id\":\"tiny\"}]}"),
            selfSigned())) {
      Map<String, Value> values = new LinkedHashMap<>();
      values.put("base-url", Value.of("https://127.0.0.1:" + server.port()));
      assertThatThrownBy(() -> ServerTruth.complete(LoadOptions.of(values), () -> false))
          .isInstanceOf(LoadException.class)
          .hasMessageContaining("certificat");
      values.put("insecure", Value.of(true));
      assertThat(ServerTruth.complete(LoadOptions.of(values), () -> false).target().model())
          .contains("tiny");
    }
  }

  @Test
  void a_gateways_path_stands_in_front_of_every_question_and_request() throws Exception {
    try (FaultServer server = new FaultServer((number, call) -> call.tokens(2))) {
      String base = "http://127.0.0.1:" + server.port() + "/gate/one/";
      assertThat(run(server, "base-url", base).samples()).allMatch(Sample::completed);
      assertThat(server.heads())
          .allMatch(head -> head.split(" ")[1].startsWith("/gate/one/"))
          .anyMatch(head -> head.startsWith("POST /gate/one/v1/completions HTTP/1.1\r\n"));
    }
  }

  @Test
  void a_header_of_the_users_takes_the_place_of_ours_but_for_the_requests_id() throws Exception {
    try (FaultServer server = new FaultServer((number, call) -> call.tokens(2))) {
      SequencedMap<String, Value> headers = new LinkedHashMap<>();
      headers.put("content-type", Value.of("application/x"));
      headers.put("HOST", Value.of("elsewhere"));
      headers.put("X-Request-Id", Value.of("mine"));
      Map<String, Value> values = Loads.values("port", "" + server.port(), "model", "m");
      values.put("num-prompts", Value.of(1));
      values.put("random-output-len", Value.of(2));
      values.put("header", new Value.Entries(headers));
      LoadRun.execute(LoadOptions.of(values), LoadListener.none());
      String head =
          server.heads().stream().filter(each -> each.contains("bench-0")).toList().getFirst();
      assertThat(head.toLowerCase(Locale.ROOT).split("\r\n"))
          .containsOnlyOnce(
              "content-type: application/x", "host: elsewhere", "x-request-id: bench-0")
          .doesNotContain("content-type: application/json", "x-request-id: mine");
    }
  }

  @Test
  void a_header_that_would_begin_another_line_is_refused() {
    assertThat(problems(Map.of("header", Value.of("X-A=b\rX-C: d"))))
        .extracting(Problem::key)
        .containsExactly("header");
  }

  private static LoadResult run(FaultServer server, String... more) throws LoadException {
    String[] three = {"num-prompts", "3", "max-concurrency", "1"};
    return Loads.run(server, Loads.joined(three, more));
  }

  private static List<Problem> problems(Map<String, Value> values) {
    return ((LoadOptions.Refused) LoadOptions.read(values)).problems();
  }

  private ServerSocketFactory selfSigned() throws Exception {
    Path store = folder.resolve("store.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String options =
        "-genkeypair -alias a -keyalg EC -dname CN=x -storetype PKCS12 -storepass changeit";
    List<String> command = new java.util.ArrayList<>(List.of(keytool));
    command.addAll(List.of(options.split(" ")));
    command.addAll(List.of("-keystore", store.toString()));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    char[] password = "changeit".toCharArray();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, password);
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), null, null);
    return context.getServerSocketFactory();
  }
}
