package graft.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import graft.dl.DependencyTree;
import graft.dl.DependencyTree.Node;
import graft.dl.UndefinedSymbol;
import java.io.IOException;
import java.util.Locale;

/// What `graft ldd` prints.
final class LddOutput {
  private LddOutput() {}

  /// For people.
  ///
  /// @param symbols whether to print what stays undefined
  static String text(DependencyTree tree, boolean symbols) {
    StringBuilder text = new StringBuilder();
    append(text, tree.root(), "");
    if (symbols) {
      for (UndefinedSymbol symbol : tree.undefined()) {
        text.append(symbol).append('\n');
      }
    }
    return text.toString();
  }

  private static void append(StringBuilder text, Node node, String indent) {
    text.append(indent).append(node.name());
    if (!indent.isEmpty()) {
      text.append(" => ").append(place(node));
    }
    text.append('\n');
    for (Node needed : node.needed()) {
      append(text, needed, indent + "  ");
    }
  }

  private static String place(Node node) {
    if (node.location() != null) {
      return node.location() + (node.repeated() ? " (see above)" : "");
    }
    String searched = "not in " + String.join(", ", node.searched());
    String problem = String.valueOf(node.problem());
    return problem.endsWith(searched) ? "not found: " + searched : problem;
  }

  /// For programs.
  static String json(DependencyTree tree, boolean symbols) {
    return Json.write(json -> {
      json.writeStartObject();
      json.writeBooleanField("complete", tree.isComplete());
      json.writeFieldName("root");
      write(json, tree.root());
      if (symbols) {
        json.writeArrayFieldStart("undefined");
        for (UndefinedSymbol symbol : tree.undefined()) {
          write(json, symbol);
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    });
  }

  private static void write(JsonGenerator json, Node node) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", node.name());
    json.writeStringField("location", node.location());
    if (node.problem() != null) {
      json.writeStringField("problem", node.problem());
    }
    Json.strings(json, "searched", node.searched());
    json.writeBooleanField("repeated", node.repeated());
    json.writeArrayFieldStart("needed");
    for (Node each : node.needed()) {
      write(json, each);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, UndefinedSymbol symbol) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", symbol.name());
    json.writeStringField("kind", symbol.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    json.writeStringField("type", symbol.type() == null ? null : symbol.type().toString());
    json.writeStringField("requester", symbol.requester());
    json.writeEndObject();
  }
}
