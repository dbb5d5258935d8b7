package dev.kneeline.exec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/// The numbers and short texts of a result file by their dotted path, of its last JSON value.
///
/// Read as a stream, since a detailed result holds every token's time: what is not asked for is
/// skipped, not kept. Python writes NaN and Infinity, which JSON does not know; they are read too.
final class ResultNumbers {

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private final Predicate<String> enter;
  private Map<String, Double> numbers = new LinkedHashMap<>();
  private Map<String, String> texts = new LinkedHashMap<>();

  private ResultNumbers(Predicate<String> enter) {
    this.enter = enter;
  }

  /// What the file holds.
  record Content(Map<String, Double> numbers, Map<String, String> texts) {}

  /// @param enter whether an object or list at this path is looked into
  /// @throws UnreadableResultException if there is no file, no JSON in it, or only the beginning
  static Content read(Path file, Predicate<String> enter) throws UnreadableResultException {
    try (InputStream bytes = Files.newInputStream(file);
        JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
      ResultNumbers reader = new ResultNumbers(enter);
      boolean any = false;
      while (parser.nextToken() != null) {
        any = true;
        reader.numbers = new LinkedHashMap<>();
        reader.texts = new LinkedHashMap<>();
        reader.value(parser, "");
      }
      if (!any) {
        throw new UnreadableResultException("the result file %s is empty".formatted(file));
      }
      return new Content(reader.numbers, reader.texts);
    } catch (JacksonException malformed) {
      throw new UnreadableResultException(
          "the result file %s is no valid JSON at line %d: %s"
              .formatted(
                  file, malformed.getLocation().getLineNr(), malformed.getOriginalMessage()));
    } catch (IOException missing) {
      throw new UnreadableResultException("there is no result file %s".formatted(file));
    }
  }

  private void value(JsonParser parser, String path) {
    switch (parser.currentToken()) {
      case START_OBJECT -> object(parser, path);
      case START_ARRAY -> list(parser, path);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> numbers.put(path, parser.getDoubleValue());
      case VALUE_STRING -> texts.put(path, parser.getString());
      case VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> {}
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("a JSON value begins otherwise");
    }
  }

  private void object(JsonParser parser, String path) {
    if (!path.isEmpty() && !enter.test(path)) {
      parser.skipChildren();
      return;
    }
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      parser.nextToken();
      value(parser, path.isEmpty() ? name : path + "." + name);
    }
  }

  /// Elements are named by their place, from 0: `results.0.ttft`.
  private void list(JsonParser parser, String path) {
    if (!path.isEmpty() && !enter.test(path)) {
      parser.skipChildren();
      return;
    }
    int index = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      value(parser, path.isEmpty() ? Integer.toString(index) : path + "." + index);
      index++;
    }
  }
}
