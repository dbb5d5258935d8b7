package dev.kneeline.sweep;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// Reads the files that people write.
final class Texts {

  /// No sweep file is larger; a larger file is something else.
  private static final long LARGEST = 4 << 20;

  private Texts() {}

  /// The text of a file by the name under which it was given; nothing where it cannot be read.
  static Optional<Source> read(Path file, Problems problems) {
    Source nowhere = Source.of(file.toString(), "");
    try {
      if (Files.isDirectory(file)) {
        problems.error(nowhere.start(), "this is a folder, not a file", "name the file in it");
        return Optional.empty();
      }
      if (Files.size(file) > LARGEST) {
        problems.error(nowhere.start(), "the file has more than 4 MB", "is it the right file?");
        return Optional.empty();
      }
      // Strictly, since a wrong byte would otherwise turn up as a sign in some flag.
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
              .toString();
      return Optional.of(Source.of(file.toString(), text));
    } catch (NoSuchFileException missing) {
      problems.error(nowhere.start(), "there is no such file", "kneeline init writes a first one");
    } catch (CharacterCodingException encoding) {
      problems.error(nowhere.start(), "the file is not UTF-8", "save it as UTF-8");
    } catch (IOException unreadable) {
      problems.error(nowhere.start(), "the file cannot be read: " + unreadable.getMessage(), "");
    }
    return Optional.empty();
  }
}
