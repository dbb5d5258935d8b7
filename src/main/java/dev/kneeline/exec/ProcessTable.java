package dev.kneeline.exec;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The processes of this machine at one instant, as `/proc` shows them, or, where there is none, as
/// far as Java can see them: then without sessions, and only our own user's.
record ProcessTable(Map<Long, Entry> byPid) {

  private static final Path PROC = Path.of("/proc");

  /// Where the fields of `/proc/PID/stat` stand, counted from the state, the one behind the name.
  private static final int PARENT = 1;

  private static final int SESSION = 3;
  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;
  private static final int STARTED = 19;
  private static final int PAGES = 21;

  /// More than any `stat` has, so that one read gives it whole.
  private static final int STAT_BYTES = 4096;

  /// What names a process for good: a pid is used again, a pid with its start is not.
  ///
  /// @param started clock tick of its start, counted from the machine's
  record Identity(long pid, long started) {}

  /// One process.
  ///
  /// @param state `Z` for one that is dead and not collected
  /// @param cpuTicks processor time so far, in hundredths of a second
  /// @param pages memory in RAM
  record Entry(
      Identity identity, char state, long parent, long session, long cpuTicks, long pages) {

    long pid() {
      return identity.pid();
    }

    boolean alive() {
      return state != 'Z' && state != 'X';
    }
  }

  static ProcessTable read() {
    String[] names = PROC.toFile().list();
    if (names == null) {
      return portable();
    }
    Map<Long, Entry> entries = new LinkedHashMap<>();
    byte[] buffer = new byte[STAT_BYTES];
    for (String name : names) {
      if (Character.isDigit(name.charAt(0))) {
        entry(name, buffer).ifPresent(entry -> entries.put(entry.pid(), entry));
      }
    }
    return new ProcessTable(entries);
  }

  static boolean hasProc() {
    return Files.isReadable(PROC.resolve("self/stat"));
  }

  private static ProcessTable portable() {
    Map<Long, Entry> entries = new LinkedHashMap<>();
    ProcessHandle.allProcesses()
        .forEach(each -> {
          long started = each.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
          long parent = each.parent().map(ProcessHandle::pid).orElse(0L);
          Identity identity = new Identity(each.pid(), started);
          entries.put(each.pid(), new Entry(identity, 'R', parent, 0, 0, 0));
        });
    return new ProcessTable(entries);
  }

  /// The living processes that `seed` names, and all living ones that descend from any it names.
  List<Entry> family(Predicate<Entry> seed) {
    Map<Long, Boolean> decided = new HashMap<>();
    return byPid.values().stream()
        .filter(entry -> entry.alive() && belongs(entry, seed, decided))
        .toList();
  }

  /// The session that this program lives in; 0 where there are none.
  long ownSession() {
    Entry self = byPid.get(ProcessHandle.current().pid());
    return self == null ? 0 : self.session();
  }

  Set<Identity> identities() {
    return byPid.values().stream().map(Entry::identity).collect(Collectors.toUnmodifiableSet());
  }

  /// Our dead or living children, adopted ones among them.
  List<Entry> children(long parent) {
    return byPid.values().stream().filter(entry -> entry.parent() == parent).toList();
  }

  /// Whether the process was started with this `NAME=value` in its environment. Engines that
  /// rewrite a worker's title may have overwritten it: then its session or its parent tells.
  static boolean marked(long pid, String marker) {
    try {
      String environment =
          Files.readString(
              PROC.resolve(Long.toString(pid)).resolve("environ"), StandardCharsets.ISO_8859_1);
      return ("\0" + environment).contains("\0" + marker + "\0");
    } catch (IOException goneOrForeign) {
      return false;
    }
  }

  private boolean belongs(Entry entry, Predicate<Entry> seed, Map<Long, Boolean> decided) {
    Boolean known = decided.get(entry.pid());
    if (known != null) {
      return known;
    }
    Entry parent = byPid.get(entry.parent());
    boolean belongs = seed.test(entry) || (parent != null && belongs(parent, seed, decided));
    decided.put(entry.pid(), belongs);
    return belongs;
  }

  /// Of all of them, some ten times a second: hence one buffer, and no text made of it.
  private static Optional<Entry> entry(String name, byte[] buffer) {
    try (FileInputStream stat = new FileInputStream(PROC + "/" + name + "/stat")) {
      int length = stat.read(buffer);
      int at = length - 1;
      while (buffer[at] != ')') {
        at--;
      }
      char state = (char) buffer[at + 2];
      long[] fields = numbers(buffer, at + 4, length);
      return Optional.of(
          new Entry(
              new Identity(Long.parseLong(name), fields[STARTED]),
              state,
              fields[PARENT],
              fields[SESSION],
              fields[USER_TICKS] + fields[SYSTEM_TICKS],
              fields[PAGES]));
    } catch (IOException | RuntimeException goneMeanwhile) {
      return Optional.empty();
    }
  }

  /// The fields behind the state, each at its place: whole numbers with a space between two.
  private static long[] numbers(byte[] buffer, int from, int to) {
    long[] fields = new long[PAGES + 1];
    int field = PARENT;
    boolean negative = false;
    for (int at = from; at < to && field <= PAGES; at++) {
      switch (buffer[at]) {
        case '-' -> negative = true;
        case ' ' -> {
          fields[field] = negative ? -fields[field] : fields[field];
          negative = false;
          field++;
        }
        default -> fields[field] = 10 * fields[field] + (buffer[at] - '0');
      }
    }
    if (field <= PAGES) {
      throw new IllegalArgumentException("a stat with %d fields".formatted(field));
    }
    return fields;
  }
}
