package dev.kneeline.sweep;

import dev.kneeline.space.Scope;
import dev.kneeline.space.SearchSpace;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Files of other tools, read with the means of sweep files: JSON and YAML with a place for
/// everything, and a space of its own where a file describes one.
public final class Documents {

  private Documents() {}

  /// A file's content; nothing where it cannot be read or is empty, which then is among the
  /// problems.
  public static Optional<Node> read(Path file, Problems problems) {
    Optional<Source> source = Texts.read(file, problems);
    if (source.isEmpty()) {
      return Optional.empty();
    }
    Problems own = new Problems();
    YamlReader yaml = new YamlReader(own);
    Optional<Node> node = yaml.read(source.get(), withoutTabs(source.get().text()));
    if (node.isEmpty() && !own.hasErrors()) {
      own.error(source.get().start(), "the file is empty", "");
    }
    own.all().forEach(problems::add);
    return node.filter(read -> yaml.intact());
  }

  /// JSON may be indented with tabs, and YAML may not; a tab inside quotes is a value's own.
  private static String withoutTabs(String text) {
    StringBuilder spaced = new StringBuilder(text.length());
    boolean quoted = false;
    for (int index = 0; index < text.length(); index++) {
      char sign = text.charAt(index);
      if (quoted && sign == '\\' && index + 1 < text.length()) {
        spaced.append(sign);
        index++;
        spaced.append(text.charAt(index));
        continue;
      }
      quoted = quoted != (sign == '"');
      spaced.append(sign == '\t' && !quoted ? ' ' : sign);
    }
    return spaced.toString();
  }

  /// The space that the sections `sweep`, `zip`, `points`, `params`, `include`, `exclude`,
  /// `require` and `same` of a map describe, with bare names such as `max_num_seqs`.
  ///
  /// @return nothing where there is a problem
  public static Optional<SearchSpace> space(Node.Mapping sections, Problems problems) {
    Node.Mapping sound = new Checker(new FieldTable(SpaceFields.all()), problems).check(sections);
    Declarations declarations = new Declarations(problems);
    List<Declared> declared = declarations.read(sound);
    SequencedMap<String, Scope> scopes = new LinkedHashMap<>();
    Map<String, Span> places = new LinkedHashMap<>();
    declarations
        .places()
        .forEach((name, place) -> {
          scopes.put(name.key(), Scope.SERVER);
          places.put(name.key(), place);
        });
    if (declared.isEmpty()) {
      return Optional.empty();
    }
    Parameters parameters = new Parameters(scopes, places);
    return new SpaceReader(parameters, MachineFacts.plain(1), declared, problems)
        .read(sound, declared);
  }
}
