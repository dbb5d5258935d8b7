package dev.kneeline.wire.serve;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// A request body sent in chunks (RFC 9112 7.1), read as far as its bytes have come.
final class ChunkedBody {

  private final int limit;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private int position;
  private boolean inTrailer;

  ChunkedBody(int start, int limit) {
    this.position = start;
    this.limit = limit;
  }

  /// Where the request ends, once [#advance] has answered true.
  int position() {
    return position;
  }

  byte[] body() {
    return body.toByteArray();
  }

  /// Reads on; true once the last chunk and its trailer were seen.
  boolean advance(byte[] bytes, int length) throws HttpProblem {
    while (true) {
      int lineEnd = lineEnd(bytes, length);
      if (lineEnd < 0) {
        return false;
      }
      String line =
          new String(bytes, position, lineEnd - 1 - position, StandardCharsets.ISO_8859_1);
      if (inTrailer) {
        position = lineEnd + 1;
        if (line.isEmpty()) {
          return true;
        }
        continue;
      }
      int size = chunkSize(line);
      if (size == 0) {
        inTrailer = true;
        position = lineEnd + 1;
        continue;
      }
      int end = lineEnd + 1 + size + 2;
      if (length < end) {
        return false;
      }
      body.write(bytes, lineEnd + 1, size);
      position = end;
    }
  }

  private int lineEnd(byte[] bytes, int length) {
    for (int at = position + 1; at < length; at++) {
      if (bytes[at] == '\n' && bytes[at - 1] == '\r') {
        return at;
      }
    }
    return -1;
  }

  private int chunkSize(String line) throws HttpProblem {
    int extension = line.indexOf(';');
    String digits = (extension < 0 ? line : line.substring(0, extension)).strip();
    long size;
    try {
      size = Long.parseLong(digits, 16);
    } catch (NumberFormatException notHex) {
      throw new HttpProblem(400, "a chunk's size is not hexadecimal: " + line);
    }
    if (size < 0 || size + body.size() > limit) {
      throw new HttpProblem(413, "a chunked body over %d bytes".formatted(limit));
    }
    return (int) size;
  }
}
