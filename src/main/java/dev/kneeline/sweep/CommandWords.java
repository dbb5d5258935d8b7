package dev.kneeline.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Cuts a command into words by the quoting rules of a POSIX shell, without being one.
public final class CommandWords {

  private static final Set<String> SHELL_ONLY =
      Set.of("|", "||", "&&", "&", ";", ">", ">>", "<", "2>&1");

  private static final Pattern ASSIGNMENT = Pattern.compile("(?s)[A-Za-z_]\\w*=.*");

  /// What a text came to.
  ///
  /// @param words the words; as far as they could be read where there is an error
  /// @param error what only a shell could do, or a quote that is not closed
  /// @param hint the way out
  public record Words(List<String> words, Optional<String> error, String hint) {
    public Words {
      words = List.copyOf(words);
    }
  }

  private CommandWords() {}

  /// The words of a command whose variables are set elsewhere: the first one is a program.
  static Words split(String text) {
    Words words = cut(text);
    return words.error().isEmpty() && isAssignment(words.words().getFirst())
        ? new Words(
            words.words(),
            Optional.of("'%s' is no program".formatted(words.words().getFirst())),
            "set variables below env:")
        : words;
  }

  /// Whether a word in front of a program sets a variable for it, as `HF_HUB_OFFLINE=1` does.
  public static boolean isAssignment(String word) {
    return ASSIGNMENT.matcher(word).matches();
  }

  /// The words of a command, assignments in front of its program among them.
  public static Words cut(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int index = 0; index < text.length(); index++) {
      char character = text.charAt(index);
      boolean escapes = character == '\\' && quote != '\'' && index + 1 < text.length();
      if (escapes && (quote == 0 || "\"\\$`\n".indexOf(text.charAt(index + 1)) >= 0)) {
        index++;
        word.append(text.charAt(index) == '\n' ? "" : text.charAt(index));
        inWord = inWord || text.charAt(index) != '\n';
      } else if (quote != 0) {
        if (character == quote) {
          quote = 0;
        } else {
          word.append(character);
        }
      } else if (character == '"' || character == '\'') {
        quote = character;
        inWord = true;
      } else if (Character.isWhitespace(character)) {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
          inWord = false;
        }
      } else {
        word.append(character);
        inWord = true;
      }
    }
    if (inWord) {
      words.add(word.toString());
    }
    return judge(words, quote);
  }

  private static Words judge(List<String> words, char openQuote) {
    if (openQuote != 0) {
      return new Words(
          words, Optional.of("a quote %s is not closed".formatted(openQuote)), "close it");
    }
    if (words.isEmpty()) {
      return new Words(words, Optional.of("a command has at least one word"), "name a program");
    }
    Optional<String> operator = words.stream().filter(SHELL_ONLY::contains).findFirst();
    if (operator.isPresent()) {
      return new Words(
          words,
          Optional.of("'%s' needs a shell, and none reads this command".formatted(operator.get())),
          "write [bash, -c, '...'], or quote the word to pass it on");
    }
    return new Words(words, Optional.empty(), "");
  }
}
