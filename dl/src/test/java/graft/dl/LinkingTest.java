package graft.dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.runtime.Func;
import graft.runtime.HostFunction;
import graft.runtime.HostLibrary;
import graft.runtime.Memory;
import graft.runtime.Trap;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Symbols, addresses, scopes, and what happens when they are missing.
final class LinkingTest {
  private static final int CALL = 0x10;
  private static final int GLOBAL_GET = 0x23;
  private static final int UNREACHABLE = 0x00;
  private static final int I32_CONST = 0x41;
  private static final int I32_LOAD = 0x28;
  private static final int I32_STORE = 0x36;
  private static final int I32_ADD = 0x6a;

  private final Map<String, byte[]> modules = new HashMap<>();
  private final List<Integer> seen = new ArrayList<>();

  private GuestProcessBuilder builder(TinyModule main) {
    return GuestProcess.builder()
        .main("main.wasm", main.build())
        .librarySource(ModuleSource.of(modules))
        .host(_ -> HostLibrary.of(MethodHandles.lookup(), new Host(seen)));
  }

  /// Host functions of these tests.
  public static final class Host {
    private final List<Integer> seen;

    Host(List<Integer> seen) {
      this.seen = seen;
    }

    @HostFunction
    public void note(int value) {
      seen.add(value);
    }
  }

  private static Object call(GuestProcess process, String name, Object... arguments) {
    return process.main().function(name).invoke(arguments);
  }

  private static Object call(Library library, String name) {
    return library.function(name).invoke();
  }

  @Test
  void theFirstDefinitionWinsForCallsAndAddresses() {
    modules.put("a.so", TinyModule.side(4, 0).constant("f", 1).global("x", false, 0).build());
    modules.put("b.so", TinyModule.side(4, 0).constant("f", 2).global("x", false, 0).build());
    TinyModule main =
        TinyModule.side(0, 0)
            .needed("a.so", "b.so")
            .importGlobal("GOT.mem", "x", true)
            .importGlobal("GOT.func", "f", true)
            .importFunction("env", "f", ":i")
            .function("callF", ":i", CALL, 0)
            .function("addressOfX", ":i", GLOBAL_GET, 2)
            .function("addressOfF", ":i", GLOBAL_GET, 3);
    try (GuestProcess process = builder(main).load()) {
      Library a = process.libraries().get(1);
      assertThat(call(process, "callF")).isEqualTo(1);
      assertThat(call(process, "addressOfX")).isEqualTo(a.memoryBase());
      assertThat(call(process, "addressOfF")).isEqualTo(a.symbol("f").address());
      assertThat(process.table().function(a.symbol("f").address())).isSameAs(a.function("f"));
      assertThat(process.pointerTo(a.function("f"))).isEqualTo(a.symbol("f").address());
    }
  }

  @Test
  void aFunctionKeepsTheSlotThatItsModuleGaveIt() {
    TinyModule main = TinyModule.side(0, 2).constant("f", 1).constant("g", 2).elements(1, 0);
    try (GuestProcess process = builder(main).load()) {
      int base = process.main().tableBase();
      assertThat(process.symbol("g").address()).isEqualTo(base);
      assertThat(process.symbol("f").address()).isEqualTo(base + 1);
    }
  }

  @Test
  void ownExportsAreImportedBackAndMayBeInterposed() {
    TinyModule library =
        TinyModule.side(0, 0)
            .importFunction("env", "f", ":i")
            .constant("f", 2)
            .function("callF", ":i", CALL, 0);
    modules.put("lib.so", library.build());
    TinyModule plain = TinyModule.side(0, 0).needed("lib.so");
    try (GuestProcess process = builder(plain).load()) {
      assertThat(call(process, "callF")).isEqualTo(2);
    }
    TinyModule interposing = TinyModule.side(0, 0).needed("lib.so").constant("f", 1);
    try (GuestProcess process = builder(interposing).load()) {
      assertThat(call(process, "callF")).isEqualTo(1);
    }
  }

  @Test
  void reExportedFunctionsAreTheOriginalOnes() {
    modules.put("a.so", TinyModule.side(0, 0).constant("f", 7).build());
    TinyModule reExporting =
        TinyModule.side(0, 0).importFunction("env", "f", ":i").export("again", 0, 0);
    modules.put("b.so", reExporting.build());
    TinyModule main =
        TinyModule.side(0, 0)
            .needed("b.so", "a.so")
            .importGlobal("GOT.func", "again", true)
            .importGlobal("GOT.func", "f", true)
            .function("one", ":i", GLOBAL_GET, 2)
            .function("two", ":i", GLOBAL_GET, 3);
    try (GuestProcess process = builder(main).load()) {
      assertThat(call(process, "one")).isEqualTo(call(process, "two"));
    }
  }

  @Test
  void passingOnAnImportIsNoDefinition() {
    TinyModule main =
        TinyModule.side(0, 0)
            .needed("lib.so")
            .importFunction("env", "note", "i:")
            .importFunction("env", "f", ":i")
            .export("note", 0, 0)
            .export("f", 0, 1)
            .function("callF", ":i", CALL, 1);
    modules.put(
        "lib.so",
        TinyModule.side(0, 0)
            .importFunction("env", "note", "i:")
            .constant("f", 6)
            .function("callNote", ":", 0x41, 9, CALL, 0)
            .build());
    try (GuestProcess process = builder(main).load()) {
      assertThat(call(process, "callF")).isEqualTo(6);
      call(process.libraries().get(1), "callNote");
      assertThat(seen).containsExactly(9);
      assertThat(process.function("note")).isNotNull();
    }
  }

  @Test
  void aMissingFunctionIsReportedByItsCall() {
    TinyModule main =
        TinyModule.side(0, 0)
            .importFunction("env", "gone", "ij:d")
            .function("tryIt", ":d", 0x41, 1, 0x42, 1, CALL, 0);
    try (GuestProcess process = builder(main).load()) {
      assertThatThrownBy(() -> call(process, "tryIt"))
          .isInstanceOf(UndefinedSymbolException.class)
          .hasMessage(
              "main.wasm: undefined symbol: gone, type (i32, i64) -> f64 (not in main.wasm, the"
                  + " host)");
    }
    assertThatThrownBy(() -> builder(main).strict(true).load())
        .isInstanceOf(UndefinedSymbolException.class)
        .hasMessage(
            "main.wasm: undefined symbol: gone, type (i32, i64) -> f64 (not in main.wasm, the host)");
  }

  @Test
  void aFunctionOfAnotherTypeIsReportedWithBothTypes() {
    modules.put("lib.so", TinyModule.side(0, 0).constant("f", 1).build());
    TinyModule main =
        TinyModule.side(0, 0)
            .needed("lib.so")
            .importFunction("env", "f", "i:i")
            .function("callF", ":i", 0x41, 1, CALL, 0);
    try (GuestProcess process = builder(main).load()) {
      assertThatThrownBy(() -> call(process, "callF"))
          .isInstanceOf(LoadException.class)
          .hasMessage(
              "main.wasm: incompatible import type: env.f: expected (i32) -> i32, found () -> i32"
                  + " in lib.so");
    }
  }

  @Test
  void aMissingVariableFailsTheLoadAndAWeakOneIsNull() {
    TinyModule main = TinyModule.side(0, 0).importGlobal("GOT.mem", "gone", true);
    assertThatThrownBy(() -> builder(main).load())
        .hasMessage(
            "main.wasm: undefined symbol: gone (address of a variable) (not in main.wasm, the host)");
    TinyModule weak =
        TinyModule.side(0, 0)
            .weakImport("env", "gone")
            .importGlobal("GOT.mem", "gone", true)
            .function("address", ":i", GLOBAL_GET, 2);
    try (GuestProcess process = builder(weak).load()) {
      assertThat(call(process, "address")).isEqualTo(0);
    }
  }

  @Test
  void theAddressOfAHostFunctionIsASlot() {
    TinyModule main =
        TinyModule.side(0, 0)
            .importGlobal("GOT.func", "note", true)
            .importGlobal("GOT.func", "nobodysFunction", true)
            .function("address", ":i", GLOBAL_GET, 2)
            .function("stub", ":i", GLOBAL_GET, 3);
    try (GuestProcess process = builder(main).load()) {
      process.table().function((Integer) call(process, "address")).invoke(5);
      assertThat(seen).containsExactly(5);
      int stub = (Integer) call(process, "stub");
      assertThatThrownBy(() -> process.table().function(stub).invoke())
          .hasMessageContaining("undefined symbol: nobodysFunction (address of a function)");
    }
  }

  @Test
  void localLibrariesDoNotSeeEachOther() {
    TinyModule plugin =
        TinyModule.side(0, 0)
            .importGlobal("GOT.func", "name", true)
            .function("address", ":i", GLOBAL_GET, 2);
    modules.put("one.so", plugin.constant("name", 1).build());
    TinyModule other =
        TinyModule.side(0, 0)
            .importGlobal("GOT.func", "name", true)
            .function("address", ":i", GLOBAL_GET, 2)
            .constant("name", 2);
    modules.put("two.so", other.build());
    try (GuestProcess process = builder(TinyModule.side(0, 0)).load()) {
      Library one = process.open("one.so");
      Library two = process.open("two.so");
      assertThat(call(one, "address")).isEqualTo(one.symbol("name").address());
      assertThat(call(two, "address")).isEqualTo(two.symbol("name").address());
      assertThat(one.symbol("name").address()).isNotEqualTo(two.symbol("name").address());
      assertThat(process.find("name")).isNull();
    }
  }

  @Test
  void aLibraryOpenedForEverybodyDefinesWhatWasMissing() {
    modules.put("lib.so", TinyModule.side(0, 0).constant("later", 3).build());
    TinyModule main =
        TinyModule.side(0, 0)
            .importFunction("env", "later", ":i")
            .function("callIt", ":i", CALL, 0);
    try (GuestProcess process = builder(main).load()) {
      Library library = process.open("lib.so");
      assertThatThrownBy(() -> call(process, "callIt"))
          .isInstanceOf(UndefinedSymbolException.class);
      assertThat(process.open("lib.so", OpenFlag.GLOBAL)).isSameAs(library);
      assertThat(call(process, "callIt")).isEqualTo(3);
    }
  }

  @Test
  void whereAMissingSymbolIsIsSaid() {
    modules.put("lib.so", TinyModule.side(0, 0).constant("later", 3).build());
    TinyModule main =
        TinyModule.side(0, 0)
            .importFunction("env", "later", ":i")
            .function("callIt", ":i", CALL, 0);
    try (GuestProcess process = builder(main).load()) {
      assertThatThrownBy(() -> call(process, "callIt"))
          .hasMessage(
              "main.wasm: undefined symbol: later, type () -> i32 (not in main.wasm, the host);"
                  + " lib.so defines it: add it to needed, or open it with GLOBAL");
      assertThat(process.open("lib.so").isGlobal()).isFalse();
      assertThatThrownBy(() -> call(process, "callIt"))
          .hasMessageEndingWith("; lib.so defines it, but was opened without GLOBAL");
    }
    DependencyTree tree = builder(main).dependencies();
    assertThat(tree.undefined())
        .extracting(UndefinedSymbol::toString)
        .containsExactly(
            "main.wasm: undefined symbol: later, type () -> i32; lib.so defines it: add it to"
                + " needed, or open it with GLOBAL");
  }

  @Test
  void whatTheLoaderDoesCanBeFollowed() {
    modules.put("lib.so", TinyModule.side(4, 0).constant("f", 1).global("x", false, 0).build());
    TinyModule main =
        TinyModule.side(0, 0)
            .needed("lib.so")
            .importGlobal("GOT.mem", "x", true)
            .importFunction("env", "f", ":i")
            .importFunction("env", "gone", ":i")
            .function("callGone", ":i", CALL, 1);
    List<String> lines = new ArrayList<>();
    try (GuestProcess process =
        builder(main)
            .trace(LoadTrace.topics("all"), (topic, text) -> lines.add(topic + " " + text))
            .load()) {
      Library later =
          process.open(
              "later.so", TinyModule.side(0, 0).constant("gone", 1).build(), OpenFlag.GLOBAL);
      process.main().function("callGone").invoke();
      process.main().function("callGone").invoke();
      later.close();
      process.open("more.so", TinyModule.side(0, 0).build()).close();
    }
    assertThat(lines)
        .contains(
            "FILES find lib.so for main.wasm: memory: found lib.so",
            "SYMBOLS look up f in [main.wasm, lib.so]",
            "RELOC x = 1049600 (lib.so)",
            "LIBS lib.so: memory at 1049600 (4 bytes), table slots from 0 (0)",
            "BINDINGS main.wasm: gone bound to later.so",
            "LIBS more.so: unloading",
            "BINDINGS main.wasm: env.f: lib.so",
            "BINDINGS main.wasm: env.gone: nobody yet",
            "BINDINGS main.wasm: GOT.mem.x: lib.so");
    assertThat(lines)
        .filteredOn(line -> line.startsWith("STATISTICS"))
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .startsWith("STATISTICS after loading: 2 modules of ")
                    .contains(" 1 functions bound, 1 at their first call, 1 addresses, "),
            last -> assertThat(last).startsWith("STATISTICS at the end: 3 modules of "));
    assertThatThrownBy(() -> LoadTrace.topics("libs,lib"))
        .hasMessage(
            "no such topic: lib (there are libs, files, symbols, bindings, reloc, statistics, all)");
  }

  @Test
  void theFlightRecorderIsToldWhatTheLoaderDoes(@TempDir Path folder) throws Exception {
    modules.put("recorded.so", TinyModule.side(0, 0).constant("late", 61).build());
    TinyModule main =
        TinyModule.side(0, 0)
            .importFunction("env", "late", ":i")
            .importFunction("env", "gone", ":i")
            .function("callLate", ":i", CALL, 0)
            .function("callGone", ":i", CALL, 1);
    try (Recording recording = new Recording()) {
      for (String name : List.of("Load", "Prepare", "Unload", "Bind", "Translate")) {
        recording.enable("graft." + name).withoutThreshold();
      }
      recording.start();
      try (GuestProcess process = builder(main).load()) {
        assertThatThrownBy(() -> process.open("nowhere.so")).isInstanceOf(LoadException.class);
        Library library = process.open("recorded.so", OpenFlag.GLOBAL);
        assertThat(call(process, "callLate")).isEqualTo(61);
        assertThatThrownBy(() -> call(process, "callGone")).isInstanceOf(LoadException.class);
        // One that is called stays; this one goes.
        library.close();
        process.open("closed.so", TinyModule.side(0, 0).constant("other", 62).build()).close();
      }
      recording.stop();
      recording.dump(folder.resolve("events.jfr"));
    }
    List<String> events = new ArrayList<>();
    for (RecordedEvent event : RecordingFile.readAllEvents(folder.resolve("events.jfr"))) {
      events.add(
          switch (event.getEventType().getName()) {
            case "graft.Load" ->
                "load " + event.getString("library") + " " + event.getBoolean("success");
            case "graft.Prepare" -> "prepare " + event.getString("module");
            case "graft.Bind" ->
                "bind " + event.getString("symbol") + " " + event.getBoolean("success");
            case "graft.Translate" ->
                "translate " + event.getString("module") + " " + event.getString("function");
            case "graft.Unload" -> "unload " + event.getString("library");
            default -> throw new AssertionError(event.toString());
          });
    }
    assertThat(events)
        .containsExactlyInAnyOrder(
            "prepare main.wasm",
            "load main.wasm true",
            "load nowhere.so false",
            "prepare recorded.so",
            "load recorded.so true",
            "translate main.wasm callLate",
            "bind late true",
            "translate recorded.so late",
            "bind gone false",
            "prepare closed.so",
            "load closed.so true",
            "unload closed.so");
  }

  @Test
  void withoutAutoloadALibraryComesWithTheFirstCallThatNeedsIt() {
    modules.put("lib.so", TinyModule.side(0, 0).constant("f", 3).build());
    TinyModule main =
        TinyModule.side(0, 0)
            .needed("lib.so")
            .importFunction("env", "f", ":i")
            .function("callF", ":i", CALL, 0);
    try (GuestProcess process = builder(main).autoload(false).load()) {
      assertThat(process.libraries()).hasSize(1);
      assertThat(call(process, "callF")).isEqualTo(3);
      assertThat(process.libraries()).hasSize(2);
    }
  }

  @Test
  void constructorsOfLibrariesRunBeforeMainOrAfterIt() {
    modules.put("lib.so", constructing(2).build());
    TinyModule main = constructing(1).needed("lib.so");
    builder(main).load().close();
    assertThat(seen).containsExactly(2, 1);
    seen.clear();
    builder(main).constructorOrder(ConstructorOrder.MAIN_FIRST).load().close();
    assertThat(seen).containsExactly(1, 2);
    seen.clear();
    builder(main.constant("emscripten_stack_get_end", 0)).load().close();
    assertThat(seen).containsExactly(1, 2);
  }

  private static TinyModule constructing(int value) {
    return TinyModule.side(0, 0)
        .importFunction("env", "note", "i:")
        .function("__wasm_call_ctors", ":", 0x41, value, CALL, 0);
  }

  @Test
  void theOldDylinkSectionIsUnderstood() {
    modules.put(
        "old.so",
        TinyModule.side(0, 0)
            .legacy(16, 2, 1, "leaf.so")
            .global("x", false, 4)
            .constant("f", 9)
            .elements(0)
            .build());
    modules.put("leaf.so", TinyModule.side(0, 0).unknownSubsection().constant("leaf", 1).build());
    try (GuestProcess process = builder(TinyModule.side(0, 0)).load()) {
      Library old = process.open("old.so");
      assertThat(old.dependencies()).extracting(Library::name).containsExactly("leaf.so");
      assertThat(old.symbol("x").address()).isEqualTo(old.memoryBase() + 4);
      assertThat(old.symbol("f").address()).isEqualTo(old.tableBase());
    }
  }

  /// lld-14 makes the relocations the start function, and lets the constructors call them again;
  /// later ones have them as a function that the loader calls.
  @Test
  void relocationsAreTheStartFunctionInOldModulesAndAFunctionInNewOnes() {
    int[] storeAddress = {GLOBAL_GET, 0, GLOBAL_GET, 2, I32_STORE, 2, 0};
    int[] count = {
      GLOBAL_GET, 0, GLOBAL_GET, 0, I32_LOAD, 2, 4, I32_CONST, 1, I32_ADD, I32_STORE, 2, 4
    };
    int[] both = IntStream.concat(IntStream.of(storeAddress), IntStream.of(count)).toArray();
    modules.put(
        "old.so",
        TinyModule.side(16, 0)
            .needed("new.so")
            .importGlobal("GOT.mem", "fresh", true)
            .function("relocate", ":", both)
            .function("__wasm_call_ctors", ":", CALL, 0)
            .global("aged", false, 8)
            .start(0)
            .build());
    modules.put(
        "new.so",
        TinyModule.side(16, 0)
            .importGlobal("GOT.mem", "aged", true)
            .function("__wasm_apply_data_relocs", ":", storeAddress)
            .function("__wasm_call_ctors", ":", count)
            .global("fresh", false, 12)
            .build());
    try (GuestProcess process = builder(TinyModule.side(0, 0)).load()) {
      Library old = process.open("old.so");
      Library fresh = old.dependencies().get(0);
      Memory memory = process.memory();
      assertThat(memory.i32(old.memoryBase())).isEqualTo(fresh.memoryBase() + 12);
      assertThat(memory.i32(fresh.memoryBase())).isEqualTo(old.memoryBase() + 8);
      assertThat(memory.i32(old.memoryBase() + 4)).as("relocations of the old one").isEqualTo(2);
      assertThat(memory.i32(fresh.memoryBase() + 4)).as("constructors").isEqualTo(1);
    }
  }

  @Test
  void aMainModuleWithFixedAddressesIsNotRelocated() {
    modules.put(
        "lib.so",
        TinyModule.side(100, 3)
            .importGlobal("env", "__stack_pointer", true)
            .importGlobal("GOT.mem", "own", true)
            .function("stack", ":i", GLOBAL_GET, 2)
            .function("addressOfOwn", ":i", GLOBAL_GET, 3)
            .build());
    TinyModule main =
        new TinyModule()
            .memoryInfo(0, 0, 0, 0)
            .needed("lib.so")
            .table(4, -1)
            .memory(2)
            .export("memory", 2, 0)
            .export("__indirect_function_table", 1, 0)
            .global("__stack_pointer", true, 5000)
            .global("own", false, 1234);
    try (GuestProcess process = builder(main).load()) {
      Library library = process.libraries().get(1);
      assertThat(process.symbol("own").address()).isEqualTo(1234);
      assertThat(call(library, "addressOfOwn")).isEqualTo(1234);
      assertThat(call(library, "stack")).isEqualTo(5000);
      assertThat(library.memoryBase()).isEqualTo(2 * 65_536);
      assertThat(process.memory().sizeInPages()).isEqualTo(3);
      assertThat(library.tableBase()).isEqualTo(4);
      assertThat(process.table().size()).isEqualTo(7);
    }
  }

  @Test
  void aTableThatCannotGrowIsSaidSo() {
    modules.put("lib.so", TinyModule.side(0, 3).build());
    TinyModule main =
        new TinyModule()
            .memoryInfo(0, 0, 0, 0)
            .needed("lib.so")
            .table(4, 4)
            .memory(1)
            .export("memory", 2, 0)
            .export("__indirect_function_table", 1, 0);
    assertThatThrownBy(() -> builder(main).load())
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("main.wasm: the table cannot grow from 4 to 7 slots");
  }

  @Test
  void aFailedOpenChangesNothing() {
    modules.put(
        "trapping.so",
        TinyModule.side(100_000, 40)
            .needed("good.so")
            .importGlobal("GOT.func", "good", true)
            .importGlobal("GOT.func", "note", true)
            .function("start", ":", UNREACHABLE)
            .start(0)
            .build());
    modules.put("good.so", TinyModule.side(50, 3).constant("good", 1).build());
    try (GuestProcess process = builder(TinyModule.side(8, 1)).load()) {
      LoadStatistics before = process.statistics();
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> process.open("trapping.so", OpenFlag.GLOBAL))
            .isInstanceOf(LoadException.class)
            .hasMessage("trapping.so: cannot be instantiated: unreachable")
            .hasCauseInstanceOf(Trap.class);
      }
      assertThat(process.libraries()).hasSize(1);
      assertThat(process.find("good")).isNull();
      LoadStatistics after = process.statistics();
      assertThat(after.tableSlots()).isEqualTo(before.tableSlots());
      assertThat(after.addressesBound()).isEqualTo(before.addressesBound());
      assertThat(process.open("good.so").tableBase()).isEqualTo(before.tableSlots());
    }
  }

  @Test
  void aFailingConstructorUnloadsTheLibrary() {
    modules.put(
        "bad.so",
        TinyModule.side(8, 1)
            .needed("good.so")
            .function("__wasm_call_ctors", ":", UNREACHABLE)
            .build());
    modules.put("good.so", TinyModule.side(8, 1).constant("good", 1).build());
    try (GuestProcess process = builder(TinyModule.side(8, 1)).load()) {
      assertThatThrownBy(() -> process.open("bad.so"))
          .isInstanceOf(LoadException.class)
          .hasMessage("bad.so: cannot be loaded: its constructors trapped: unreachable")
          .hasCauseInstanceOf(Trap.class);
      assertThat(process.libraries()).hasSize(1);
      assertThat(process.open("good.so").tableBase()).isEqualTo(2);
    }
  }

  @Test
  void closingUnloadsWhatNobodyNeedsAnyMore() {
    modules.put("plugin.so", TinyModule.side(16, 2).needed("shared.so").constant("p", 1).build());
    modules.put("other.so", TinyModule.side(16, 2).needed("shared.so").constant("o", 1).build());
    modules.put("shared.so", TinyModule.side(16, 2).constant("s", 1).elements(0).build());
    try (GuestProcess process = builder(TinyModule.side(8, 1)).load()) {
      Library plugin = process.open("plugin.so");
      Library again = process.open("plugin.so");
      Library other = process.open("other.so");
      int pointer = plugin.symbol("s").address();
      int base = plugin.memoryBase();
      plugin.close();
      assertThat(process.libraries()).hasSize(4);
      again.close();
      assertThat(process.libraries())
          .extracting(Library::name)
          .containsExactly("main.wasm", "shared.so", "other.so");
      assertThat(plugin.isClosed()).isTrue();
      assertThatThrownBy(() -> plugin.function("p")).hasMessage("plugin.so: the library is closed");
      other.close();
      assertThat(process.libraries()).hasSize(1);
      Func stale = process.table().function(pointer);
      assertThatThrownBy(stale::invoke)
          .hasMessage("uninitialized element: s of shared.so, which is closed");
      Library reopened = process.open("plugin.so");
      assertThat(reopened).isNotSameAs(plugin);
      assertThat(reopened.memoryBase()).isEqualTo(base);
    }
  }

  @Test
  void aLibraryWhoseSymbolsAreInUseStays() {
    modules.put("lib.so", TinyModule.side(0, 0).constant("f", 3).build());
    TinyModule user =
        TinyModule.side(0, 0).importFunction("env", "f", ":i").function("callF", ":i", CALL, 0);
    modules.put("user.so", user.build());
    try (GuestProcess process = builder(TinyModule.side(0, 0)).load()) {
      Library library = process.open("lib.so", OpenFlag.GLOBAL);
      Library using = process.open("user.so");
      library.close();
      assertThat(call(using, "callF")).isEqualTo(3);
      using.close();
      assertThat(process.libraries()).hasSize(1);
    }
  }

  @Test
  void whatOneModuleGrowsTheOthersReach() {
    int[] storeAndLoad = {0x20, 0, 0x20, 0, 0x36, 2, 0, 0x20, 0, 0x28, 2, 0};
    modules.put("lib.so", TinyModule.side(0, 0).function("touch", "i:i", storeAndLoad).build());
    // memory.size; then memory.grow by a page
    TinyModule main =
        TinyModule.side(0, 0)
            .function("pages", ":i", 0x3f, 0)
            .function("grow", ":i", 0x41, 1, 0x40, 0);
    try (GuestProcess process = builder(main).load()) {
      Library library = process.open("lib.so");
      int end = (Integer) call(process, "pages") * 65_536;
      assertThatThrownBy(() -> library.function("touch").invoke(end)).isInstanceOf(Trap.class);
      call(process, "grow");
      assertThat(library.function("touch").invoke(end)).isEqualTo(end);
    }
  }

  @Test
  void nothingGrowsOverManyCycles() {
    modules.put(
        "plugin.so",
        TinyModule.side(100_000, 5)
            .importGlobal("GOT.func", "note", true)
            .importGlobal("GOT.func", "p", true)
            .constant("p", 1)
            .build());
    try (GuestProcess process = builder(TinyModule.side(8, 1)).load()) {
      process.open("plugin.so").close();
      LoadStatistics before = process.statistics();
      for (int i = 0; i < 1000; i++) {
        try (Library plugin = process.open("plugin.so")) {
          assertThat(plugin.symbol("p").address()).isPositive();
        }
      }
      LoadStatistics after = process.statistics();
      assertThat(after.tableSlots()).isEqualTo(before.tableSlots());
      assertThat(after.memoryBytes()).isEqualTo(before.memoryBytes());
    }
  }

  @Test
  void argumentsReachMain() {
    // argv[1], its first byte
    TinyModule main =
        TinyModule.side(0, 0)
            .function("main", "ii:i", 0x20, 1, 0x28, 2, 4, 0x2d, 0, 0, 0x20, 0, 0x6a);
    try (GuestProcess process = builder(main).load()) {
      assertThat(process.run(List.of("prog", "A"))).isEqualTo('A' + 2);
    }
    try (GuestProcess process = builder(TinyModule.side(0, 0)).load()) {
      assertThatThrownBy(() -> process.run(List.of("prog")))
          .hasMessage(
              "main.wasm: nothing to run: exports none of _start, main, __main_argc_argv,"
                  + " __main_void, run");
    }
  }

  /// A host with promises, which notes how they end.
  public final class Promises {
    @HostFunction("emscripten_promise_create")
    public int create() {
      return 77;
    }

    @HostFunction("emscripten_promise_resolve")
    public void resolve(int promise, int result, int value) {
      seen.addAll(List.of(promise, result, value == 0 ? 0 : 1));
    }
  }

  @Test
  void aLibraryMayComeWithAPromise() {
    modules.put("lib.so", TinyModule.side(0, 0).constant("f", 3).build());
    TinyModule main =
        TinyModule.side(0, 0)
            .importFunction("env", "emscripten_dlopen_promise", "ii:i")
            .function("begin", "ii:i", 0x20, 0, 0x20, 1, CALL, 0);
    try (GuestProcess process =
        builder(main).host(_ -> HostLibrary.of(MethodHandles.lookup(), new Promises())).load()) {
      assertThat(begin(process, "lib.so")).isEqualTo(77);
      assertThat(begin(process, "gone.so")).isEqualTo(77);
      assertThat(process.libraries()).hasSize(1);
      process.runLater();
      assertThat(seen).containsExactly(77, 0, 1, 77, 3, 0);
      assertThat(process.libraries()).hasSize(2);
    }
    try (GuestProcess process = builder(main).load()) {
      assertThatThrownBy(() -> begin(process, "lib.so"))
          .isInstanceOf(LoadException.class)
          .hasMessage(
              "main.wasm: emscripten_dlopen_promise wants emscripten_promise_create, which this"
                  + " host does not have");
    }
  }

  private static Object begin(GuestProcess process, String name) {
    return call(process, "begin", process.strings().intern(process.main(), name), 2);
  }
}
