package graft.dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.format.FunctionType;
import graft.runtime.Func;
import graft.runtime.HostFunction;
import graft.runtime.HostLibrary;
import graft.runtime.Trap;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Loads and unloads that fail for want of memory, slots or a stack, and what is left then.
final class LoadFailureTest {
  private static final int UNREACHABLE = 0x00;
  private static final int CALL = 0x10;
  private static final int CALL_INDIRECT = 0x11;
  private static final int DROP = 0x1a;
  private static final int GLOBAL_GET = 0x23;
  private static final int I32_CONST = 0x41;
  private static final int LOCAL_GET = 0x20;

  private final Map<String, byte[]> modules = new HashMap<>();

  private GuestProcessBuilder builder(TinyModule main) {
    return GuestProcess.builder()
        .main("main.wasm", main.build())
        .librarySource(ModuleSource.of(modules));
  }

  /// A C library's allocator that is out of order.
  public static final class Allocator {
    private int block = 1024;
    private boolean trapping;
    private boolean failing;
    private boolean interrupted;

    @HostFunction
    public int malloc(int size) {
      if (interrupted) {
        throw Trap.interrupted();
      }
      if (trapping) {
        throw Trap.unreachable();
      }
      return block;
    }

    @HostFunction
    public void free(int address) {
      if (failing) {
        throw new OutOfMemoryError("injected");
      }
    }
  }

  private GuestProcess allocating(Allocator allocator) {
    TinyModule main =
        TinyModule.side(0, 0)
            .importFunction("env", "malloc", "i:i")
            .importFunction("env", "free", "i:")
            .export("malloc", 0, 0)
            .export("free", 0, 1);
    modules.put("a.so", TinyModule.side(100, 0).constant("f", 5).build());
    return builder(main).host(_ -> HostLibrary.of(MethodHandles.lookup(), allocator)).load();
  }

  @Test
  void aLibraryThatWantsNearlyAllAddressesIsRefused() {
    modules.put("huge.so", TinyModule.side(0x7fff0001, 0).build());
    modules.put("small.so", TinyModule.side(100, 0).constant("f", 5).build());
    try (GuestProcess process = builder(TinyModule.side(0, 0)).load()) {
      process.open("small.so").close();
      int pages = process.memory().sizeInPages();
      assertThatThrownBy(() -> process.open("huge.so"))
          .isInstanceOf(LoadException.class)
          .hasMessage(
              "huge.so: not enough memory: cannot grow by 32768 pages for 2147418113 bytes");
      assertThat(process.open("small.so").function("f").invoke()).isEqualTo(5);
      assertThat(process.memory().sizeInPages()).isEqualTo(pages);
    }
  }

  @Test
  void anAllocatorThatGivesWhatIsNotThereIsReported() {
    Allocator allocator = new Allocator();
    try (GuestProcess process = allocating(allocator)) {
      allocator.block = 0x7ffffff0;
      assertThatThrownBy(() -> process.open("a.so"))
          .isInstanceOf(LoadException.class)
          .hasMessage(
              "a.so: cannot be loaded: malloc gave 100 bytes at 0x7ffffff0, outside of the memory");
      allocator.block = 1024;
      assertThat(process.open("a.so").function("f").invoke()).isEqualTo(5);
    }
  }

  @Test
  void anAllocatorThatTrapsFailsTheLoad() {
    Allocator allocator = new Allocator();
    try (GuestProcess process = allocating(allocator)) {
      allocator.trapping = true;
      assertThatThrownBy(() -> process.open("a.so"))
          .isInstanceOf(LoadException.class)
          .hasMessage("a.so: cannot be loaded: malloc of 108 bytes trapped: unreachable")
          .hasCauseInstanceOf(Trap.class);
      assertThat(process.libraries()).hasSize(1);
    }
  }

  @Test
  void anErrorInTheAllocatorDoesNotKeepALibraryFromGoing() {
    Allocator allocator = new Allocator();
    try (GuestProcess process = allocating(allocator)) {
      Library a = process.open("a.so");
      allocator.failing = true;
      assertThatThrownBy(a::close).hasMessage("injected");
      assertThat(a.isClosed()).isTrue();
      assertThat(process.libraries()).hasSize(1);
      assertThat(process.open("a.so").function("f").invoke()).isEqualTo(5);
    }
  }

  @Test
  void anErrorDoesNotEndTheWayBack() {
    List<Integer> done = new ArrayList<>();
    UndoLog undo = new UndoLog();
    Error late = new StackOverflowError("injected");
    undo.add(() -> done.add(1));
    undo.add(() -> {
      throw late;
    });
    undo.add(() -> done.add(2));
    Throwable failure = new IllegalStateException("first");
    undo.undo(failure);
    assertThat(done).containsExactly(2, 1);
    assertThat(failure).hasSuppressedException(late);
  }

  @Test
  void aPointerToAFunctionThatNobodyDefinesIsNamedWhenItIsCalled() {
    TinyModule library =
        TinyModule.side(0, 0)
            .importGlobal("GOT.func", "nowhere", true)
            .function(
                "call",
                ":i",
                TinyModule.bytes().b(I32_CONST).s(7).b(GLOBAL_GET, 2, CALL_INDIRECT, 1, 0))
            .function("identity", "i:i", LOCAL_GET, 0)
            .function("pointer", ":i", GLOBAL_GET, 2);
    modules.put("a.so", library.build());
    modules.put("b.so", TinyModule.side(0, 0).function("nowhere", "i:i", LOCAL_GET, 0).build());
    try (GuestProcess process = builder(TinyModule.side(0, 0)).load()) {
      Library a = process.open("a.so");
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> a.function("call").invoke())
            .isInstanceOf(UndefinedSymbolException.class)
            .hasMessageStartingWith(
                "a.so: undefined symbol: nowhere (address of a function)"
                    + " (not in main.wasm, a.so, the host)");
      }
      // A pointer that is kept finds a function that comes later, whatever its type is.
      int pointer = (int) a.function("pointer").invoke();
      process.open("b.so", OpenFlag.GLOBAL);
      assertThat(a.function("call").invoke()).isEqualTo(7);
      assertThat(process.table().function(pointer).invoke(8)).isEqualTo(8);
    }
  }

  private static Func hostFunction(int number) {
    return Func.host(
        "host" + number,
        new FunctionType(List.of(), List.of()),
        MethodHandles.empty(MethodType.methodType(void.class)));
  }

  @Test
  void aLibraryThatCannotBecomeGlobalStaysAsItWas() {
    TinyModule main =
        new TinyModule()
            .memory(2)
            .table(1, 64)
            .export("memory", 2, 0)
            .export("__indirect_function_table", 1, 0)
            .importGlobal("GOT.func", "f", true)
            .function("address", ":i", GLOBAL_GET, 0);
    modules.put("a.so", TinyModule.side(0, 0).constant("f", 5).build());
    try (GuestProcess process = builder(main).load()) {
      Library a = process.open("a.so");
      Object before = process.main().function("address").invoke();
      List<Integer> slots = new ArrayList<>();
      assertThatThrownBy(
              () -> {
                while (true) {
                  slots.add(process.pointerTo(hostFunction(slots.size())));
                }
              })
          .isInstanceOf(LoadException.class);
      assertThatThrownBy(() -> process.open("a.so", OpenFlag.GLOBAL, OpenFlag.NODELETE))
          .isInstanceOf(LoadException.class)
          .hasMessageContaining("the table cannot grow");
      assertThat(a.isGlobal()).isFalse();
      assertThat(process.find("f")).isNull();
      assertThat(process.main().function("address").invoke()).isEqualTo(before);
      process.freePointer(slots.get(0));
      process.open("a.so", OpenFlag.GLOBAL).close();
      assertThat(process.main().function("address").invoke()).isEqualTo(slots.get(0));
      a.close();
      // Main has a pointer to its function by now.
      assertThat(a.isClosed()).isFalse();
    }
  }

  @Test
  void whatAFailedConstructorHasBoundIsUnboundAgain() {
    TinyModule main =
        new TinyModule()
            .memory(2)
            .table(1, 64)
            .export("memory", 2, 0)
            .export("__indirect_function_table", 1, 0)
            .importFunction("env", "hook", ":i")
            .function("callHook", ":i", CALL, 0);
    modules.put(
        "a.so",
        TinyModule.side(0, 0)
            .importFunction("env", "callHook", ":i")
            .constant("hook", 5)
            .function("__wasm_call_ctors", ":", CALL, 0, DROP, UNREACHABLE)
            .build());
    modules.put("b.so", TinyModule.side(0, 0).constant("hook", 6).build());
    try (GuestProcess process = builder(main).load()) {
      assertThatThrownBy(() -> process.open("a.so", OpenFlag.GLOBAL))
          .isInstanceOf(LoadException.class)
          .hasMessageContaining("its constructors trapped");
      assertThat(process.libraries()).hasSize(1);
      assertThatThrownBy(() -> process.main().function("callHook").invoke())
          .isInstanceOf(UndefinedSymbolException.class);
      process.open("b.so", OpenFlag.GLOBAL);
      assertThat(process.main().function("callHook").invoke()).isEqualTo(6);
    }
  }

  @Test
  void variablesThatNobodyDefinesAreAllReported() {
    modules.put(
        "a.so",
        TinyModule.side(0, 0)
            .importGlobal("env", "__asyncify_state", true)
            .importGlobal("env", "one", true)
            .importGlobal("env", "two", false)
            .build());
    try (GuestProcess process = builder(new TinyModule().memory(2)).load()) {
      assertThatThrownBy(() -> process.open("a.so"))
          .isInstanceOf(UndefinedSymbolException.class)
          .hasMessageContaining("undefined symbol: one, global of type (mut i32)")
          .hasMessageContaining("undefined symbol: two, global of type i32")
          .hasMessageNotContaining("asyncify");
    }
  }

  @Test
  void aProcessThatCannotBeLoadedIsClosed() {
    List<String> closed = new ArrayList<>();
    TinyModule main = new TinyModule().memory(2).function("__wasm_call_ctors", ":", UNREACHABLE);
    GuestProcessBuilder builder =
        builder(main)
            .host(guest -> {
              guest.onClose(() -> closed.add("host"));
              return HostLibrary.of(MethodHandles.lookup(), new Allocator());
            });
    assertThatThrownBy(builder::load).isInstanceOf(LoadException.class);
    assertThat(closed).containsExactly("host");
    builder.host(_ -> {
      throw new IllegalArgumentException("no");
    });
    assertThatThrownBy(builder::load).isInstanceOf(IllegalArgumentException.class);
    assertThat(closed).containsExactly("host", "host");
  }

  @Test
  void memoryIsAlignedAlsoWithoutAnAllocator() {
    modules.put(
        "a.so",
        new TinyModule().memoryInfo(100, 20, 0, 0).importMemory(0).constant("f", 5).build());
    modules.put(
        "b.so", new TinyModule().memoryInfo(100, 2, 0, 0).importMemory(0).constant("f", 5).build());
    try (GuestProcess process = builder(new TinyModule().memory(2).export("memory", 2, 0)).load()) {
      Library a = process.open("a.so");
      assertThat(a.memoryBase()).isEqualTo(1 << 20);
      int pages = process.memory().sizeInPages();
      Library b = process.open("b.so");
      assertThat(b.memoryBase()).isLessThan(1 << 20);
      a.close();
      assertThat(process.open("a.so").memoryBase()).isEqualTo(1 << 20);
      assertThat(process.memory().sizeInPages()).isEqualTo(pages);
    }
  }

  @Test
  void anInterruptionOfTheAllocatorStaysOne() {
    Allocator allocator = new Allocator();
    try (GuestProcess process = allocating(allocator)) {
      allocator.interrupted = true;
      assertThatThrownBy(() -> process.open("a.so"))
          .isInstanceOfSatisfying(Trap.class, e -> assertThat(e.isInterruption()).isTrue());
      allocator.interrupted = false;
      assertThat(process.open("a.so").function("f").invoke()).isEqualTo(5);
    }
  }

  /// Libraries whose constructor or destructor does something of Java's.
  private GuestProcess acting(Runnable... actions) {
    modules.put(
        "bad.so",
        TinyModule.side(64, 2)
            .importFunction("env", "act", "i:")
            .constant("value", 5)
            .function("__wasm_call_ctors", ":", I32_CONST, 0, CALL, 0, UNREACHABLE)
            .build());
    return builder(TinyModule.side(0, 0).constant("one", 1).constant("two", 2))
        .host(_ -> HostLibrary.of(MethodHandles.lookup(), new Actions(actions)))
        .load();
  }

  /// What constructors ask for.
  public static final class Actions {
    private final Runnable[] actions;

    Actions(Runnable... actions) {
      this.actions = actions;
    }

    @HostFunction
    public void act(int number) {
      actions[number].run();
    }
  }

  @Test
  void aLoadThatADestructorAsksForAndThatFailsLeavesNothing() {
    List<GuestProcess> processes = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    Runnable destructor =
        () -> {
          GuestProcess process = processes.getFirst();
          for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> process.open("bad.so")).isInstanceOf(LoadException.class);
            counts.add(process.libraries().size());
          }
        };
    modules.put(
        "x.so",
        TinyModule.side(64, 0)
            .importFunction("env", "act", "i:")
            .function("end", "i:", I32_CONST, 1, CALL, 0)
            .build());
    try (GuestProcess process = acting(() -> {}, destructor)) {
      processes.add(process);
      Library x = process.open("x.so");
      process.exitFunctions().add(x, process.pointerTo(x.function("end")), 0);
      x.close();
      // Main, and the one that is being destructed.
      assertThat(counts).containsExactly(2, 2);
      assertThat(process.libraries()).hasSize(1);
    }
  }

  @Test
  void slotsThatOthersTakeWhileAConstructorRunsStayTheirs() {
    List<GuestProcess> processes = new ArrayList<>();
    List<Integer> slots = new ArrayList<>();
    try (GuestProcess process =
        acting(() -> {
          GuestProcess own = processes.getFirst();
          slots.add(own.pointerTo(own.main().function("one")));
        })) {
      processes.add(process);
      assertThatThrownBy(() -> process.open("bad.so")).isInstanceOf(LoadException.class);
      assertThat(process.pointerTo(process.main().function("two"))).isNotEqualTo(slots.getFirst());
      assertThat(GuestCalls.pointer(process, slots.getFirst())).isEqualTo(1);
    }
  }

  @Test
  void whatAConstructorHasOpenedKeepsItsPlaceInScopesIfTheLoadFails() {
    List<GuestProcess> processes = new ArrayList<>();
    modules.put(
        "d1.so",
        TinyModule.side(0, 0)
            .importFunction("env", "only2", ":i")
            .function("f", ":i", CALL, 0)
            .build());
    modules.put("d2.so", TinyModule.side(0, 0).constant("only2", 2).build());
    modules.put("m.so", TinyModule.side(0, 0).needed("d1.so", "d2.so").build());
    try (GuestProcess process = acting(() -> processes.getFirst().open("m.so"))) {
      processes.add(process);
      modules.put(
          "l.so",
          TinyModule.side(0, 0)
              .needed("d1.so")
              .importFunction("env", "act", "i:")
              .function("__wasm_call_ctors", ":", I32_CONST, 0, CALL, 0, UNREACHABLE)
              .build());
      Library d1 = process.open("d1.so");
      assertThatThrownBy(() -> process.open("l.so")).isInstanceOf(LoadException.class);
      assertThat(d1.function("f").invoke()).isEqualTo(2);
    }
  }

  interface Text {
    int length(String text);
  }

  @Test
  void aStringDoesNotRunIntoTheDataBelowTheStack() {
    TinyModule main =
        new TinyModule()
            .memory(2)
            .table(4, -1)
            .export("memory", 2, 0)
            .export("__indirect_function_table", 1, 0)
            .global("__stack_pointer", true, 8192)
            .global("__data_end", false, 4096)
            .global("__heap_base", false, 8192);
    modules.put("a.so", TinyModule.side(0, 0).function("length", "i:i", LOCAL_GET, 0).build());
    try (GuestProcess process = builder(main).load()) {
      Text text = process.open("a.so").as(MethodHandles.lookup(), Text.class);
      assertThat(text.length("x".repeat(4000))).isGreaterThanOrEqualTo(4096);
      assertThatThrownBy(() -> text.length("x".repeat(5000)))
          .isInstanceOf(Trap.class)
          .hasMessageContaining("no room for a string of 5001 bytes");
    }
  }

  @Test
  void aConstructorThatClosesItsLibraryTooOftenDoesNotUnloadIt() {
    List<GuestProcess> processes = new ArrayList<>();
    modules.put(
        "self.so",
        TinyModule.side(64, 0)
            .importFunction("env", "act", "i:")
            .constant("value", 5)
            .function("__wasm_call_ctors", ":", I32_CONST, 0, CALL, 0)
            .build());
    try (GuestProcess process =
        acting(() -> {
          Library self = processes.getFirst().open("self.so");
          self.close();
          self.close();
        })) {
      processes.add(process);
      Library self = process.open("self.so");
      assertThat(self.function("value").invoke()).isEqualTo(5);
      self.close();
      assertThat(self.isClosed()).isTrue();
    }
  }

  @Test
  void onlySlotsThatJavaHasAskedForCanBeFreedByIt() {
    modules.put(
        "a.so",
        TinyModule.side(0, 0)
            .importGlobal("GOT.func", "nobody", true)
            .function("pointer", ":i", GLOBAL_GET, 2)
            .build());
    try (GuestProcess process = builder(TinyModule.side(0, 0)).load()) {
      int stub = (Integer) process.open("a.so").function("pointer").invoke();
      assertThat(process.freePointer(stub)).isFalse();
      int slot = process.pointerTo(hostFunction(1));
      assertThat(process.freePointer(slot)).isTrue();
      assertThat(process.freePointer(slot)).isFalse();
    }
  }
}
