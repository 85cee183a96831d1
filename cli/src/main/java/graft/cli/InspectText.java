package graft.cli;

import graft.cli.ModuleFacts.Addresses;
import graft.cli.ModuleFacts.Kind;
import graft.cli.ModuleFacts.Offered;
import graft.cli.ModuleFacts.Role;
import graft.cli.ModuleFacts.Use;
import graft.cli.ModuleFacts.Wanted;
import graft.format.Dylink;
import graft.format.Producers;
import graft.format.Section;
import graft.format.TargetFeatures;
import graft.format.WasmModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What `graft inspect` prints for people.
final class InspectText {
  private final ModuleFacts facts;
  private final WasmModule module;
  private final StringBuilder text = new StringBuilder();

  private InspectText(ModuleFacts facts) {
    this.facts = facts;
    this.module = facts.module();
  }

  static String of(ModuleFacts facts) {
    InspectText printer = new InspectText(facts);
    printer.printSummary();
    printer.printImports();
    printer.printExports();
    printer.printSections();
    return printer.text.append('\n').toString();
  }

  private void printSummary() {
    text.append(module.file()).append(": ").append(kind()).append('\n');
    Rows rows = new Rows("  ");
    rows.add(
        "size",
        count(module.bytes().length, "byte") + ", " + count(module.bodies().size(), "function"));
    Dylink dylink = module.dylink();
    if (dylink != null) {
      rows.add(
          "memory",
          count(dylink.memorySize(), "byte") + ", aligned to " + (1L << dylink.memoryAlignment()));
      rows.add(
          "table",
          count(dylink.tableSize(), "slot") + ", aligned to " + (1L << dylink.tableAlignment()));
      addIfAny(rows, "needs", dylink.needed());
      addIfAny(rows, "looks in", dylink.runtimePath());
    }
    String name = module.names().module();
    if (name != null && !name.isEmpty()) {
      rows.add("own name", name);
    }
    addIfAny(rows, "made by", producers());
    addIfAny(rows, "features", features());
    rows.appendTo(text);
  }

  private String kind() {
    if (facts.role() == Role.STATIC || facts.role() == Role.OBJECT) {
      return facts.role().text();
    }
    Dylink dylink = module.dylink();
    return facts.role().text()
        + (facts.addresses() == Addresses.RELOCATABLE ? ", relocatable" : ", at fixed addresses")
        + (dylink != null && dylink.legacy() ? ", of the old kind (dylink)" : " (dylink.0)");
  }

  private static void addIfAny(Rows rows, String title, List<String> values) {
    if (!values.isEmpty()) {
      rows.add(title, String.join(", ", values));
    }
  }

  private List<String> producers() {
    return Producers.of(module).fields().values().stream()
        .flatMap(List::stream)
        .map(each -> (each.name() + " " + each.version()).strip())
        .toList();
  }

  private List<String> features() {
    TargetFeatures features = TargetFeatures.of(module);
    List<String> all = new ArrayList<>(features.used());
    features.required().forEach(each -> all.add("=" + each));
    features.disallowed().forEach(each -> all.add("-" + each));
    return all;
  }

  private void printImports() {
    text.append("\nimports: ").append(facts.imports().size()).append('\n');
    printImports(Use.FUNCTION, "functions");
    printImports(Use.FUNCTION_ADDRESS, "addresses of functions (GOT.func)");
    printImports(Use.VARIABLE_ADDRESS, "addresses of variables (GOT.mem)");
    printImports(Use.SHARED, "shared");
  }

  private void printImports(Use use, String title) {
    Rows rows = new Rows("    ");
    for (Wanted each : facts.imports()) {
      if (each.use() == use) {
        String type =
            use == Use.FUNCTION || use == Use.SHARED ? ModuleFacts.show(each.source().type()) : "";
        rows.add(each.symbol(), type + (each.weak() ? " weak" : ""));
      }
    }
    print(title, rows);
  }

  private void printExports() {
    text.append("\nexports: ").append(facts.exports().size()).append('\n');
    printExports(Kind.FUNCTION, "functions");
    printExports(
        Kind.VARIABLE,
        facts.addresses() == Addresses.RELOCATABLE
            ? "variables, from the memory base"
            : "variables");
    printExports(Kind.SHARED, "shared");
  }

  private void printExports(Kind kind, String title) {
    Rows rows = new Rows("    ");
    for (Offered each : facts.exports()) {
      if (each.kind() == kind) {
        Long address = each.address();
        rows.add(
            each.source().name(),
            (address == null ? ModuleFacts.show(each.type()) : "at " + address)
                + (each.threadLocal() ? " in each thread's block" : ""));
      }
    }
    print(title, rows);
  }

  private void print(String title, Rows rows) {
    if (!rows.isEmpty()) {
      text.append("  ").append(title).append('\n');
      rows.appendTo(text);
    }
  }

  private void printSections() {
    text.append("\nsections: ").append(module.sections().size()).append('\n');
    Rows rows = new Rows("  ");
    for (Section section : module.sections()) {
      rows.add(
          section.name() + (section.id() == 0 ? " (custom)" : ""),
          count(section.sizeInBytes(), "byte") + " at 0x" + Integer.toHexString(section.offset()));
    }
    rows.appendTo(text);
  }

  /// A number and what it counts: `1 byte`, `12,345 bytes`.
  static String count(long number, String what) {
    return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
  }

  /// Names in a row.
  static String list(List<?> values) {
    return values.stream().map(Object::toString).collect(Collectors.joining(", "));
  }
}
