package graft.compiler;

import static graft.testkit.WasmBytes.FUNCREF;
import static graft.testkit.WasmBytes.I32;

import graft.runtime.Instance;
import graft.runtime.Memory;
import graft.runtime.Trap;
import graft.testkit.WasmBytes;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A main class for a JVM of its own: instructions that are first executed where the stack ends, at
/// every depth there is. Whatever they need for the first time must be there later. Only code that
/// HotSpot has not compiled has frames of the same size each time, so it wants `-Xint`.
///
/// Arguments: which instruction, and `mapped` if memories shall be mapped.
final class StackEnd {
  /// Deeper than the stack of {@link #STACK} bytes goes.
  private static final int DEEPEST = 6_000;

  /// So many depths are tried one by one.
  private static final int CLOSELY = 200;

  private static final long STACK = 512 << 10;

  /// What gives an i32, given a memory of a page, function 2, and for `call_indirect` a table that
  /// has it.
  private static final Map<String, WasmBytes> INSTRUCTIONS =
      Map.of(
          "atomic", new WasmBytes().constant(0).constant(1).op(0xfe, 0x1e, 2, 0),
          "notify", new WasmBytes().constant(0).constant(1).op(0xfe, 0, 2, 0),
          "load", new WasmBytes().constant(0).op(0x28, 2, 0),
          "copy",
              new WasmBytes().constant(0).constant(8).constant(9).op(0xfc, 10, 0, 0).constant(1),
          "vector",
              new WasmBytes()
                  .constant(0)
                  .op(0xfd, 0, 4, 0)
                  .constant(0)
                  .op(0xfd, 17, 0xfd, 0xae, 1)
                  .op(0xfd, 27, 0),
          "ref.func", new WasmBytes().op(0xd2, 2, 0xd1),
          "memory.grow", new WasmBytes().constant(1).op(0x40, 0));

  private StackEnd() {}

  /// `rec(n)` calls itself n times, and then `op`; `put(n)` stores at 0; `probe(n)` calls itself n
  /// times, and then what does nothing.
  ///
  /// @param parameters how many function 2 has, whose type is made when it is first needed
  private static Instance instance(String instruction, boolean mapped, int parameters) {
    WasmBytes module = WasmBytes.module();
    WasmBytes floats = new WasmBytes();
    WasmBytes arguments = new WasmBytes();
    for (int i = 0; i < parameters; i++) {
      floats.op(0x7d);
      arguments.op(0x43, 0, 0, 0, 0);
    }
    module.section(
        1,
        2,
        types ->
            types.op(0x60, 1, I32, 1, I32, 0x60).u32(parameters).append(floats).op(2, 0x7c, 0x7c));
    module.section(3, 6, functions -> functions.op(0, 0, 1, 0, 0, 0));
    module.section(4, 1, tables -> tables.op(FUNCREF, 0, 1));
    module.section(5, 1, memories -> memories.op(1, 1).u32(4_000));
    module.section(
        7,
        5,
        exports ->
            exports
                .name("rec")
                .op(0, 0)
                .name("put")
                .op(0, 3)
                .name("m")
                .op(2, 0)
                .name("probe")
                .op(0, 4)
                .name("two")
                .op(0, 2));
    int inTable = instruction.equals("call_indirect") ? 2 : 3;
    module.section(9, 1, segments -> segments.op(0).constant(0).op(0x0b, 1, inTable));
    WasmBytes rec = recursive(0, 1);
    WasmBytes probe = recursive(4, 5);
    WasmBytes op =
        instruction.equals("call_indirect")
            ? arguments.constant(0).op(0x11, 1, 0, 0x1a, 0x1a).constant(1)
            : Objects.requireNonNull(INSTRUCTIONS.get(instruction));
    WasmBytes two = new WasmBytes();
    two.op(0x44, 0, 0, 0, 0, 0, 0, 0, 0).op(0x44, 0, 0, 0, 0, 0, 0, 0, 0);
    WasmBytes put = new WasmBytes().constant(0).get(0).op(0x36, 2, 0).constant(0);
    module.section(
        10,
        6,
        bodies ->
            bodies
                .body(0, rec)
                .body(0, op)
                .body(0, two)
                .body(0, put)
                .body(0, probe)
                .body(0, new WasmBytes().get(0)));
    CompilerOptions options = CompilerOptions.DEFAULT;
    return Compiler.compile(
            TinyModule.valid(module, "end.wasm"), mapped ? options.withAllMapped() : options)
        .instantiate(List.of());
  }

  /// Calls itself as often as the argument says, and then another function.
  private static WasmBytes recursive(int itself, int other) {
    WasmBytes code = new WasmBytes().get(0).op(0x45, 0x04, I32).get(0).op(0x10, other, 0x05);
    return code.constant(0).get(0).constant(1).op(0x6b, 0x10, itself, 0x6a, 0x0b);
  }

  /// Where the stack ends.
  private static int deepest(Instance instance) {
    int possible = 0;
    int impossible = DEEPEST;
    while (impossible - possible > 1) {
      int depth = (possible + impossible) / 2;
      try {
        call(instance, "probe", depth);
        possible = depth;
      } catch (Trap _) {
        impossible = depth;
      }
    }
    return possible;
  }

  private static int call(Instance instance, String name, int argument) {
    return (Integer) Objects.requireNonNull(instance.function(name).invoke(argument));
  }

  /// The same with some more frames of another size below, so that the stack ends at other places
  /// of what the instruction runs.
  private static void shifted(int frames, Runnable work) {
    if (frames == 0) {
      work.run();
    } else {
      shifted(frames - 1, work);
    }
  }

  private static void run(String instruction, boolean mapped) {
    // Of a type there is always a further one that nobody has needed yet.
    int times = instruction.equals("ref.func") ? 8 : 1;
    for (int i = 0; i < times; i++) {
      Instance instance = instance(instruction, mapped, i + 1);
      shifted(i, () -> run(instance, mapped));
    }
  }

  private static void run(Instance instance, boolean mapped) {
    Memory memory = (Memory) Objects.requireNonNull(instance.export("m"));
    int traps = 0;
    int deepest = deepest(instance);
    int depth = deepest + 1;
    boolean reached = false;
    while (!reached) {
      try {
        call(instance, "rec", depth);
        reached = true;
      } catch (Trap trap) {
        if (!"call stack exhausted".equals(trap.getMessage())) {
          throw trap;
        }
        traps++;
      }
      if (!mapped) {
        // What is mapped is not to be accessed before.
        call(instance, "put", depth);
        if (memory.i32(0) != depth) {
          throw new IllegalStateException("guest and host have different memories: " + depth);
        }
      }
      // What is needed takes more and more of the stack.
      depth -= depth > deepest - CLOSELY ? 1 : 16;
    }
    call(instance, "rec", 1);
    if (traps == 0) {
      throw new IllegalStateException("the stack never ended");
    }
  }

  public static void main(String[] arguments) throws InterruptedException {
    Thread.UncaughtExceptionHandler failed =
        (_, thrown) -> {
          thrown.printStackTrace();
          System.exit(1);
        };
    Thread thread =
        new Thread(
            null,
            () -> run(arguments[0], arguments.length > 1 && arguments[1].equals("mapped")),
            "end",
            STACK);
    thread.setUncaughtExceptionHandler(failed);
    thread.start();
    thread.join();
  }
}
