package graft.dl;

import graft.format.FunctionType;
import graft.runtime.Func;
import graft.runtime.Trap;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;

/// A Java function that a guest has a pointer to, until it is closed. The guest must not use the
/// pointer afterwards: a call through it traps, or reaches the function that got its slot.
public final class Callback implements AutoCloseable {
  private final GuestProcess process;
  private final Func function;
  private final int pointer;
  private boolean closed;

  private Callback(GuestProcess process, Func function) {
    this.process = process;
    this.function = function;
    this.pointer = process.pointerTo(function);
  }

  static <T> Callback of(
      GuestProcess process, MethodHandles.Lookup lookup, Class<T> type, T target) {
    Method method = InterfaceMethods.single(type);
    String label = type.getSimpleName() + "." + method.getName();
    MethodType java = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
    FunctionType wanted = GuestTypes.functionType(label, java);
    try {
      MethodHandle body = lookup.unreflect(method).bindTo(target);
      MethodHandle adapted =
          GuestTypes.outOfGuest(process, body, InterfaceMethods.methodType(wanted));
      return new Callback(process, Func.host(label, wanted, adapted));
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException(
          label + " is not accessible (give the MethodHandles.lookup() of a class that sees it)",
          e);
    }
  }

  /// The function pointer: what C gets.
  public int pointer() {
    if (closed) {
      throw new IllegalStateException("the callback " + function.name() + " is closed");
    }
    return pointer;
  }

  /// The function as the guest sees it.
  public Func function() {
    return function;
  }

  /// Takes the pointer back.
  @Override
  public void close() {
    if (!closed && !process.isEnded()) {
      process.checkThread();
      closed = true;
      process.locked(this::free);
    }
  }

  /// Frees its slot, unless that has been taken back by its number already.
  private boolean free() {
    String name = function.name();
    return process.functions().isSlotOf(function, pointer)
        && process
            .functions()
            .free(
                pointer,
                Func.lazy(
                    name,
                    function.type(),
                    _ -> {
                      throw new Trap("uninitialized element: the callback " + name + " is closed");
                    }));
  }

  @Override
  public String toString() {
    return "callback " + function;
  }
}
