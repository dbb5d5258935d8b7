package dev.kneeline.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// ShareGPT's list of conversations, a file of hundreds of megabytes of which a load needs some
/// hundred prompts. It is gone through once to learn where each conversation begins; only those of
/// use are then read, and their tokens counted.
final class ShareGptFile implements AutoCloseable {

  private final FileChannel channel;

  ShareGptFile(Path file) throws IOException {
    channel = FileChannel.open(file);
  }

  /// Where each conversation begins, in bytes.
  List<Long> conversations() throws IOException {
    List<Long> places = new ArrayList<>();
    try (JsonParser parser = parser(0)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw new IOException("the file is no list of conversations");
      }
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        places.add(parser.currentTokenLocation().getByteOffset());
        parser.skipChildren();
      }
      return places;
    } catch (JacksonException malformed) {
      throw new IOException("not JSON: " + malformed.getOriginalMessage(), malformed);
    }
  }

  /// The conversation that begins there.
  JsonNode at(long place) throws IOException {
    try (JsonParser parser = parser(place)) {
      return parser.readValueAsTree();
    } catch (JacksonException malformed) {
      throw new IOException("not JSON: " + malformed.getOriginalMessage(), malformed);
    }
  }

  /// The stream stays open when the parser is closed: it is the channel's.
  private JsonParser parser(long place) throws IOException {
    channel.position(place);
    return JsonMapper.shared().createParser(new Unclosed(channel));
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static final class Unclosed extends java.io.FilterInputStream {
    Unclosed(FileChannel channel) {
      super(Channels.newInputStream(channel));
    }

    @Override
    public void close() {
      // The channel is closed by its owner.
    }
  }
}
