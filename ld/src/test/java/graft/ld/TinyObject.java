package graft.ld;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Makes small objects for tests, byte by byte.
///
/// All functions have the type `() -> ()`, and consist of calls.
final class TinyObject {
  private final List<String> imports = new ArrayList<>();
  private final List<String> functions = new ArrayList<>();
  private final List<List<String>> calls = new ArrayList<>();
  private final List<Integer> flags = new ArrayList<>();
  private final List<String> data = new ArrayList<>();

  /// Declares a function that others define.
  TinyObject imports(String name) {
    imports.add(name);
    return this;
  }

  /// Defines a function that calls others; all must be declared or defined.
  TinyObject function(String name, int symbolFlags, String... callees) {
    functions.add(name);
    flags.add(symbolFlags);
    calls.add(List.of(callees));
    return this;
  }

  TinyObject function(String name, String... callees) {
    return function(name, 0, callees);
  }

  /// Defines four bytes of data that hold their own address.
  TinyObject data(String name) {
    data.add(name);
    return this;
  }

  byte[] bytes() {
    WasmBuffer out = new WasmBuffer().fixed32(0x6d736100).fixed32(1);
    section(out, 1, new WasmBuffer().uleb(1).u8(0x60).uleb(0).uleb(0));
    section(out, 2, importSection());
    WasmBuffer types = new WasmBuffer().uleb(functions.size());
    functions.forEach(name -> types.uleb(0));
    section(out, 3, types);
    WasmBuffer relocations = new WasmBuffer();
    section(out, 10, code(relocations));
    if (!data.isEmpty()) {
      section(out, 11, dataSection());
    }
    custom(out, "linking", linking());
    custom(out, "reloc.CODE", relocations);
    if (!data.isEmpty()) {
      custom(out, "reloc.DATA", dataRelocations());
    }
    return out.toByteArray();
  }

  private static void section(WasmBuffer out, int id, WasmBuffer contents) {
    out.subsection(id, contents);
  }

  private static void custom(WasmBuffer out, String name, WasmBuffer contents) {
    section(out, 0, new WasmBuffer().name(name).bytes(contents));
  }

  private WasmBuffer importSection() {
    WasmBuffer section = new WasmBuffer().uleb(imports.size() + 1);
    section.name("env").name("__linear_memory").u8(2).u8(0).uleb(0);
    imports.forEach(name -> section.name("env").name(name).u8(0).uleb(0));
    return section;
  }

  private WasmBuffer code(WasmBuffer relocations) {
    WasmBuffer body = new WasmBuffer().uleb(functions.size());
    WasmBuffer entries = new WasmBuffer();
    int count = 0;
    for (List<String> callees : calls) {
      body.uleb(callees.size() * 6 + 2).u8(0);
      for (String callee : callees) {
        body.u8(0x10);
        entries.uleb(RelocationType.FUNCTION_INDEX_LEB.code()).uleb(body.size());
        entries.uleb(symbol(callee));
        count++;
        body.bytes(new byte[] {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0});
      }
      body.u8(0x0b);
    }
    relocations.uleb(3).uleb(count).bytes(entries);
    return body;
  }

  private int symbol(String name) {
    int imported = imports.indexOf(name);
    return imported >= 0 ? imported : imports.size() + functions.indexOf(name);
  }

  private WasmBuffer dataSection() {
    WasmBuffer section = new WasmBuffer().uleb(data.size());
    for (int i = 0; i < data.size(); i++) {
      section.u8(0).u8(0x41).sleb(i * 4L).u8(0x0b).uleb(4).fixed32(0);
    }
    return section;
  }

  private WasmBuffer dataRelocations() {
    WasmBuffer section = new WasmBuffer().uleb(4).uleb(data.size());
    int offset = 1;
    for (int i = 0; i < data.size(); i++) {
      offset += 5;
      section.uleb(RelocationType.MEMORY_ADDR_I32.code()).uleb(offset);
      section.uleb(imports.size() + functions.size() + i).sleb(0);
      offset += 4;
    }
    return section;
  }

  private WasmBuffer linking() {
    WasmBuffer section = new WasmBuffer().uleb(2);
    WasmBuffer symbols = new WasmBuffer();
    symbols.uleb(imports.size() + functions.size() + data.size());
    for (int i = 0; i < imports.size(); i++) {
      symbols.u8(0).uleb(SymbolFlags.UNDEFINED).uleb(i);
    }
    for (int i = 0; i < functions.size(); i++) {
      symbols.u8(0).uleb(flags.get(i)).uleb(imports.size() + i).name(functions.get(i));
    }
    for (int i = 0; i < data.size(); i++) {
      symbols.u8(1).uleb(0).name(data.get(i)).uleb(i).uleb(0).uleb(4);
    }
    section.subsection(8, symbols);
    if (!data.isEmpty()) {
      WasmBuffer segments = new WasmBuffer().uleb(data.size());
      data.forEach(name -> segments.name(".data." + name).uleb(2).uleb(0));
      section.subsection(5, segments);
    }
    return section;
  }

  /// An archive of such objects, with GNU's names.
  static byte[] archive(List<LinkInput> members) {
    WasmBuffer out = new WasmBuffer();
    ascii(out, "!<arch>\n");
    for (LinkInput member : members) {
      int size = member.bytes().length;
      ascii(out, pad(member.name() + "/", 16) + pad("0", 12) + pad("0", 6) + pad("0", 6));
      ascii(out, pad("644", 8) + pad("" + size, 10) + "`\n");
      out.bytes(member.bytes());
      if (size % 2 != 0) {
        ascii(out, "\n");
      }
    }
    return out.toByteArray();
  }

  /// The same as AIX has it.
  static byte[] bigArchive(List<LinkInput> members) {
    int last = 0;
    int end = 128;
    for (LinkInput member : members) {
      last = end;
      end += bigMemberSize(member);
    }
    WasmBuffer out = new WasmBuffer();
    ascii(out, "<bigaf>\n");
    for (int number : new int[] {0, 0, 0, 128, last, 0}) {
      ascii(out, pad("" + number, 20));
    }
    for (LinkInput member : members) {
      int next = out.size() == last ? 0 : out.size() + bigMemberSize(member);
      String name = member.name();
      ascii(out, pad("" + member.bytes().length, 20) + pad("" + next, 20) + pad("0", 20));
      ascii(out, pad("0", 12).repeat(4) + pad("" + name.length(), 4));
      ascii(out, name + "\0".repeat(name.length() % 2) + "`\n");
      out.bytes(member.bytes());
      ascii(out, "\0".repeat(member.bytes().length % 2));
    }
    return out.toByteArray();
  }

  private static int bigMemberSize(LinkInput member) {
    int name = member.name().length();
    int size = member.bytes().length;
    return 114 + name + name % 2 + size + size % 2;
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  private static void ascii(WasmBuffer out, String text) {
    out.bytes(text.getBytes(StandardCharsets.US_ASCII));
  }
}
