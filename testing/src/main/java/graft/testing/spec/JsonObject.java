package graft.testing.spec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A JSON object as a tree; strings, numbers (as their text), objects and arrays are all that
/// `wast2json` writes.
final class JsonObject {
  private final Map<String, Object> members = new LinkedHashMap<>();

  /// Reads a file that holds one object.
  static JsonObject read(Path file) throws IOException {
    try (JsonParser in = new JsonFactory().createParser(file.toFile())) {
      in.nextToken();
      return (JsonObject) value(in);
    }
  }

  private static Object value(JsonParser in) throws IOException {
    if (in.currentToken() == JsonToken.START_OBJECT) {
      JsonObject object = new JsonObject();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        in.nextToken();
        object.members.put(name, value(in));
      }
      return object;
    }
    if (in.currentToken() == JsonToken.START_ARRAY) {
      List<Object> values = new ArrayList<>();
      while (in.nextToken() != JsonToken.END_ARRAY) {
        values.add(value(in));
      }
      return values;
    }
    return in.getText();
  }

  boolean has(String name) {
    return members.containsKey(name);
  }

  @Nullable String textOrNull(String name) {
    return (String) members.get(name);
  }

  String text(String name) {
    return (String) member(name);
  }

  JsonObject object(String name) {
    return (JsonObject) member(name);
  }

  List<JsonObject> objects(String name) {
    return list(name).stream().map(JsonObject.class::cast).toList();
  }

  List<String> texts(String name) {
    return list(name).stream().map(String.class::cast).toList();
  }

  private List<?> list(String name) {
    return (List<?>) member(name);
  }

  private Object member(String name) {
    Object value = members.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no member " + name + " in " + members);
    }
    return value;
  }

  @Override
  public String toString() {
    return members.toString();
  }
}
