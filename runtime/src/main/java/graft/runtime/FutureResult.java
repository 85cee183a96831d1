package graft.runtime;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// Host functions that return a future: what the guest gets is what the future gives.
final class FutureResult {
  private static final Map<Type, Class<?>> PLAIN =
      Map.of(
          Integer.class, int.class,
          Long.class, long.class,
          Float.class, float.class,
          Double.class, double.class,
          Void.class, void.class);
  private static final MethodHandle AWAIT;

  static {
    try {
      AWAIT =
          MethodHandles.lookup()
              .findStatic(
                  FutureResult.class,
                  "await",
                  MethodType.methodType(Object.class, String.class, CompletionStage.class));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("BUG: FutureResult.await is gone", e);
    }
  }

  private FutureResult() {}

  static boolean isFuture(Method method) {
    return CompletionStage.class.isAssignableFrom(method.getReturnType());
  }

  /// The type of what comes: `int.class` for a future of an Integer.
  ///
  /// @throws IllegalArgumentException if wasm has no such type
  static Class<?> typeOf(Method method) {
    Type result = method.getGenericReturnType();
    Type given =
        result instanceof ParameterizedType of && of.getActualTypeArguments().length == 1
            ? of.getActualTypeArguments()[0]
            : result;
    Class<?> plain = PLAIN.get(given);
    if (plain == null) {
      throw new IllegalArgumentException(
          method
              + ": wasm has no type like "
              + given.getTypeName()
              + " (a future gives Integer, Long, Float, Double or Void)");
    }
    return plain;
  }

  /// The handle of a method, with the waiting behind it.
  static MethodHandle awaiting(Method method, MethodHandle handle) {
    Class<?> result = typeOf(method);
    MethodHandle await =
        MethodHandles.insertArguments(AWAIT, 0, method.getName())
            .asType(MethodType.methodType(result, method.getReturnType()));
    return MethodHandles.filterReturnValue(handle, await);
  }

  static @Nullable Object await(String name, CompletionStage<?> stage) {
    CompletableFuture<?> future = stage.toCompletableFuture();
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw Trap.rethrow(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      throw new Trap("interrupted while " + name + " was awaited", e);
    }
  }
}
