package graft.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.format.TagType;
import graft.runtime.Func;
import graft.runtime.GuestExit;
import graft.runtime.Memory;
import graft.runtime.Tag;
import graft.runtime.Trap;
import graft.runtime.WasmException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `invoke_*`, `longjmp` and C++ exceptions of JavaScript's style.
final class InvocationsTest {
  private static final int TYPE_INT = 0x2000;
  private static final int TYPE_BASE = 0x2010;
  private static final int TYPE_DERIVED = 0x2020;

  private final FakeGuest guest = new FakeGuest();
  private final Memory memory = guest.memory();
  private final EmscriptenHost host = EmscriptenHost.of(guest, HostOptions.builder().build());
  private final List<String> log = new ArrayList<>();
  private int stackPointer = 1000;

  @BeforeEach
  void defineTheLibrary() {
    guest.define("stackSave", "i", _ -> stackPointer);
    guest.define("stackRestore", "v i", arguments -> stackPointer = (Integer) arguments[0]);
    guest.define(
        "setThrew", "v ii", arguments -> log.add("threw " + arguments[0] + " " + arguments[1]));
    guest.define("__cxa_is_pointer_type", "i i", _ -> 0);
    guest.define(
        "__cxa_can_catch",
        "i iii",
        arguments -> {
          boolean can = arguments[0].equals(TYPE_BASE) && arguments[1].equals(TYPE_DERIVED);
          if (can) {
            int adjusted = (Integer) arguments[2];
            memory.setI32(adjusted, memory.i32(adjusted) + 4);
          }
          return can ? 1 : 0;
        });
    memory.setI32(TYPE_INT + 4, guest.string("i"));
    memory.setI32(TYPE_DERIVED + 4, guest.string("7Derived"));
  }

  private Object call(String name, String result, Object... arguments) {
    return FakeGuest.call(host, "env", name, result, arguments);
  }

  private void setSlot(int slot, String signature, FakeGuest.Body body) {
    guest.table().set(slot, FakeGuest.function("slot" + slot, signature, body));
  }

  @Test
  void functionPointersAreCalled() {
    setSlot(1, "i ii", arguments -> (Integer) arguments[0] - (Integer) arguments[1]);
    setSlot(2, "v", _ -> log.add("called"));
    setSlot(3, "d fj", arguments -> (Float) arguments[0] + (double) (Long) arguments[1]);
    assertThat(call("invoke_iii", "i", 1, 44, 2)).isEqualTo(42);
    call("invoke_v", "v", 2);
    assertThat(log).containsExactly("called");
    assertThat(call("invoke_dfj", "d", 3, 0.5f, 1L << 40)).isEqualTo((1L << 40) + 0.5);
  }

  /// As with EMULATE_FUNCTION_POINTER_CASTS, where all functions in the table have one type.
  @Test
  void aProgramThatCallsPointersItsOwnWayIsAskedToDoIt() {
    setSlot(1, "j jjj", arguments -> (Long) arguments[0] - (Long) arguments[1]);
    guest.define(
        "dynCall_iii",
        "i iii",
        arguments ->
            ((Long)
                    guest
                        .table()
                        .function((Integer) arguments[0])
                        .invoke((long) (Integer) arguments[1], (long) (Integer) arguments[2], 0L))
                .intValue());
    assertThat(call("invoke_iii", "i", 1, 44, 2)).isEqualTo(42);
    guest.define(
        "dynCall_vi", "v ii", arguments -> log.add(arguments[0] + " with " + arguments[1]));
    call("emscripten_async_call", "v", 1, 7, 0);
    guest.eventLoop().run();
    assertThat(log).containsExactly("1 with 7");
  }

  @Test
  void allCallbacksAreCalledTheProgramsOwnWay() {
    setSlot(1, "j jjj", _ -> 0L);
    guest.define("dynCall_vi", "v ii", arguments -> log.add("vi " + arguments[1]));
    guest.define("dynCall_idi", "i idi", arguments -> log.add("idi " + arguments[2]) ? 0 : 1);
    guest.define("dynCall_iiii", "i iiii", arguments -> log.add("iiii " + arguments[2]) ? 0 : 1);

    call("__call_sighandler", "v", 1, 15);
    call("emscripten_request_animation_frame", "i", 1, 7);
    guest.eventLoop().run();
    int promise = (Integer) call("emscripten_promise_create", "i");
    call("emscripten_promise_then", "i", promise, 1, 1, 8);
    call("emscripten_promise_resolve", "v", promise, 0, 0);
    guest.eventLoop().run();
    int exception = (Integer) call("__cxa_allocate_exception", "i", 8);
    setSlot(2, "v", _ -> call("__cxa_throw", "v", exception, TYPE_INT, 1));
    call("invoke_v", "v", 2);
    call("__cxa_begin_catch", "i", exception);
    call("__cxa_end_catch", "v");

    assertThat(log)
        .containsExactly("vi 15", "idi 7", "iiii 8", "threw 1 0", "threw 0 0", "vi " + exception);
  }

  @Test
  void splitNumbersArePutTogether() {
    setSlot(1, "j ijd", arguments -> (Long) arguments[1] * 2);
    long number = 0x1234_5678_9abcL;
    assertThat(call("invoke_jijd", "i", 1, 7, (int) number, (int) (number >> 32), 0.5))
        .isEqualTo((int) (number * 2));
    assertThat(call("getTempRet0", "i")).isEqualTo((int) ((number * 2) >> 32));
    assertThat(call("invoke_jijd", "j", 1, 7, number, 0.5)).isEqualTo(number * 2);
  }

  @Test
  void otherNamesAreNotMadeUp() {
    assertThat(host.find("env", "invoke_", FakeGuest.type("v i"))).isNull();
    assertThat(host.find("env", "invoke_iv", FakeGuest.type("i ii"))).isNull();
    assertThat(host.find("env", "invoke_ix", FakeGuest.type("i ii"))).isNull();
    assertThat(host.find("env", "invoke_ii", FakeGuest.type("i iii"))).isNull();
    assertThat(host.find("env", "dlopen", FakeGuest.type("i ii"))).isNull();
    assertThat(host.find("env", "__cxa_find_matching_catch_2", FakeGuest.type("i i"))).isNull();
  }

  @Test
  void aLongjmpIsToldToTheCaller() {
    setSlot(
        1,
        "i i",
        _ -> {
          stackPointer -= 64;
          return call("_emscripten_throw_longjmp", "v");
        });
    assertThat(call("invoke_ii", "i", 1, 5)).isEqualTo(0);
    assertThat(log).containsExactly("threw 1 0");
    assertThat(stackPointer).isEqualTo(1000);
  }

  @Test
  void aLongjmpOfWasmsOwnStyleIsToldTooWithItsValue() {
    Tag tag = (Tag) host.find("env", "__c_longjmp", new TagType(FakeGuest.type("v i")));
    Tag other = (Tag) host.find("env", "__cpp_exception", new TagType(FakeGuest.type("v i")));
    memory.setI64(0x3000, 9L << 32 | 77);
    setSlot(
        1,
        "v",
        _ -> {
          throw new WasmException(tag, 0x3000);
        });
    call("invoke_v", "v", 1);
    assertThat(log).containsExactly("threw 77 9");
    setSlot(
        2,
        "v",
        _ -> {
          throw new WasmException(other, 0x3000);
        });
    assertThatThrownBy(() -> call("invoke_v", "v", 2)).isInstanceOf(WasmException.class);
  }

  @Test
  void exitsAndTrapsPassThrough() {
    setSlot(
        1,
        "v",
        _ -> {
          throw new GuestExit(3);
        });
    setSlot(
        2,
        "v",
        _ -> {
          throw Trap.unreachable();
        });
    assertThatThrownBy(() -> call("invoke_v", "v", 1)).isInstanceOf(GuestExit.class);
    assertThatThrownBy(() -> call("invoke_v", "v", 2)).hasMessage("unreachable");
    assertThatThrownBy(() -> call("invoke_v", "v", 5)).hasMessageContaining("uninitialized");
    assertThatThrownBy(() -> call("invoke_v", "v", 50)).hasMessageContaining("undefined element");
    assertThatThrownBy(() -> call("invoke_vi", "v", 1, 1))
        .hasMessage("indirect call type mismatch: expected (i32) -> (), found () -> ()");
    assertThat(log).isEmpty();
  }

  @Test
  void whatTheGuestLacksIsNamed() {
    FakeGuest bare = new FakeGuest();
    EmscriptenHost bareHost = EmscriptenHost.of(bare, HostOptions.builder().build());
    assertThatThrownBy(() -> FakeGuest.call(bareHost, "env", "invoke_v", "v", 1))
        .hasMessageStartingWith(
            "the guest exports no function stackSave or emscripten_stack_get_current: the main module"
                + " must be linked with --export=stackSave");
  }

  /// What a compiled `try { throw Derived(); }` does up to the clauses.
  ///
  /// @return the exception
  private int throwDerived() {
    int exception = (Integer) call("__cxa_allocate_exception", "i", 8);
    setSlot(4, "i i", arguments -> log.add("destroyed " + arguments[0]) ? 0 : 1);
    setSlot(1, "v", _ -> call("__cxa_throw", "v", exception, TYPE_DERIVED, 4));
    call("invoke_v", "v", 1);
    return exception;
  }

  @Test
  void aClauseTakesWhatItsTypeCanCatch() {
    int exception = throwDerived();
    assertThat(call("__cxa_uncaught_exceptions", "i")).isEqualTo(1);
    assertThat(call("__cxa_find_matching_catch_4", "i", TYPE_INT, TYPE_BASE)).isEqualTo(exception);
    assertThat(call("getTempRet0", "i")).isEqualTo(TYPE_BASE);
    assertThat(call("llvm_eh_typeid_for", "i", TYPE_BASE)).isEqualTo(TYPE_BASE);
    assertThat(call("__cxa_begin_catch", "i", exception)).isEqualTo(exception + 4);
    assertThat(call("__cxa_uncaught_exceptions", "i")).isEqualTo(0);
    call("__cxa_end_catch", "v");
    assertThat(log).containsExactly("threw 1 0", "threw 0 0", "destroyed " + exception);
    assertThat(guest.freed()).containsExactly(exception - 24);
    assertThat(call("__cxa_find_matching_catch_2", "i")).isEqualTo(0);
  }

  @Test
  void anExceptionThatNobodyHereCatchesGoesOn() {
    int exception = throwDerived();
    assertThat(call("__cxa_find_matching_catch_3", "i", TYPE_INT)).isEqualTo(exception);
    assertThat(call("getTempRet0", "i")).isEqualTo(TYPE_DERIVED);
    assertThatThrownBy(() -> call("__resumeException", "v", exception))
        .isInstanceOfSatisfying(
            CxxException.class,
            e -> {
              assertThat(e.pointer()).isEqualTo(exception);
              assertThat(e).hasMessage("uncaught C++ exception of type Derived");
            });
    assertThat(call("__cxa_find_matching_catch", "i", 0)).isEqualTo(exception);
  }

  @Test
  void aRethrownExceptionIsDestroyedOnceAtTheEnd() {
    int exception = throwDerived();
    call("__cxa_find_matching_catch_3", "i", 0);
    call("__cxa_begin_catch", "i", exception);
    setSlot(1, "v", _ -> call("__cxa_rethrow", "v"));
    call("invoke_v", "v", 1);
    assertThat(call("__cxa_uncaught_exceptions", "i")).isEqualTo(1);
    call("__cxa_end_catch", "v");
    assertThat(guest.freed()).isEmpty();
    setSlot(1, "v", _ -> call("__resumeException", "v", exception));
    call("invoke_v", "v", 1);
    assertThat(call("__cxa_find_matching_catch_3", "i", 0)).isEqualTo(exception);
    call("__cxa_begin_catch", "i", exception);
    call("__cxa_end_catch", "v");
    assertThat(guest.freed()).containsExactly(exception - 24);
    assertThatThrownBy(() -> call("__cxa_rethrow", "v")).isInstanceOf(Trap.class);
  }

  @Test
  void anExceptionPointerKeepsAnExceptionAlive() {
    int exception = throwDerived();
    call("__cxa_find_matching_catch_3", "i", 0);
    call("__cxa_begin_catch", "i", exception);
    assertThat(call("__cxa_current_primary_exception", "i")).isEqualTo(exception);
    assertThat(call("__cxa_current_exception_type", "i")).isEqualTo(TYPE_DERIVED);
    call("__cxa_end_catch", "v");
    assertThat(guest.freed()).isEmpty();
    setSlot(1, "v", _ -> call("__cxa_rethrow_primary_exception", "v", exception));
    call("invoke_v", "v", 1);
    assertThat(call("__cxa_find_matching_catch_3", "i", 0)).isEqualTo(exception);
    call("__cxa_begin_catch", "i", exception);
    call("__cxa_end_catch", "v");
    assertThat(guest.freed()).isEmpty();
    call("__cxa_decrement_exception_refcount", "v", exception);
    assertThat(guest.freed()).containsExactly(exception - 24);
  }

  @Test
  void aFunctionIsTheSameEachTime() {
    Func one = (Func) host.find("env", "invoke_v", FakeGuest.type("v i"));
    assertThat(host.find("env", "invoke_v", FakeGuest.type("v i"))).isSameAs(one);
  }
}
