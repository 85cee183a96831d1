package graft.testing.ld;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/// Writes assembly with symbols of all kinds, whose names come from a small set, so that objects
/// define, need, override, wrap and contradict one another.
final class RandomObject {
  private static final List<String> TYPES =
      List.of("() -> ()", "(i32) -> (i32)", "() -> (i32)", "(i64, f32) -> (f64)", "(P) -> (P)");

  private static final List<String> FUNCTIONS =
      List.of(
          "_start",
          "f1",
          "f2",
          "f3",
          "f4",
          "_ZN3app5countEi",
          "_Z4pickIiET_S0_",
          "__wrap_f1",
          "__real_f1",
          "main");

  private static final List<String> DATA =
      List.of("d1", "d2", "d3", "_ZN3app5totalE", "d.4", "__heap_base", "__dso_handle");

  private static final List<String> THREAD_LOCAL = List.of("t1", "t2");
  private static final List<String> GLOBALS = List.of("g1", "g2", "__stack_pointer", "g3");
  private static final List<String> SECTIONS =
      List.of(
          ".data.%s",
          ".data",
          ".bss.%s",
          ".bss",
          ".rodata.%s",
          "set",
          "other.set.%s",
          "kept.%s",
          ".data.rel.%s");

  private static final List<String> TEXTS =
      List.of(
          "hello", "lo", "o", "world hello", "", "app", "a longer text of which others are an end");

  /// Globals, tables and tags cannot be weak where they are undefined.
  private static final Set<String> NEVER_WEAK =
      Set.of("g1", "g2", "g3", "__stack_pointer", "tab1", "tab2", "__cpp_exception", "tag1");

  /// How an object knows a name.
  private enum Role {
    ABSENT,
    UNDEFINED,
    WEAK_UNDEFINED,
    LOCAL,
    WEAK,
    STRONG
  }

  private record Name(String text, Role role, String type) {
    boolean isDefined() {
      return role.compareTo(Role.LOCAL) >= 0;
    }
  }

  private final SplittableRandom random;
  private final boolean wide;
  private final boolean pic;
  private final boolean threads;
  private final int number;
  private final StringBuilder out = new StringBuilder();
  private final List<Name> functions = new ArrayList<>();
  private final List<Name> data = new ArrayList<>();
  private final List<Name> threadLocal = new ArrayList<>();
  private final List<Name> globals = new ArrayList<>();
  private final List<Name> tables = new ArrayList<>();
  private final List<Name> tags = new ArrayList<>();
  private int labels;

  /// @param number makes the object's own names
  /// @param wide whether addresses have 64 bits
  RandomObject(SplittableRandom random, int number, boolean wide) {
    this.random = random;
    this.number = number;
    this.wide = wide;
    this.pic = chance(40);
    this.threads = chance(25);
  }

  /// Options that llvm-mc needs for the text.
  List<String> options() {
    return List.of(
        "-triple=" + (wide ? "wasm64" : "wasm32") + "-unknown-unknown",
        "-mattr=+reference-types,+exception-handling,+atomics,+bulk-memory,+multivalue,+tail-call");
  }

  /// The assembly text.
  String text() {
    declare();
    shuffled(functions).stream().filter(Name::isDefined).forEach(this::function);
    shuffled(data).stream().filter(Name::isDefined).forEach(this::datum);
    threadLocal.stream().filter(Name::isDefined).forEach(this::threadLocalDatum);
    aliases();
    constructors();
    customSections();
    return out.toString();
  }

  // Names.

  private void declare() {
    List<String> names = new ArrayList<>(FUNCTIONS);
    names.addAll(List.of("own" + number, "own" + (number + 1), "local_function"));
    for (String name : names) {
      String type = TYPES.get(Math.floorMod(name.hashCode(), TYPES.size()));
      add(functions, name, chance(4) ? pick(TYPES) : type);
    }
    List<String> variables = new ArrayList<>(DATA);
    variables.addAll(List.of("var" + number, "var" + (number + 1), "local_data"));
    variables.forEach(name -> add(data, name, ""));
    if (threads || chance(10)) {
      THREAD_LOCAL.forEach(name -> add(threadLocal, name, ""));
    }
    GLOBALS.forEach(name ->
        add(globals, name, name.equals("__stack_pointer") ? "P" : chance(92) ? "i32" : "i64"));
    List.of("tab1", "tab2")
        .forEach(
            name -> add(tables, name, name.equals("tab1") ^ chance(8) ? "externref" : "funcref"));
    List.of("__cpp_exception", "tag1").forEach(name -> add(tags, name, "P"));
    if (chance(6)) {
      // A name of another kind.
      data.removeIf(name -> name.text.equals("d1"));
      pick(functions, tables, tags, globals).add(new Name("d1", Role.WEAK, "i32"));
    }
    for (Name name : functions) {
      line(".functype %s %s", name.text, name.type.contains("->") ? name.type : "() -> ()");
      if (!name.isDefined() && chance(10)) {
        line(".import_module %s, %s", name.text, pick("env", "m"));
      }
      if (!name.isDefined() && chance(10)) {
        line(".import_name %s, %s", name.text, pick("n", name.text));
      }
      flags(name);
      if (name.isDefined() && chance(7)) {
        line(".export_name %s, %s", name.text, chance(5) ? "memory" : name.text + "_out" + number);
      }
    }
    data.forEach(this::flags);
    threadLocal.forEach(this::flags);
    for (Name name : globals) {
      line(
          ".globaltype %s, %s%s",
          name.text, name.type, name.text.equals("g3") ? ", immutable" : "");
      flags(name);
    }
    for (Name name : tables) {
      line(
          ".tabletype %s, %s%s",
          name.text,
          name.type.endsWith("ref") ? name.type : "funcref",
          pick("", "", ", 3", ", 2, 9"));
      flags(name);
    }
    for (Name name : tags) {
      line(".tagtype %s %s", name.text, name.type.isEmpty() ? "i32" : name.type);
      flags(name);
    }
    globals.stream().filter(Name::isDefined).forEach(name -> line("%s:", name.text));
    tables.stream().filter(Name::isDefined).forEach(name -> line("%s:", name.text));
    tags.stream().filter(Name::isDefined).forEach(name -> line("%s:", name.text));
  }

  private void add(List<Name> to, String name, String type) {
    Role role;
    if (name.startsWith("local")) {
      role = chance(60) ? Role.LOCAL : Role.ABSENT;
    } else if (name.startsWith("own") || name.startsWith("var")) {
      role = name.endsWith("" + number) ? Role.STRONG : Role.UNDEFINED;
    } else if (name.startsWith("__") && !name.contains("_f1") && !name.contains("cpp")) {
      role = chance(30) ? Role.UNDEFINED : Role.ABSENT;
    } else {
      int dice = random.nextInt(100);
      role =
          dice < 45
              ? Role.ABSENT
              : dice < 70
                  ? Role.UNDEFINED
                  : dice < 76
                      ? Role.WEAK_UNDEFINED
                      : dice < 80 ? Role.LOCAL : dice < 97 ? Role.WEAK : Role.STRONG;
    }
    if (role == Role.WEAK_UNDEFINED && NEVER_WEAK.contains(name)) {
      role = Role.UNDEFINED;
    }
    if (role != Role.ABSENT) {
      to.add(new Name(name, role, type));
    }
  }

  private void flags(Name name) {
    switch (name.role) {
      case WEAK, WEAK_UNDEFINED -> line(".weak %s", name.text);
      case STRONG -> line(".globl %s", name.text);
      default -> {}
    }
    if (name.role != Role.LOCAL && chance(name.isDefined() ? 25 : 6)) {
      line(".hidden %s", name.text);
    }
    if (name.isDefined() && chance(8)) {
      line(".no_dead_strip %s", name.text);
    }
  }

  // Code.

  private void function(Name name) {
    String section = ".text." + name.text;
    if (name.role == Role.WEAK && chance(30)) {
      line(".section %s,\"G\",@,%s,comdat", section, name.text);
    } else {
      line(".section %s,\"\",@", section);
    }
    line(".type %s,@function", name.text);
    line("%s:", name.text);
    String type = name.type.contains("->") ? name.type : "() -> ()";
    line(".functype %s %s", name.text, type);
    if (chance(30)) {
      line(".local i32, %s", pick("i64", "f64, i32", "externref"));
    }
    for (int i = random.nextInt(6); i > 0; i--) {
      statement();
    }
    result(type.substring(type.indexOf("->") + 2).trim());
    line("end_function");
  }

  private void result(String results) {
    for (String each : results.replaceAll("[(), ]+", " ").trim().split(" ", -1)) {
      if (!each.isEmpty()) {
        line("%s.const %s", each, each.startsWith("f") ? "1.5" : "" + random.nextInt(200));
      }
    }
  }

  private void statement() {
    List<Supplier<Boolean>> kinds =
        List.of(
            this::call,
            this::call,
            this::addressOfFunction,
            this::addressOfData,
            this::addressOfData,
            this::access,
            this::global,
            this::table,
            this::exception,
            this::indirect,
            this::position,
            this::threadAddress);
    for (int tries = 0; tries < 4 && !pick(kinds).get(); tries++) {}
  }

  private boolean call() {
    if (functions.isEmpty()) {
      return false;
    }
    Name callee = pick(functions);
    String type = callee.type.contains("->") ? callee.type : "() -> ()";
    result(type.substring(0, type.indexOf("->")).trim());
    line("call %s", callee.text);
    return drop(!type.endsWith("()"));
  }

  private boolean addressOfFunction() {
    if (functions.isEmpty()) {
      return false;
    }
    line("P.const %s", pick(functions).text);
    return drop(true);
  }

  private boolean addressOfData() {
    if (data.isEmpty()) {
      return false;
    }
    line("P.const %s%s", pick(data).text, pick("", "", "+4", "-8", "+65536"));
    return drop(true);
  }

  private boolean access() {
    if (data.isEmpty()) {
      return false;
    }
    line("P.const %d", random.nextInt(3) * 4);
    line("i32.load %s%s", pick(data).text, pick("", "+4"));
    return drop(true);
  }

  private boolean global() {
    if (globals.isEmpty()) {
      return false;
    }
    Name name = pick(globals);
    line("global.get %s", name.text);
    if (name.isDefined() && !name.text.equals("g3") && chance(40)) {
      line("global.set %s", name.text);
      return true;
    }
    return drop(true);
  }

  private boolean table() {
    if (tables.isEmpty()) {
      return false;
    }
    line("table.size %s", pick(tables).text);
    return drop(true);
  }

  private boolean exception() {
    if (tags.isEmpty()) {
      return false;
    }
    Name tag = pick(tags);
    line("i32.const 0");
    line("if");
    line("%s.const 1", tag.type.isEmpty() ? "i32" : tag.type);
    line("throw %s", tag.text);
    line("end_if");
    return true;
  }

  private boolean indirect() {
    String type = pick(TYPES);
    result(type.substring(0, type.indexOf("->")).trim());
    line("i32.const 0");
    line("call_indirect %s", type);
    return drop(!type.endsWith("()"));
  }

  private boolean position() {
    if (!pic) {
      return false;
    }
    if (chance(60) && !data.isEmpty()) {
      Name name = pick(data);
      if (name.isDefined() && chance(50)) {
        line("P.const %s@MBREL%s", name.text, pick("", "+4"));
      } else {
        line("global.get %s@GOT", name.text);
      }
    } else if (!functions.isEmpty()) {
      Name name = pick(functions);
      if (name.isDefined() && chance(50)) {
        line("P.const %s@TBREL", name.text);
      } else {
        line("global.get %s@GOT", name.text);
      }
    } else {
      return false;
    }
    return drop(true);
  }

  private boolean threadAddress() {
    if (threadLocal.isEmpty()) {
      return false;
    }
    Name name = pick(threadLocal);
    if (pic && chance(50)) {
      line("global.get %s@GOT@TLS", name.text);
    } else {
      line("P.const %s@TLSREL%s", name.text, pick("", "+4"));
    }
    return drop(true);
  }

  private boolean drop(boolean really) {
    if (really) {
      line("drop");
    }
    return true;
  }

  // Data.

  private void datum(Name name) {
    String section = pick(SECTIONS).replace("%s", name.text);
    boolean strings = chance(15);
    boolean zero = section.startsWith(".bss");
    if (strings) {
      line(".section .rodata.str%d,\"S\",@", number);
    } else if (name.role == Role.WEAK && chance(30)) {
      line(".section %s,\"G\",@,%s,comdat", section, pick(name.text, "f1"));
    } else {
      line(
          ".section %s,\"%s\",@",
          section, section.startsWith(".") ? "" : section.startsWith("kept") ? "R" : "");
    }
    line(".p2align %d", strings ? 0 : random.nextInt(6));
    begin(name);
    if (strings) {
      line(".asciz \"%s\"", pick(TEXTS));
    } else if (zero) {
      line(".skip %d", 1 + random.nextInt(70));
    } else {
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        value();
      }
    }
    end(name);
  }

  private void threadLocalDatum(Name name) {
    line(".section .tdata.%s,\"T\",@", name.text);
    line(".p2align %d", random.nextInt(5));
    begin(name);
    line(".int32 %d", random.nextInt(5));
    if (chance(30)) {
      value();
    }
    end(name);
  }

  private void begin(Name name) {
    line(".type %s,@object", name.text);
    line("%s:", name.text);
  }

  private void end(Name name) {
    line(".Lend%d:", ++labels);
    line(".size %s, .Lend%d-%s", name.text, labels, name.text);
  }

  private void value() {
    String unit = wide ? ".int64" : ".int32";
    switch (random.nextInt(6)) {
      case 0 -> line(".int32 %d", random.nextInt(1000));
      case 1 -> line(".ascii \"%s\"", pick(TEXTS));
      case 2 -> {
        if (!functions.isEmpty()) {
          line("%s %s", unit, pick(functions).text);
        }
        line(".int8 1");
      }
      case 3 -> line(".skip %d", 4 * random.nextInt(5) + 1);
      default -> {
        if (data.isEmpty()) {
          line(".int16 7");
        } else {
          line("%s %s%s", unit, pick(data).text, pick("", "+8", "-4"));
        }
      }
    }
  }

  // The rest.

  private void aliases() {
    List<Name> defined = functions.stream().filter(Name::isDefined).toList();
    if (!defined.isEmpty() && chance(25)) {
      String name = pick("alias1", "f4_alias", "alias" + number);
      Name target = pick(defined);
      line("%s %s", pick(".weak", ".globl"), name);
      line(".type %s,@function", name);
      line(".functype %s %s", name, target.type.contains("->") ? target.type : "() -> ()");
      line(".set %s, %s", name, target.text);
    }
    List<Name> variables = data.stream().filter(Name::isDefined).toList();
    if (!variables.isEmpty() && chance(20)) {
      String name = pick("data_alias", "data_alias" + number);
      line("%s %s", pick(".weak", ".globl"), name);
      line(".type %s,@object", name);
      line(".set %s, %s", name, pick(variables).text);
      line(".size %s, 4", name);
    }
  }

  private void constructors() {
    for (Name name : functions) {
      if (name.type.equals("() -> ()") && chance(8)) {
        line(".section .init_array%s,\"\",@", pick("", ".101", ".5"));
        line(".p2align %d", wide ? 3 : 2);
        line("%s %s", wide ? ".int64" : ".int32", name.text);
      }
    }
  }

  private void customSections() {
    if (chance(15)) {
      line(".section .custom_section.%s,\"\",@", pick("mine", "other", "name.x"));
      line(".ascii \"%s\"", pick(TEXTS) + number);
    }
    if (chance(25)) {
      line(".section .debug_%s,\"\",@", pick("info", "mine"));
      line(".int32 %d", number);
      for (Name name : functions) {
        if (name.isDefined() && chance(40)) {
          line(".int32 %s", name.text);
        }
      }
      for (Name name : data) {
        if (chance(30)) {
          line("%s %s", wide ? ".int64" : ".int32", name.text);
        }
      }
    }
    if (chance(60)) {
      List<String> features = new ArrayList<>();
      for (String feature :
          List.of(
              "atomics",
              "bulk-memory",
              "mutable-globals",
              "foo",
              "shared-mem",
              "reference-types")) {
        if (chance(feature.equals("foo") ? 8 : threads ? 85 : 35)) {
          features.add(feature);
        }
      }
      line(".section .custom_section.target_features,\"\",@");
      line(".int8 %d", features.size());
      for (String feature : features) {
        line(".int8 %d", feature.equals("shared-mem") || chance(4) ? (int) '-' : (int) '+');
        line(".int8 %d", feature.length());
        line(".ascii \"%s\"", feature);
      }
    }
  }

  // Words.

  /// Adds a line, in which `P` is the type of addresses.
  @SuppressWarnings("AnnotateFormatMethod")
  private void line(String format, Object... arguments) {
    String text = String.format(Locale.ROOT, format, arguments);
    out.append(text.replaceAll("\\bP\\b", wide ? "i64" : "i32")).append('\n');
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T pick(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  @SafeVarargs
  private final <T> T pick(T... of) {
    return of[random.nextInt(of.length)];
  }

  private <T> List<T> shuffled(List<T> list) {
    List<T> copy = new ArrayList<>(list);
    for (int i = copy.size() - 1; i > 0; i--) {
      Collections.swap(copy, i, random.nextInt(i + 1));
    }
    return copy;
  }
}
