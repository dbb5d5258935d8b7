package dev.kneeline.llama;

import de.kherud.llama.InferenceParameters;
import java.lang.reflect.Field;
import java.util.Map;

/// Sets request fields which the engine understands and the binding offers no method for: a prompt
/// of token ids, and the slot to run in.
///
/// The binding hands a map of JSON fragments to the engine but keeps the map to itself, so it is
/// reached by reflection; the binding's version is fixed in the POM, and the tests fail if the map
/// moves.
final class RawParameters {

  private static final Field FRAGMENTS = fragments();

  private RawParameters() {}

  /// Sets one field of the request to a JSON fragment.
  @SuppressWarnings("unchecked")
  static void set(InferenceParameters parameters, String name, String json) {
    try {
      ((Map<String, String>) FRAGMENTS.get(parameters)).put(name, json);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Field fragments() {
    try {
      Field field = InferenceParameters.class.getSuperclass().getDeclaredField("parameters");
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("the binding is not the version this was written for", e);
    }
  }
}
