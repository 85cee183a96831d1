package graft.dl;

import graft.runtime.HostFunction;
import graft.runtime.Trap;
import java.util.Set;

/// What the C library of a program with threads wants from its host: Emscripten's from its
/// JavaScript, WASI's from `wasi`.
final class PthreadFunctions {
  /// What a library may import from here.
  static final Set<String> NAMES =
      Set.of(
          "__emscripten_init_main_thread_js",
          "__pthread_create_js",
          "__emscripten_thread_cleanup",
          "_emscripten_default_pthread_stack_size",
          "_emscripten_notify_thread_queue",
          "__call_main",
          "emscripten_receive_on_main_thread_js",
          "emscripten_unwind_to_js_event_loop",
          "emscripten_has_threading_support",
          "emscripten_num_logical_cores",
          "pthread_kill",
          "thread-spawn");

  private static final int DEFAULT_STACK = 2 << 20;
  private static final int EINVAL = 28;
  private static final int ESRCH = 71;
  private static final int ENOSYS = 52;
  private static final int SIGCANCEL = 33;
  private static final int NSIG = 65;

  private final GuestProcess process;
  private final GuestThreads threads;

  PthreadFunctions(GuestProcess process, GuestThreads threads) {
    this.process = process;
    this.threads = threads;
  }

  @HostFunction("__emscripten_init_main_thread_js")
  public void initMainThread(int self) {
    threads.initMain(self);
  }

  @HostFunction("__pthread_create_js")
  public int create(int self, int attributes, int start, int argument) {
    return threads.create(self, start, argument);
  }

  @HostFunction(module = "wasi", value = "thread-spawn")
  public int spawn(int argument) {
    return threads.spawn(argument);
  }

  @HostFunction("__emscripten_thread_cleanup")
  public void cleanUp(int self) {
    threads.cleanUp(self);
  }

  @HostFunction("_emscripten_default_pthread_stack_size")
  public int defaultStackSize() {
    return DEFAULT_STACK;
  }

  /// Something was put into a thread's queue. Threads look into theirs when they wait.
  @HostFunction("_emscripten_notify_thread_queue")
  public int notifyQueue(int target, int main) {
    return 1;
  }

  /// Runs `main` where a program has put it on a thread of its own.
  @HostFunction("__call_main")
  public int callMain(int count, int arguments) {
    Object status =
        process.main().function("main").type().parameters().isEmpty()
            ? process.main().function("main").invoke()
            : process.main().function("main").invoke(count, arguments);
    return status instanceof Integer number ? number : 0;
  }

  /// JavaScript on the main thread, of which there is none.
  @HostFunction("emscripten_receive_on_main_thread_js")
  public double receive(int index, int count, int arguments) {
    throw new Trap("a thread calls JavaScript on the main thread: there is none");
  }

  @HostFunction("emscripten_unwind_to_js_event_loop")
  public void unwind() {
    throw threads.unwind();
  }

  @HostFunction("emscripten_has_threading_support")
  public int hasThreads() {
    return 1;
  }

  @HostFunction("emscripten_num_logical_cores")
  public int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  /// Cancelling is asked for in memory: the thread sees that where it can be cancelled. No other
  /// signals reach a thread.
  @HostFunction("pthread_kill")
  public int kill(int self, int signal) {
    if (signal < 0 || signal >= NSIG) {
      return EINVAL;
    }
    if (self == 0 || process.memory().i32(self) != self) {
      return ESRCH;
    }
    return signal == 0 || signal == SIGCANCEL ? 0 : ENOSYS;
  }
}
