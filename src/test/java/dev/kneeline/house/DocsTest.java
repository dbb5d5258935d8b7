package dev.kneeline.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the pages say is there.
class DocsTest {

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern TYPE = Pattern.compile("`([a-z]+(?:\\.[a-z]+)*)\\.([A-Z]\\w+)`");
  private static final Pattern CALL =
      Pattern.compile("(?m)(?:^|[`(\\s])(?:\\./)?kneeline +([a-z][a-z-]*)");
  private static final Pattern VERB =
      Pattern.compile("(?:Verb\\.of|Verb\\.ownWords)\\(\\s*\"([a-z-]+)\"");
  private static final Pattern KEY = Pattern.compile("(?m)^### `([^`]+)`$");
  private static final Pattern TOP_KEY = Pattern.compile("(?m)^([a-z][a-z-]*):");

  @Test
  void every_relative_link_points_at_a_file() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      for (String target : matches(LINK, prose(page), 1)) {
        String file = target.replaceFirst("#.*", "");
        boolean elsewhere = target.matches("[a-z]+:.*") || file.isEmpty();
        if (!elsewhere && !Files.exists(page.resolveSibling(file))) {
          broken.add(page + " -> " + target);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void every_type_that_the_house_pages_name_exists() throws IOException {
    List<String> missing = new ArrayList<>();
    for (String page : List.of("ARCHITECTURE.md", "STYLE.md", "CONTRIBUTING.md")) {
      Path file = Path.of(page);
      TYPE.matcher(Files.readString(file))
          .results()
          .filter(match -> !exists(match.group(1), match.group(2)))
          .forEach(match -> missing.add(page + " names " + match.group()));
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void every_verb_that_the_readme_shows_exists() throws IOException {
    Set<String> verbs =
        new TreeSet<>(
            matches(
                VERB, Files.readString(Path.of("src/main/java/dev/kneeline/cli/Verbs.java")), 1));
    assertThat(verbs).contains("plan", "run");
    assertThat(matches(CALL, blocks(Path.of("README.md")), 1)).isNotEmpty().isSubsetOf(verbs);
  }

  @Test
  void every_key_of_an_example_is_in_the_reference() throws IOException {
    Set<String> keys =
        new TreeSet<>(matches(KEY, Files.readString(Path.of("docs/reference/sweep-file.md")), 1));
    try (Stream<Path> examples = Files.list(Path.of("examples"))) {
      for (Path example : examples.filter(file -> file.toString().endsWith(".yaml")).toList()) {
        assertThat(matches(TOP_KEY, Files.readString(example), 1))
            .as(example.toString())
            .isNotEmpty()
            .isSubsetOf(keys);
      }
    }
  }

  private static boolean exists(String folder, String type) {
    Path main = Path.of("src/main/java/dev/kneeline", folder.replace('.', '/'), type + ".java");
    Path test = Path.of("src/test/java/dev/kneeline", folder.replace('.', '/'), type + ".java");
    return Files.exists(main) || Files.exists(test);
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Stream.concat(Files.list(Path.of("")), Files.walk(Path.of("docs")))) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }

  /// A page without its blocks and spans of code, in which a bracket is no link.
  private static String prose(Path page) throws IOException {
    return Files.readString(page).replaceAll("(?s)```.*?```", "").replaceAll("`[^`\n]*`", "");
  }

  /// Only the blocks of code of a page.
  private static String blocks(Path page) throws IOException {
    return Pattern.compile("(?s)```(.*?)```")
        .matcher(Files.readString(page))
        .results()
        .map(block -> block.group(1))
        .collect(Collectors.joining("\n"));
  }

  private static List<String> matches(Pattern pattern, String text, int group) {
    return pattern.matcher(text).results().map((MatchResult match) -> match.group(group)).toList();
  }
}
