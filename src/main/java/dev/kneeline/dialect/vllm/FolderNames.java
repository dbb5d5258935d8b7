package dev.kneeline.dialect.vllm;

import dev.kneeline.space.Value;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// The folders of combinations as vLLM names them: `SERVE--max_num_seqs=32-BENCH--small`.
///
/// A name that no file system takes is cut and ends with a hash of the whole; two names that would
/// be one folder differ by such a hash too. The manifest tells what each stands for.
final class FolderNames {

  /// Where the results of a value lie that a search has set.
  enum Searched {
    /// In a folder of their own below the pair's: `SERVE--a-BENCH--b/request_rate=4`.
    BELOW,
    /// In a folder of their own beside it: `SERVE--a-BENCH--b-WL--request_rate=4`.
    BESIDE
  }

  /// A file name has 255 bytes at most; what is put behind it needs some of them.
  private static final int MOST_BYTES = 180;

  private static final int HASH_BYTES = 4;

  /// What a row of the load is called.
  static final String BENCH = "BENCH";

  private FolderNames() {}

  /// The folder of each pair; the empty text where neither row has a name, whose results lie in the
  /// experiment's own folder.
  static SequencedMap<Pair, String> of(List<Pair> pairs) {
    return of(pairs, BENCH);
  }

  /// The same where the second row is not of a load.
  ///
  /// @param second what it is called, such as `STARTUP`
  static SequencedMap<Pair, String> of(List<Pair> pairs, String second) {
    SequencedMap<Pair, String> folders = new LinkedHashMap<>();
    Map<String, String> takenBy = new HashMap<>();
    for (Pair pair : pairs) {
      String full = full(pair, second);
      String folder = fitting(sanitised(full), full);
      String other = takenBy.putIfAbsent(folder, full);
      if (other != null) {
        // The number 2 and the text "2" have one name, too: then their types tell them apart.
        folder += "-" + hash(other.equals(full) ? full + typed(pair) : full);
      }
      folders.put(pair, folder);
    }
    return folders;
  }

  private static String typed(Pair pair) {
    return new Value.Entries(pair.serve().values()).json()
        + new Value.Entries(pair.bench().values()).json();
  }

  /// `SERVE--..-BENCH--..` before anything is done to it.
  static String full(Pair pair, String second) {
    String serve = pair.serve().isEmpty() ? "" : "SERVE--" + pair.serve().name();
    String bench = pair.bench().isEmpty() ? "" : second + "--" + pair.bench().name();
    return serve + (serve.isEmpty() || bench.isEmpty() ? "" : "-") + bench;
  }

  /// The folder of a pair with the values that a search has set; the pair's own where it set none.
  static String with(String folder, Searched style, SequencedMap<String, Value> searched) {
    if (searched.isEmpty()) {
      return folder;
    }
    String values =
        searched.entrySet().stream()
            .map(entry -> entry.getKey().replace('-', '_') + "=" + PythonText.of(entry.getValue()))
            .collect(Collectors.joining("-"));
    return switch (style) {
      case BELOW -> folder.isEmpty() ? values : folder + "/" + values;
      case BESIDE -> folder + (folder.isEmpty() ? "WL--" : "-WL--") + values;
    };
  }

  /// A row of the server alone, for what concerns all its loads.
  static String ofServer(Row serve) {
    String full = serve.isEmpty() ? "SERVE" : "SERVE--" + serve.name();
    return fitting(sanitised(full), full);
  }

  /// As vLLM does it, and no control characters besides.
  private static String sanitised(String name) {
    return name.replace("/", "_")
        .replace("..", "__")
        .replaceAll("^['\"]+|['\"]+$", "")
        .replaceAll("\\p{Cntrl}", "_");
  }

  private static String fitting(String name, String full) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= MOST_BYTES) {
      return name;
    }
    int end = MOST_BYTES;
    while ((bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8) + "-" + hash(full);
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
