package graft.runtime;

import graft.format.FunctionType;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/// A function with what it needs to run: a wasm function of some instance, a host function, or a
/// stub.
///
/// For every function type there is one generated abstract subclass with a typed method `call`, and
/// compiled code calls that; for every function one final subclass of it, so that HotSpot sees at
/// each call site which function is called and can inline it. Java code uses {@link #invoke} or,
/// faster, {@link #handle()}.
public abstract non-sealed class Func implements Extern {
  private final Signature signature;
  private final String name;
  private final @Nullable Instance instance;
  private final int index;

  /// Whether the index is odd, as 0 or 1: compiled code divides the functions that a call_indirect
  /// calls by it, so that HotSpot sees fewer of them at each call.
  public final int parity;

  /// For generated classes.
  ///
  /// @param signature what it takes and gives
  /// @param name for messages: `inflate`
  /// @param instance whose function this is, or null for the host's
  /// @param index in the instance's module, or -1
  protected Func(Signature signature, String name, @Nullable Instance instance, int index) {
    this.signature = signature;
    this.name = name;
    this.instance = instance;
    this.index = index;
    parity = index & 1;
  }

  /// A function of the host. The handle's type must be the one that {@link Signature#methodType()}
  /// gives.
  public static Func host(String name, FunctionType type, MethodHandle handle) {
    return Signature.of(type).host(name, handle);
  }

  /// A stub that looks for its function when it is first called.
  public static Func lazy(String name, FunctionType type, Resolver resolver) {
    return Signature.of(type).lazy(name, null, -1, resolver);
  }

  @Override
  public final FunctionType type() {
    return signature.type();
  }

  /// What it takes and gives, as the JVM sees it.
  public final Signature signature() {
    return signature;
  }

  /// The name for messages.
  public final String name() {
    return name;
  }

  /// Whose function this is, or null for a host function or a stub of another module's.
  public final @Nullable Instance instance() {
    return instance;
  }

  /// The index in the instance's module, or -1.
  public final int index() {
    return index;
  }

  /// Whether both stand for the same function, even if one of them is a stub.
  @SuppressWarnings("ReferenceEquality")
  public final boolean isSame(Func other) {
    return this == other
        || (instance != null && instance == other.instance && index == other.index);
  }

  /// Calls the function from Java. Of a guest process only the thread may do this to which that
  /// belongs, and only while the function's library is open.
  ///
  /// @param arguments boxed: Integer, Long, Float, Double, {@link V128}, Func or any reference
  /// @return null, the boxed result, or an `Object[]` if there are several
  /// @throws IllegalArgumentException if the arguments do not fit the type
  /// @throws Trap if the guest traps
  /// @throws WasmException if an exception leaves the guest
  public final @Nullable Object invoke(@Nullable Object... arguments) {
    signature.check(name, arguments);
    EntryGuard guard = instance == null ? null : instance.entryGuard();
    int mark = guard == null ? 0 : guard.enter();
    try {
      return invokeUnchecked(arguments);
    } catch (Throwable thrown) {
      if (guard != null) {
        guard.failed(mark, thrown);
      }
      throw Trap.rethrow(Trap.leavingGuest(thrown));
    }
  }

  /// Calls with arguments that have been checked; generated.
  protected abstract @Nullable Object invokeUnchecked(@Nullable Object[] arguments);

  /// Makes a tail call that was put off; generated.
  ///
  /// @return null, the boxed result, or the object that holds several
  protected abstract @Nullable Object tailUnchecked(@Nullable Object[] arguments, Tail tail);

  /// A handle that calls this function, with traps translated; its type is that of {@link
  /// Signature#methodType()}. It checks neither the thread nor whether the library is open still.
  public final MethodHandle handle() {
    return signature.handle(this);
  }

  @Override
  public String toString() {
    return name + " " + type();
  }
}
