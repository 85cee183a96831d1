package graft.host.emscripten;

import graft.runtime.EventLoopUnwind;
import graft.runtime.Func;
import graft.runtime.GuestExit;
import graft.runtime.HostFunction;
import graft.runtime.PointerCalls;
import graft.runtime.Trap;
import graft.vfs.Errno;
import java.util.List;

/// The program's name, its end, and what is left of signals.
final class ProcessCalls {
  private final Emscripten emscripten;

  ProcessCalls(Emscripten emscripten) {
    this.emscripten = emscripten;
  }

  /// Ends the program; what its standard streams still hold is written.
  @HostFunction
  public void exit(int status) {
    Func flush = emscripten.calls().find("__stdio_exit");
    if (flush != null) {
      flush.invoke();
    }
    throw new GuestExit(status);
  }

  @HostFunction("_exit")
  public void exitAtOnce(int status) {
    throw new GuestExit(status);
  }

  /// Ends the program even if something is still awaited.
  @HostFunction("emscripten_force_exit")
  public void forceExit(int status) {
    emscripten.guest().eventLoop().clear();
    exit(status);
  }

  /// Unwinds to whoever called the guest, which can be called again, and whose callbacks run.
  @HostFunction("emscripten_exit_with_live_runtime")
  public void exitWithLiveRuntime() {
    throw new EventLoopUnwind();
  }

  @HostFunction("emscripten_unwind_to_js_event_loop")
  public void unwindToEventLoop() {
    throw new EventLoopUnwind();
  }

  /// What keeps the program alive after main has returned; here it lives as long as there is
  /// anything left to run or to wait for, as under Node.
  @HostFunction("_emscripten_runtime_keepalive_clear")
  public void keepaliveClear() {}

  @HostFunction("emscripten_runtime_keepalive_push")
  public void keepalivePush() {}

  @HostFunction("emscripten_runtime_keepalive_pop")
  public void keepalivePop() {}

  @HostFunction("emscripten_check_blocking_allowed")
  public void checkBlockingAllowed() {}

  @HostFunction
  public void abort() {
    throw new Trap("aborted: native code called abort()");
  }

  /// What programs built with `-s SAFE_HEAP` call for an access outside of what is theirs.
  @HostFunction
  public void segfault() {
    throw new Trap("aborted: segmentation fault");
  }

  @HostFunction("alignfault")
  public void alignFault() {
    throw new Trap("aborted: alignment fault");
  }

  /// Whether `emscripten_sleep` waits: it does in any program here.
  @HostFunction("emscripten_has_asyncify")
  public int hasAsyncify() {
    return 1;
  }

  /// There is no debugger that would stop.
  @HostFunction("emscripten_debugger")
  public void debugger() {}

  @HostFunction("_abort_js")
  public void abortJs() {
    abort();
  }

  @HostFunction("__assert_fail")
  public void assertFail(int condition, int file, int line, int function) {
    throw new Trap(
        "aborted: Assertion failed: "
            + emscripten.string(condition)
            + " ("
            + (file == 0 ? "unknown file" : emscripten.string(file))
            + ": "
            + (function == 0 ? "unknown function" : emscripten.string(function))
            + ": "
            + line
            + ")");
  }

  @HostFunction("__handle_stack_overflow")
  public void handleStackOverflow(int stackPointer) {
    throw new Trap("call stack exhausted: C stack overflow");
  }

  @HostFunction("_emscripten_get_progname")
  public void getProgname(int buffer, int capacity) {
    List<String> arguments = emscripten.options().arguments();
    emscripten.writeString(
        buffer, capacity, arguments.isEmpty() ? "./this.program" : arguments.get(0));
  }

  @HostFunction("__call_sighandler")
  public void callSighandler(int handler, int signal) {
    PointerCalls.run(emscripten.guest(), handler, signal);
  }

  /// The event loop that would deliver the signal does not exist.
  @HostFunction
  public int alarm(int seconds) {
    return 0;
  }

  /// There is no shell.
  @HostFunction
  public int system(int command) {
    if (command == 0) {
      return 0;
    }
    emscripten.calls().setErrno(Errno.ENOSYS.emscripten());
    return -1;
  }

  @HostFunction("_emscripten_system")
  public int emscriptenSystem(int command) {
    return command == 0 ? 0 : Emscripten.fail(Errno.ENOSYS);
  }

  /// Loads of the machine are none of the guest's business.
  @HostFunction
  public int getloadavg(int loads, int count) {
    int known = Math.clamp(count, 0, 3);
    for (int i = 0; i < known; i++) {
      emscripten.memory().setF64(loads + 8 * i, 0.1);
    }
    return known;
  }

  @HostFunction("__map_file")
  public int mapFile(int path, int size) {
    emscripten.calls().setErrno(Errno.EPERM.emscripten());
    return -1;
  }
}
