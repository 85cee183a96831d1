package graft.ld;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the linker's own functions.
///
/// `__wasm_init_memory` of shared memory runs in each thread; the first one initializes, and the
/// others wait for it:
///
/// ```
/// block  $drop
///   block  $wait
///     block  $init
///       cmpxchg(flag, 0, 1); br_table $init, $wait, else $drop
///     end
///     ...memory.init and memory.fill...
///     atomic.store(flag, 2); notify; br $drop
///   end
///   wait(flag, 1)
/// end
/// ...data.drop...
/// ```
final class SyntheticCode {
  private final Layout layout;
  private final Options options;
  private final Synthetics synthetics;
  private final boolean is64;

  private SyntheticCode(Layout layout) {
    this.layout = layout;
    this.options = layout.options;
    this.synthetics = layout.synthetics;
    this.is64 = options.isWasm64();
  }

  static void write(Layout layout, List<LayoutBuilder.Wrapper> wrappers) {
    SyntheticCode code = new SyntheticCode(layout);
    code.writeTraps();
    code.writeRelocations();
    code.put(synthetics(layout).initMemory, code::initMemory);
    code.put(synthetics(layout).initTls, code::initTls);
    code.writeStart();
    code.put(synthetics(layout).callCtors, code::callCtors);
    wrappers.forEach(code::writeWrapper);
  }

  private static Synthetics synthetics(Layout layout) {
    return layout.synthetics;
  }

  /// Makes a function's code.
  private interface Maker {
    byte[] make();
  }

  private void put(@Nullable Symbol symbol, Maker maker) {
    if (symbol != null && symbol.function != null && layout.isLive(symbol)) {
      layout.bodies.put(symbol.function.id, maker.make());
    }
  }

  private void writeTraps() {
    for (InputFunction function : layout.resolution.table().syntheticFunctions) {
      layout.bodies.put(function.id, new Code(is64).unreachable().end());
    }
  }

  private void writeRelocations() {
    put(synthetics.applyDataRelocs, () -> applyDataRelocations(false));
    put(synthetics.applyTlsRelocs, () -> applyDataRelocations(true));
    put(synthetics.applyGlobalRelocs, () -> applyGlobalRelocations(false));
    put(synthetics.applyGlobalTlsRelocs, () -> applyGlobalRelocations(true));
  }

  private byte[] applyDataRelocations(boolean tls) {
    Code code = new Code(is64);
    for (OutputSegment segment : layout.memory.segments) {
      if (tls == (options.sharedMemory && segment.isTls())) {
        DataRelocations.write(layout, segment, code);
      }
    }
    return code.end();
  }

  private byte[] applyGlobalRelocations(boolean tls) {
    Code code = new Code(is64);
    for (Symbol symbol : layout.internalGot) {
      if (tls != (options.sharedMemory && symbol.isTls())) {
        continue;
      }
      if (symbol.isDefinedData()) {
        code.global(
                tls
                    ? layout.globalIndex(synthetics.tlsBase, "__tls_base")
                    : layout.globalIndex(synthetics.memoryBase, "__memory_base"))
            .pointer(layout.address(symbol));
      } else if (symbol.kind == SymbolKind.FUNCTION && !layout.isStub(symbol)) {
        code.global(layout.globalIndex(synthetics.tableBase, "__table_base"))
            .pointer(layout.slot(symbol));
      } else {
        continue;
      }
      code.addPointer().setGlobal(layout.gotIndex.of(symbol.id));
    }
    return code.end();
  }

  private byte[] initTls() {
    Code code = new Code(is64);
    for (OutputSegment segment : layout.memory.segments) {
      if (segment.isTls()) {
        code.local(0)
            .setGlobal(layout.globalIndex(synthetics.tlsBase, "__tls_base"))
            .local(0)
            .i32(0)
            .i32((int) segment.size)
            .memoryInit(segment.number);
      }
    }
    call(code, synthetics.applyTlsRelocs);
    call(code, synthetics.applyGlobalTlsRelocs);
    return code.end();
  }

  private void call(Code code, @Nullable Symbol function) {
    if (function != null) {
      code.call(layout.functionIndex(function));
    }
  }

  // __wasm_init_memory.

  private byte[] initMemory() {
    boolean located = options.pic && options.sharedMemory;
    Code code = located ? Code.withPointers(is64, 2) : new Code(is64);
    if (options.sharedMemory) {
      claim(code, located);
    }
    for (OutputSegment segment : layout.memory.segments) {
      if (layout.needsInitialization(segment)) {
        initialize(code, segment);
      }
    }
    if (options.sharedMemory) {
      release(code, located);
    }
    for (OutputSegment segment : layout.memory.segments) {
      if (layout.needsInitialization(segment) && !segment.bss && !segment.isTls()) {
        code.dataDrop(segment.number);
      }
    }
    return code.end();
  }

  private long flag() {
    Symbol flag = synthetics.initMemoryFlag;
    return flag == null ? 0 : layout.address(flag);
  }

  private void pushFlag(Code code, boolean located) {
    if (located) {
      code.local(0);
    } else {
      code.pointer(flag());
    }
  }

  private void claim(Code code, boolean located) {
    if (located) {
      code.global(layout.globalIndex(synthetics.memoryBase, "__memory_base"))
          .pointer(flag())
          .addPointer()
          .setLocal(0);
    }
    code.block().block().block();
    pushFlag(code, located);
    code.i32(0).i32(1).compareExchange().branchTable012().endBlock();
  }

  private void release(Code code, boolean located) {
    pushFlag(code, located);
    code.i32(2).atomicStore();
    pushFlag(code, located);
    code.i32(-1).atomicNotify().drop().branch(1).endBlock();
    pushFlag(code, located);
    code.i32(1).constant(-1, true).atomicWait().drop().endBlock();
  }

  private void initialize(Code code, OutputSegment segment) {
    pushAddress(code, segment.address);
    if (options.sharedMemory && segment.isTls()) {
      // The main thread's own block is the segment itself.
      int tlsBase = layout.globalIndex(synthetics.tlsBase, "__tls_base");
      if (options.pic) {
        code.teeLocal(1).setGlobal(tlsBase).local(1);
      } else {
        code.pointer(segment.address).setGlobal(tlsBase);
      }
    }
    if (segment.bss) {
      code.i32(0).pointer(segment.size).memoryFill();
    } else {
      code.i32(0).i32((int) segment.size).memoryInit(segment.number);
    }
  }

  private void pushAddress(Code code, long address) {
    code.pointer(address);
    if (options.pic) {
      code.global(layout.globalIndex(synthetics.memoryBase, "__memory_base")).addPointer();
    }
  }

  // Start and constructors.

  private void writeStart() {
    Symbol start = synthetics.start;
    if (start != null && start != synthetics.applyGlobalRelocs && start != synthetics.initMemory) {
      put(
          start,
          () -> {
            Code code = new Code(is64);
            call(code, synthetics.applyGlobalRelocs);
            call(code, synthetics.initMemory);
            return code.end();
          });
    }
  }

  private byte[] callCtors() {
    Code code = new Code(is64);
    for (Layout.Constructor constructor : layout.constructors) {
      code.call(layout.functionIndex(constructor.symbol()));
      constructor.symbol().functionType().results().forEach(result -> code.drop());
    }
    return code.end();
  }

  private void writeWrapper(LayoutBuilder.Wrapper wrapper) {
    Code code = new Code(is64);
    Symbol ctors = synthetics.callCtors;
    if (ctors != null && layout.isLive(ctors)) {
      call(code, ctors);
    }
    InputFunction function = wrapper.wrapper().body();
    for (int i = 0; i < function.type.parameters().size(); i++) {
      code.local(i);
    }
    code.call(wrapper.target());
    call(code, synthetics.callDtors);
    layout.bodies.put(function.id, code.end());
  }
}
