package graft.host.emscripten;

import graft.host.CxxException;
import graft.host.LongJump;
import graft.runtime.Func;
import graft.runtime.HostFunction;
import graft.runtime.Memory;
import graft.runtime.PointerCalls;
import graft.runtime.Trap;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// C++ exceptions in the style of JavaScript, and `longjmp`: the half of libc++abi that Emscripten
/// keeps outside of the guest.
///
/// The guest calls what may throw through `invoke_*` ({@link Invocations}), and then asks here
/// which of its `catch` clauses takes the exception. An exception is the address of the thrown
/// object; in front of it stands a header:
///
/// ```
/// -24      -20      -16      -12    -11      -8
/// +--------+--------+--------+------+--------+--------+--- ...
/// | refs   | type   | destr. |caught|rethrown| adj.ptr| object
/// +--------+--------+--------+------+--------+--------+--- ...
/// ```
///
/// `adj.ptr` is the object as the clause sees it: the part of it that is of the clause's type.
final class ExceptionCalls {
  private static final int HEADER_SIZE = 24;
  private static final int TYPE = 4;
  private static final int DESTRUCTOR = 8;
  private static final int CAUGHT = 12;
  private static final int RETHROWN = 13;
  private static final int ADJUSTED = 16;

  private final Emscripten emscripten;
  private final TempRet0 tempRet0;
  private final Deque<Integer> caught = new ArrayDeque<>();
  private int last;
  private @Nullable CxxException lastThrown;
  private int uncaught;

  ExceptionCalls(Emscripten emscripten, TempRet0 tempRet0) {
    this.emscripten = emscripten;
    this.tempRet0 = tempRet0;
  }

  private Memory memory() {
    return emscripten.memory();
  }

  private static int header(int exception) {
    return exception - HEADER_SIZE;
  }

  private boolean flag(int exception, int which) {
    return memory().u8(header(exception) + which) != 0;
  }

  private void setFlag(int exception, int which, boolean value) {
    memory().setI8(header(exception) + which, value ? 1 : 0);
  }

  private CxxException thrown(int exception) {
    CxxException made =
        CxxException.of(memory(), exception, memory().i32(header(exception) + TYPE));
    lastThrown = made;
    return made;
  }

  @HostFunction("__cxa_allocate_exception")
  public int allocateException(int size) {
    int header = emscripten.calls().malloc(HEADER_SIZE + size);
    if (header == 0) {
      throw new Trap("aborted: no memory left for a C++ exception");
    }
    memory().fill(header, HEADER_SIZE, 0);
    return header + HEADER_SIZE;
  }

  @HostFunction("__cxa_free_exception")
  public void freeException(int exception) {
    emscripten.calls().free(header(exception));
  }

  @HostFunction("__cxa_throw")
  public void throwException(int exception, int type, int destructor) {
    memory().setI32(header(exception) + TYPE, type);
    memory().setI32(header(exception) + DESTRUCTOR, destructor);
    memory().setI32(header(exception) + ADJUSTED, 0);
    last = exception;
    uncaught++;
    throw thrown(exception);
  }

  /// Throws what was caught last once more (`throw;`).
  @HostFunction("__cxa_rethrow")
  public void rethrow() {
    Integer exception = caught.pollFirst();
    if (exception == null) {
      throw new Trap("aborted: no exception to rethrow");
    }
    if (!flag(exception, RETHROWN)) {
      // Its handler still ends, and takes it from the stack then.
      caught.addFirst(exception);
      setFlag(exception, RETHROWN, true);
      setFlag(exception, CAUGHT, false);
      uncaught++;
    }
    last = exception;
    throw thrown(exception);
  }

  @HostFunction("llvm_eh_typeid_for")
  public int typeidFor(int type) {
    return type;
  }

  @HostFunction("__cxa_begin_catch")
  public int beginCatch(int exception) {
    if (!flag(exception, CAUGHT)) {
      setFlag(exception, CAUGHT, true);
      uncaught--;
    }
    setFlag(exception, RETHROWN, false);
    caught.addFirst(exception);
    incrementReferences(exception);
    return exceptionPointer(exception);
  }

  @HostFunction("__cxa_end_catch")
  public void endCatch() {
    GuestCalls.call(emscripten.calls().function("setThrew"), 0, 0);
    Integer exception = caught.pollFirst();
    if (exception == null) {
      throw new Trap("aborted: the end of a catch clause without an exception");
    }
    decrementReferences(exception);
    last = 0;
  }

  @HostFunction("__cxa_get_exception_ptr")
  public int exceptionPointer(int exception) {
    Func own = emscripten.calls().find("__cxa_get_exception_ptr");
    if (own != null) {
      return GuestCalls.call(own, exception);
    }
    int type = memory().i32(header(exception) + TYPE);
    if (GuestCalls.call(emscripten.calls().function("__cxa_is_pointer_type"), type) != 0) {
      return memory().i32(exception);
    }
    int adjusted = memory().i32(header(exception) + ADJUSTED);
    return adjusted != 0 ? adjusted : exception;
  }

  @HostFunction("__cxa_uncaught_exceptions")
  public int uncaughtExceptions() {
    return uncaught;
  }

  @HostFunction("__cxa_call_unexpected")
  public void callUnexpected(int exception) {
    throw new Trap("aborted: unexpected C++ exception of type " + thrown(exception).typeName());
  }

  @HostFunction("__cxa_current_primary_exception")
  public int currentPrimaryException() {
    Integer exception = caught.peekFirst();
    if (exception == null) {
      return 0;
    }
    incrementReferences(exception);
    return exception;
  }

  @HostFunction("__cxa_current_exception_type")
  public int currentExceptionType() {
    Integer exception = caught.peekFirst();
    return exception == null ? 0 : memory().i32(header(exception) + TYPE);
  }

  @HostFunction("__cxa_rethrow_primary_exception")
  public void rethrowPrimaryException(int exception) {
    if (exception != 0) {
      caught.addFirst(exception);
      setFlag(exception, RETHROWN, true);
      rethrow();
    }
  }

  @HostFunction("__cxa_increment_exception_refcount")
  public void incrementReferences(int exception) {
    if (exception == 0) {
      return;
    }
    Func own = emscripten.calls().find("__cxa_increment_exception_refcount");
    if (own != null) {
      own.invoke(exception);
    } else {
      memory().setI32(header(exception), memory().i32(header(exception)) + 1);
    }
  }

  @HostFunction("__cxa_decrement_exception_refcount")
  public void decrementReferences(int exception) {
    if (exception == 0) {
      return;
    }
    Func own = emscripten.calls().find("__cxa_decrement_exception_refcount");
    if (own != null) {
      own.invoke(exception);
      return;
    }
    int left = memory().i32(header(exception)) - 1;
    memory().setI32(header(exception), left);
    if (left == 0 && !flag(exception, RETHROWN)) {
      int destructor = memory().i32(header(exception) + DESTRUCTOR);
      if (destructor != 0) {
        PointerCalls.run(emscripten.guest(), destructor, exception);
      }
      freeException(exception);
    }
  }

  /// Goes on with an exception that no clause here has taken.
  @HostFunction("__resumeException")
  public void resumeException(int exception) {
    if (last == 0) {
      last = exception;
    }
    // The same, if it is: it may know where it was thrown.
    CxxException present = lastThrown;
    throw present != null && present.pointer() == last ? present : thrown(last);
  }

  /// Finds out which clause takes the exception that was thrown last; imported as
  /// `__cxa_find_matching_catch_N` with N - 2 parameters.
  ///
  /// @param clauses the types of the clauses, in their order; 0 takes anything
  /// @return the exception; the type of the clause goes to `getTempRet0`
  int findMatchingCatch(int... clauses) {
    if (last == 0) {
      tempRet0.setTempRet0(0);
      return 0;
    }
    int exception = last;
    memory().setI32(header(exception) + ADJUSTED, exception);
    int type = memory().i32(header(exception) + TYPE);
    if (type != 0) {
      for (int each : clauses) {
        if (each == 0 || each == type) {
          break;
        }
        int adjusted = header(exception) + ADJUSTED;
        Func canCatch = emscripten.calls().function("__cxa_can_catch");
        if (GuestCalls.call(canCatch, each, type, adjusted) != 0) {
          tempRet0.setTempRet0(each);
          return exception;
        }
      }
    }
    tempRet0.setTempRet0(type);
    return exception;
  }

  @HostFunction("_emscripten_throw_longjmp")
  public void throwLongjmp() {
    throw new LongJump();
  }
}
