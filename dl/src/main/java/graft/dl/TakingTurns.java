package graft.dl;

import graft.runtime.Func;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.locks.ReentrantLock;

/// Functions that only one thread at a time may run.
final class TakingTurns {
  private static final MethodHandle LOCK = handle("lock");
  private static final MethodHandle UNLOCK = handle("unlock");

  private TakingTurns() {}

  private static MethodHandle handle(String name) {
    try {
      return MethodHandles.lookup()
          .findVirtual(ReentrantLock.class, name, MethodType.methodType(void.class));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("BUG: ReentrantLock." + name + " is gone", e);
    }
  }

  /// The same function under a lock.
  static Func of(Func function, ReentrantLock lock) {
    MethodHandle target = function.handle();
    Class<?> result = target.type().returnType();
    MethodHandle unlock = UNLOCK.bindTo(lock);
    MethodHandle cleanup =
        result == void.class
            ? MethodHandles.dropArguments(unlock, 0, Throwable.class)
            : MethodHandles.foldArguments(
                MethodHandles.dropArguments(MethodHandles.identity(result), 0, Throwable.class),
                MethodHandles.dropArguments(unlock, 0, Throwable.class, result));
    return Func.host(
        function.name(),
        function.type(),
        MethodHandles.foldArguments(MethodHandles.tryFinally(target, cleanup), LOCK.bindTo(lock)));
  }
}
