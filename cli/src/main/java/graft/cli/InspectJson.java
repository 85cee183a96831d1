package graft.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import graft.cli.ModuleFacts.Addresses;
import graft.cli.ModuleFacts.Offered;
import graft.cli.ModuleFacts.Use;
import graft.cli.ModuleFacts.Wanted;
import graft.format.Dylink;
import graft.format.Producers;
import graft.format.Section;
import graft.format.TargetFeatures;
import graft.format.WasmModule;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What `graft inspect --json` prints.
final class InspectJson {
  private final JsonGenerator json;
  private final ModuleFacts facts;
  private final WasmModule module;

  private InspectJson(JsonGenerator json, ModuleFacts facts) {
    this.json = json;
    this.facts = facts;
    this.module = facts.module();
  }

  /// An array with an object for each module.
  static String of(List<ModuleFacts> all) {
    return Json.write(json -> {
      json.writeStartArray();
      for (ModuleFacts facts : all) {
        new InspectJson(json, facts).write();
      }
      json.writeEndArray();
    });
  }

  private void write() throws IOException {
    json.writeStartObject();
    json.writeStringField("file", module.file());
    json.writeStringField("kind", facts.role().word());
    json.writeBooleanField("relocatable", facts.addresses() == Addresses.RELOCATABLE);
    json.writeNumberField("sizeInBytes", module.bytes().length);
    json.writeNumberField("functions", module.bodies().size());
    writeDylink();
    json.writeArrayFieldStart("imports");
    for (Wanted each : facts.imports()) {
      write(each);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("exports");
    for (Offered each : facts.exports()) {
      write(each);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("sections");
    for (Section section : module.sections()) {
      write(section);
    }
    json.writeEndArray();
    writeProducers();
    json.writeEndObject();
  }

  private void writeDylink() throws IOException {
    String name = module.names().module();
    if (name != null) {
      json.writeStringField("ownName", name);
    }
    Dylink dylink = module.dylink();
    if (dylink == null) {
      return;
    }
    json.writeObjectFieldStart("dylink");
    json.writeStringField("section", dylink.legacy() ? "dylink" : "dylink.0");
    json.writeNumberField("memorySizeInBytes", dylink.memorySize());
    json.writeNumberField("memoryAlignment", 1L << dylink.memoryAlignment());
    json.writeNumberField("tableSlots", dylink.tableSize());
    json.writeNumberField("tableAlignment", 1L << dylink.tableAlignment());
    Json.strings(json, "needed", dylink.needed());
    Json.strings(json, "runtimePath", dylink.runtimePath());
    if (dylink.architecture() != null) {
      json.writeStringField("architecture", dylink.architecture());
    }
    json.writeEndObject();
  }

  private void write(Wanted wanted) throws IOException {
    json.writeStartObject();
    json.writeStringField("module", wanted.source().module());
    json.writeStringField("name", wanted.source().name());
    json.writeStringField("use", word(wanted.use()));
    json.writeStringField("kind", wanted.source().kind().toString());
    json.writeStringField("type", wanted.source().type().toString());
    json.writeBooleanField("weak", wanted.weak());
    json.writeEndObject();
  }

  private static String word(Use use) {
    return use.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private void write(Offered offered) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", offered.source().name());
    json.writeStringField("use", offered.kind().name().toLowerCase(Locale.ROOT));
    json.writeStringField("kind", offered.source().kind().toString());
    if (offered.type() != null) {
      json.writeStringField("type", offered.type().toString());
    }
    if (offered.address() != null) {
      json.writeNumberField("address", offered.address());
      json.writeBooleanField("threadLocal", offered.threadLocal());
    }
    json.writeEndObject();
  }

  private void write(Section section) throws IOException {
    json.writeStartObject();
    json.writeNumberField("id", section.id());
    json.writeStringField("name", section.name());
    json.writeNumberField("offset", section.offset());
    json.writeNumberField("sizeInBytes", section.sizeInBytes());
    json.writeEndObject();
  }

  private void writeProducers() throws IOException {
    json.writeObjectFieldStart("producers");
    for (Map.Entry<String, List<Producers.Producer>> field :
        Producers.of(module).fields().entrySet()) {
      json.writeObjectFieldStart(field.getKey());
      for (Producers.Producer each : field.getValue()) {
        json.writeStringField(each.name(), each.version());
      }
      json.writeEndObject();
    }
    json.writeEndObject();
    TargetFeatures features = TargetFeatures.of(module);
    json.writeObjectFieldStart("features");
    Json.strings(json, "used", features.used());
    Json.strings(json, "required", features.required());
    Json.strings(json, "disallowed", features.disallowed());
    json.writeEndObject();
  }
}
