package graft.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.ByteArrayOutputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Reads and writes the small JSON files of this module. Parts that are unknown are passed over,
/// unless the reader says what it expects.
final class Json {
  private Json() {}

  /// Writes something.
  @FunctionalInterface
  interface Writer {
    void writeTo(JsonGenerator json) throws IOException;
  }

  /// An object. Its values are strings (numbers and truth values as they are written), lists of
  /// such, and objects.
  ///
  /// @param where the file and the way to this object, for messages
  record ObjectValue(String where, Map<String, Object> fields) {
    String text(String name) throws IOException {
      String text = optionalText(name);
      if (text == null) {
        throw new IOException(where + ": expected \"" + name + "\"");
      }
      return text;
    }

    @Nullable String optionalText(String name) throws IOException {
      Object value = fields.get(name);
      if (value != null && !(value instanceof String)) {
        throw new IOException(where + ": expected a word as \"" + name + "\"");
      }
      return (String) value;
    }

    long number(String name) throws IOException {
      try {
        return Long.parseLong(text(name));
      } catch (NumberFormatException e) {
        throw new IOException(where + ": expected a number as \"" + name + "\"", e);
      }
    }

    /// A field that nobody reads is one that somebody has misspelled.
    ///
    /// @throws IOException if there is another field than these
    void expectOnly(List<String> known) throws IOException {
      for (String name : fields.keySet()) {
        if (!known.contains(name)) {
          String near =
              known.stream().min(Comparator.comparingInt(each -> distance(name, each))).orElse("");
          throw new IOException(
              where
                  + ": unknown field \""
                  + name
                  + "\": "
                  + (distance(name, near) <= 2
                      ? "did you mean \"" + near + "\"?"
                      : "expected " + String.join(", ", known)));
        }
      }
    }

    List<String> texts(String name) throws IOException {
      List<String> texts = new ArrayList<>();
      if (fields.get(name) instanceof List<?> list) {
        for (Object each : list) {
          if (!(each instanceof String text)) {
            throw new IOException(where + ": expected words in \"" + name + "\"");
          }
          texts.add(text);
        }
      } else if (fields.containsKey(name)) {
        throw new IOException(where + ": expected a list as \"" + name + "\"");
      }
      return texts;
    }

    Map<String, ObjectValue> objects(String name) throws IOException {
      if (!(fields.get(name) instanceof ObjectValue object)) {
        throw new IOException(where + ": expected an object as \"" + name + "\"");
      }
      Map<String, ObjectValue> objects = new LinkedHashMap<>();
      for (var each : object.fields.entrySet()) {
        if (!(each.getValue() instanceof ObjectValue value)) {
          throw new IOException(object.where + ": expected an object as \"" + each.getKey() + "\"");
        }
        objects.put(each.getKey(), value);
      }
      return objects;
    }
  }

  /// How many letters to insert, leave out or replace.
  private static int distance(String one, String other) {
    int[] row = IntStream.rangeClosed(0, other.length()).toArray();
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }

  /// With a newline at the end.
  static byte[] write(Writer writer) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.setPrettyPrinter(
          new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter));
      writer.writeTo(json);
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /// @throws IOException if it is no object, or damaged
  static ObjectValue read(String name, byte[] bytes) throws IOException {
    try (JsonParser json = new JsonFactory().createParser(bytes)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException(name + ": expected a JSON object");
      }
      ObjectValue object = object(name, json);
      if (json.nextToken() != null) {
        throw new IOException(name + ": expected nothing behind the JSON object");
      }
      return object;
    } catch (JsonEOFException e) {
      throw malformed(name, "it ends in the middle", e);
    } catch (JsonProcessingException e) {
      throw malformed(name, unexpected(bytes, e.getLocation().getByteOffset()), e);
    } catch (CharConversionException e) {
      throw new IOException(name + ": malformed JSON: not UTF-8", e);
    }
  }

  /// The parser's own words speak of its insides; what is there, and where, helps more.
  private static IOException malformed(String name, String what, JsonProcessingException problem) {
    JsonLocation where = problem.getLocation();
    return new IOException(
        name
            + ": malformed JSON: "
            + what
            + " (at line "
            + where.getLineNr()
            + ", column "
            + where.getColumnNr()
            + ")",
        problem);
  }

  private static String unexpected(byte[] bytes, long offset) {
    int from = Math.clamp(offset, 0, bytes.length);
    String rest =
        new String(bytes, from, Math.min(16, bytes.length - from), StandardCharsets.UTF_8);
    String[] words = rest.strip().split("\\s", 2);
    return words[0].isEmpty()
        ? "something is missing"
        : "unexpected " + words[0].replaceAll("\\p{Cntrl}", "?");
  }

  private static ObjectValue object(String where, JsonParser json) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      Object value = value(where + ": " + name, json);
      if (value != null && fields.put(name, value) != null) {
        throw new IOException(where + ": \"" + name + "\" stands there twice");
      }
    }
    return new ObjectValue(where, fields);
  }

  private static @Nullable Object value(String where, JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> object(where, json);
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          Object value = value(where, json);
          if (value != null) {
            list.add(value);
          }
        }
        yield list;
      }
      case VALUE_NULL -> null;
      default -> json.getText();
    };
  }
}
