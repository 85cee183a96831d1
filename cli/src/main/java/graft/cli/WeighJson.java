package graft.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import graft.cli.Weighing.Part;
import graft.cli.Weighing.Program;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A weighing for programs.
final class WeighJson {
  private WeighJson() {}

  static String of(Weighing weighing) {
    return Json.write(json -> write(json, weighing));
  }

  private static void write(JsonGenerator json, Weighing weighing) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("files");
    for (Part part : weighing.parts().values()) {
      json.writeStartObject();
      json.writeStringField("name", part.name());
      size(json, "size", part.size());
      json.writeNumberField("exports", part.exports());
      json.writeObjectFieldStart("used");
      for (var each : part.used().entrySet()) {
        Json.strings(json, each.getKey(), each.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("programs");
    for (Program program : weighing.programs()) {
      program(json, weighing, program);
    }
    json.writeEndArray();
    size(json, "dynamic", weighing.dynamicTotal());
    size(json, "static", weighing.staticTotal());
    Json.strings(json, "advice", weighing.advice());
    json.writeEndObject();
  }

  private static void program(JsonGenerator json, Weighing weighing, Program program)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("main", program.main());
    Json.strings(json, "needed", program.start());
    Json.strings(json, "opened", program.later());
    Json.strings(json, "shared", weighing.shared(program));
    Json.strings(json, "moving", weighing.missing(program));
    size(json, "first", weighing.first(program));
    size(json, "everything", weighing.everything(program));
    size(json, "afterOthers", weighing.moving(program));
    size(json, "second", PackedSize.NOTHING);
    size(json, "static", program.linked());
    json.writeObjectFieldStart("milliseconds");
    for (Network network : Network.ALL) {
      long linked = weighing.staticMillis(program, network);
      json.writeObjectFieldStart(network.name());
      json.writeNumberField("dynamic", weighing.firstMillis(program, network));
      json.writeNumberField("fileByFile", weighing.fileByFileMillis(program, network));
      if (linked >= 0) {
        json.writeNumberField("static", linked);
      }
      json.writeNumberField("second", weighing.secondMillis(network));
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void size(JsonGenerator json, String name, @Nullable PackedSize size)
      throws IOException {
    if (size == null) {
      json.writeNullField(name);
      return;
    }
    json.writeObjectFieldStart(name);
    json.writeNumberField("raw", size.raw());
    json.writeNumberField("gzip", size.gzip());
    if (size.brotli() >= 0) {
      json.writeNumberField("brotli", size.brotli());
    }
    json.writeEndObject();
  }
}
