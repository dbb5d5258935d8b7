package dev.kneeline.sweep;

import dev.kneeline.engine.CacheReset;
import dev.kneeline.engine.Engine;
import dev.kneeline.engine.EngineCatalogue;
import dev.kneeline.engine.FailurePattern;
import dev.kneeline.engine.FlagStyle;
import dev.kneeline.engine.GpuRule;
import dev.kneeline.engine.Launch;
import dev.kneeline.engine.Readback;
import dev.kneeline.engine.Readiness;
import dev.kneeline.study.FailureKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/// Finds and reads engine files: the user's folders first, then the ones that Kneeline brings
/// along.
///
/// A file is read when its engine is asked for, so that a broken one that nobody uses is in no
/// one's way.
public final class EngineReader {

  /// The engines that Kneeline brings along.
  public static final List<String> BUILT_IN =
      List.of("vllm", "sglang", "trtllm", "llamacpp", "llamacpp-embedded", "sim", "command");

  private static final String SUFFIX = ".yaml";

  private final List<Path> folders;

  /// @param folders of the user's own engine files, the first one wins; they need not exist
  public EngineReader(List<Path> folders) {
    this.folders = List.copyOf(folders);
  }

  /// The folders where a user's engine files lie: beside the sweep file, then in the home folder.
  public static EngineReader beside(Path sweepFile, Path home) {
    Path folder = sweepFile.toAbsolutePath().normalize().getParent();
    return new EngineReader(
        List.of(
            (folder == null ? Path.of(".") : folder).resolve("engines"),
            home.resolve(".config").resolve("kneeline").resolve("engines")));
  }

  /// All names, sorted: those of the user and the built-in ones.
  public List<String> names() {
    TreeSet<String> names = new TreeSet<>(BUILT_IN);
    for (Path folder : folders) {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.list(folder)) {
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(SUFFIX))
              .forEach(name -> names.add(name.substring(0, name.length() - SUFFIX.length())));
        } catch (IOException unreadable) {
          throw new UncheckedIOException(unreadable);
        }
      }
    }
    return List.copyOf(names);
  }

  /// One engine; nothing where there is none of that name or its file has problems, which are
  /// added.
  public Optional<Engine> find(String name, Problems problems) {
    return source(name, problems).flatMap(source -> read(name, source, problems));
  }

  /// All engines.
  ///
  /// @throws IllegalStateException with the problems if one of the files has any
  public EngineCatalogue catalogue() {
    Problems problems = new Problems();
    Map<String, Engine> engines = new LinkedHashMap<>();
    names().forEach(name -> find(name, problems).ifPresent(engine -> engines.put(name, engine)));
    if (problems.hasErrors()) {
      throw new IllegalStateException(Problems.render(problems.all()));
    }
    return new EngineCatalogue(engines);
  }

  /// The file of an engine that Kneeline brings along, checked, for the reference page.
  static Settings builtInFile(String name) {
    Problems problems = new Problems();
    Node node = new YamlReader(problems).read(builtIn(name)).orElseThrow();
    return new Settings(new Checker(EngineFields.TABLE, problems).check(node));
  }

  private Optional<Source> source(String name, Problems problems) {
    if (!name.matches("[\\w.-]+")) {
      return Optional.empty();
    }
    for (Path folder : folders) {
      Path file = folder.resolve(name + SUFFIX);
      if (Files.isRegularFile(file)) {
        return Texts.read(file, problems);
      }
    }
    return BUILT_IN.contains(name) ? Optional.of(builtIn(name)) : Optional.empty();
  }

  private static Source builtIn(String name) {
    try (InputStream stream =
        EngineReader.class.getResourceAsStream("/dev/kneeline/engines/" + name + SUFFIX)) {
      if (stream == null) {
        throw new IllegalStateException("the jar lacks its engine file " + name);
      }
      return Source.of(name + SUFFIX, new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /// Reads one engine file; nothing where it has an error.
  static Optional<Engine> read(String name, Source source, Problems problems) {
    Optional<Node> node = new YamlReader(problems).read(source);
    if (node.isEmpty()) {
      if (!problems.hasErrors()) {
        problems.error(source.start(), "the engine file is empty", "begin with summary: ...");
      }
      return Optional.empty();
    }
    Problems own = new Problems();
    Settings file = new Settings(new Checker(EngineFields.TABLE, own).check(node.get()));
    List<FailurePattern> failures = failures(file, own);
    own.all().forEach(problems::add);
    return own.hasErrors()
        ? Optional.empty()
        : Optional.of(
            new Engine(
                name,
                launch(file),
                flags(file),
                readiness(file),
                resets(file),
                gpus(file),
                readbacks(file),
                failures));
  }

  private static Launch launch(Settings file) {
    return new Launch(
        file.words("command"),
        file.texts("env"),
        file.text("host-flag", ""),
        file.text("port-flag", ""),
        file.whole("port", 8000),
        file.flag("simulated", false));
  }

  private static FlagStyle flags(Settings file) {
    Map<String, FlagStyle.Booleans> exceptions = new LinkedHashMap<>();
    file.texts("boolean-exceptions")
        .forEach((name, word) -> exceptions.put(name, constant(FlagStyle.Booleans.class, word)));
    return new FlagStyle(
        constant(FlagStyle.Spelling.class, file.text("spelling", "dashes")),
        constant(FlagStyle.Booleans.class, file.text("booleans", "pair")),
        constant(FlagStyle.Lists.class, file.text("lists", "repeated")),
        file.texts("flags"),
        exceptions);
  }

  private static Readiness readiness(Settings file) {
    Settings ready = file.section("ready");
    return new Readiness(
        ready.text("path", "/health"),
        ready.period("timeout", "10min"),
        file.period("stop-timeout", "30s"));
  }

  private static List<CacheReset> resets(Settings file) {
    return file.sections("resets").stream()
        .<CacheReset>map(reset ->
            new CacheReset.Request(
                reset.text("method", "POST"),
                reset.text("path", ""),
                reset.flag("required", true),
                reset.text("success-field", "")))
        .toList();
  }

  private static GpuRule gpus(Settings file) {
    Settings gpus = file.section("gpus");
    List<GpuRule.Factor> factors =
        gpus.sections("factors").stream()
            .map(factor -> new GpuRule.Factor(factor.words("names"), factor.text("unless", "")))
            .toList();
    return new GpuRule(gpus.whole("per-server", file.has("gpus") ? 1 : 0), factors);
  }

  private static List<Readback> readbacks(Settings file) {
    return file.sections("readbacks").stream()
        .map(each -> new Readback(each.text("path", ""), each.text("prefix", "")))
        .toList();
  }

  private static List<FailurePattern> failures(Settings file, Problems problems) {
    List<FailurePattern> failures = new ArrayList<>();
    for (Settings each : file.sections("failures")) {
      try {
        failures.add(
            new FailurePattern(
                Pattern.compile(each.text("pattern", "")),
                constant(FailureKind.class, each.text("kind", "internal")),
                each.text("hint", "")));
      } catch (PatternSyntaxException wrong) {
        problems.error(
            each.span("pattern"),
            "not a regular expression: " + wrong.getDescription(),
            "put a \\ before a sign that stands for itself");
      }
    }
    return failures;
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String word) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
