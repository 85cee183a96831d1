package graft.dl;

import static org.assertj.core.api.Assertions.assertThat;

import graft.runtime.Func;
import graft.runtime.HostFunction;
import graft.runtime.HostLibrary;
import graft.runtime.Trap;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// A process and five libraries for it, whose load consists of steps of which any can be made to
/// fail: reading a file, allocating memory of the guest, a start function, a constructor. One
/// library is there before, for itself alone, which one of the five needs by another name.
final class FaultyLoad {
  private static final String ALIAS = "also-";
  private static final int CALL = 0x10;
  private static final int DROP = 0x1a;
  private static final int GLOBAL_GET = 0x23;

  /// Behind the stack and main's data.
  private static final int FIRST_BLOCK = 2 << 20;

  private final Map<String, byte[]> modules = new TreeMap<>();
  private final TreeMap<Integer, Integer> blocks = new TreeMap<>();
  int steps;
  int failingStep = -1;

  FaultyLoad() {
    modules.put("a.so", library("a", 1000, 5, "b.so", "c.so"));
    modules.put("b.so", library("b", 2000, 1, "d.so"));
    modules.put("c.so", withOthers("c", "d.so", ALIAS + "there.so", "e.so"));
    modules.put("d.so", withThreadLocals("d", 300, 40));
    modules.put("e.so", library("late", 40, 2));
    modules.put("there.so", there());
  }

  /// The process before any of the five.
  GuestProcess start() {
    blocks.clear();
    GuestProcess process =
        GuestProcess.builder()
            .main("main.wasm", main().build())
            .librarySource(this::find)
            .host(_ -> HostLibrary.of(MethodHandles.lookup(), new Host()))
            .load();
    process.open("there.so");
    steps = 0;
    return process;
  }

  /// A file that may go by another name, too.
  private record Known(String name, byte[] bytes) implements ModuleFile {
    @Override
    public String location() {
      return name;
    }

    @Override
    public Object identity() {
      return name;
    }

    @Override
    public byte[] read() {
      return bytes;
    }
  }

  private @Nullable ModuleFile find(String name) throws IOException {
    String real = name.startsWith(ALIAS) ? name.substring(ALIAS.length()) : name;
    byte[] bytes = read(real);
    return bytes == null ? null : new Known(real, bytes);
  }

  private boolean fails() {
    return steps++ == failingStep;
  }

  private byte @Nullable [] read(String name) throws IOException {
    if (fails()) {
      throw new IOException("injected");
    }
    return modules.get(name);
  }

  /// The guest's C library, and a step that can fail.
  public final class Host {
    @HostFunction
    public int malloc(int size) {
      if (fails()) {
        return 0;
      }
      int address = FIRST_BLOCK;
      for (Map.Entry<Integer, Integer> block : blocks.entrySet()) {
        if (address + size <= block.getKey()) {
          break;
        }
        address = (block.getKey() + block.getValue() + 15) & -16;
      }
      blocks.put(address, size);
      return address;
    }

    @HostFunction
    public void free(int address) {
      assertThat(blocks.remove(address)).as("block at %d", address).isNotNull();
    }

    @HostFunction
    public void step() {
      if (fails()) {
        throw new Trap("injected");
      }
    }
  }

  private static TinyModule main() {
    return new TinyModule()
        .memoryInfo(64, 2, 1, 0)
        .weakImport("env", "nowhere")
        .importMemory(64)
        .importTable(0)
        .importGlobal("env", "__memory_base", false)
        .importGlobal("env", "__table_base", false)
        .importFunction("env", "malloc", "i:i")
        .importFunction("env", "free", "i:")
        .importGlobal("GOT.mem", "nowhere", true)
        .importGlobal("GOT.func", "late", true)
        .export("malloc", 0, 0)
        .export("free", 0, 1)
        .constant("own", 1)
        .constant("other", 2)
        .elements(2);
  }

  private static byte[] library(String symbol, int memory, int slots, String... needed) {
    return defined(imports(symbol, memory, slots, needed), symbol).build();
  }

  private static byte[] withThreadLocals(String symbol, int memory, int slots) {
    return defined(imports(symbol, memory, slots), symbol)
        .global("__tls_base", true, 0)
        .global("__tls_size", false, 24)
        .global("__tls_align", false, 8)
        .function("__wasm_init_tls", "i:")
        .build();
  }

  private static byte[] withOthers(String symbol, String... needed) {
    TinyModule module =
        imports(symbol, 0, 0, needed)
            .importGlobal("GOT.func", "there", true)
            .importGlobal("GOT.mem", "there_data", true)
            .importGlobal("GOT.func", "undefined", true)
            .importGlobal("GOT.func", "other", true)
            .importTag("env", "tag_of_" + symbol, "i:");
    return defined(module, symbol).build();
  }

  private static byte[] there() {
    return TinyModule.side(100, 0)
        .weakImport("GOT.func", "undefined")
        .importGlobal("GOT.func", "undefined", true)
        .importGlobal("GOT.func", "late", true)
        .importTag("env", "tag", "i:")
        .constant("there", 1)
        .global("there_data", false, 0)
        .build();
  }

  private static TinyModule imports(String symbol, int memory, int slots, String... needed) {
    return TinyModule.side(memory, slots)
        .needed(needed)
        .importFunction("env", "step", ":")
        .importFunction("env", "atexit", "i:i")
        .importTag("env", "tag", "i:")
        .importGlobal("GOT.func", symbol, true)
        .importGlobal("GOT.func", "own", true)
        .importGlobal("GOT.func", "step", true)
        .importGlobal("GOT.mem", symbol + "_data", true);
  }

  private static TinyModule defined(TinyModule module, String symbol) {
    return module
        .constant(symbol, 1)
        .global(symbol + "_data", false, 0)
        .function("__wasm_call_ctors", ":", GLOBAL_GET, 2, CALL, 1, DROP, CALL, 0)
        .function("start", ":", CALL, 0)
        .function("address", ":i", GLOBAL_GET, 2)
        .start(4);
  }

  /// What a failed load must leave as it was, a line for each.
  List<String> snapshot(GuestProcess process) {
    Map<String, Object> all = new TreeMap<>();
    LinkMap linkMap = process.linkMap();
    all.put("libraries", linkMap.libraries().toString());
    all.put("loads", linkMap.loads() - linkMap.unloads());
    all.put("global scope", linkMap.globalScope().toString());
    all.put("instances", linkMap.instances() + " of " + linkMap.instantiated());
    for (Library library : linkMap.libraries()) {
      all.put(library + " names", new TreeSet<>(library.names()));
      all.put(library + " scope", library.scope().toString());
      all.put(library + " bound to", library.boundTo().toString());
      all.put(library + " local entries", library.localEntries().values().toString());
      all.put(library + " opened", library.openCount() + (library.isKept() ? " and kept" : ""));
      all.put(library + " needs", library.withDependencies().toString());
      all.put(library + " opened with", library.openedWith().toString());
    }
    all.put("got", process.got().entries().toString());
    all.put("owners", process.got().entries().stream().map(each -> each.owner() + "").toList());
    all.put("table", table(process));
    all.put("slots", process.functions().size());
    all.put("slots taken", process.functions().taken());
    all.put("slots of single functions", process.functions().singles());
    all.put("tags", List.copyOf(process.hostScope().tagKeys()));
    all.put("exit functions", process.exitFunctions().size());
    all.put("blocks", Map.copyOf(blocks));
    all.put("pages", process.memory().sizeInPages());
    all.put("data", checksum(process.memory().read(0, FIRST_BLOCK)));
    return all.entrySet().stream().map(Object::toString).toList();
  }

  /// What stands where a function of a closed library was is as good as nothing. Stubs look the
  /// same; those are counted with the slots.
  private static List<Object> table(GuestProcess process) {
    List<Object> slots = new ArrayList<>();
    for (int slot = 0; slot < process.table().size(); slot++) {
      Object element = process.table().get(slot);
      boolean present =
          element instanceof Func function
              && (function.instance() != null || function.name().equals("step"));
      slots.add(present ? element : "empty");
    }
    return slots;
  }

  private static long checksum(byte[] bytes) {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    return sum.getValue();
  }
}
