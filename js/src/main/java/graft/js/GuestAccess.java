package graft.js;

import graft.format.FunctionType;
import graft.format.ValType;
import graft.runtime.Func;
import graft.runtime.Guest;
import graft.runtime.Signature;
import graft.runtime.Trap;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/// The guest's functions as JavaScript calls them, and JavaScript's as the guest does.
final class GuestAccess {
  private static final MethodHandle CALL;

  static {
    try {
      CALL =
          MethodHandles.lookup()
              .findVirtual(
                  ScriptFunction.class,
                  "call",
                  MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("BUG: a method is not where it was", e);
    }
  }

  /// A function of JavaScript's as the guest calls it.
  ///
  /// @param realm whose it is
  /// @param name for messages
  /// @param function itself
  /// @param type as the guest knows it
  record ScriptFunction(ScriptRealm realm, String name, Value function, FunctionType type) {
    @Nullable Object call(Object... arguments) {
      @Nullable Object[] given = new @Nullable Object[arguments.length];
      for (int i = 0; i < given.length; i++) {
        given[i] = realm.values().toScript(arguments[i]);
      }
      Value result = realm.call(name, function, given);
      return type.results().isEmpty()
          ? null
          : realm.values().toGuest(result, type.results().getFirst());
    }

    Func asFunc() {
      MethodHandle handle =
          CALL.bindTo(this)
              .asCollector(Object[].class, type.parameters().size())
              .asType(Signature.of(type).methodType());
      return Func.host(name, type, handle);
    }
  }

  /// A function of the guest's as JavaScript calls it.
  private record Callable(Func function, ProxyExecutable body) implements ProxyExecutable {
    @Override
    public Object execute(Value... arguments) {
      return body.execute(arguments);
    }
  }

  private final ScriptRealm realm;
  private final Guest guest;

  /// Those that JavaScript still has. The values are held weakly, too: each holds its function.
  private final Map<Func, WeakReference<Callable>> callables = new WeakHashMap<>();

  private final Set<Integer> added = new HashSet<>();
  private final Deque<Integer> freeSlots = new ArrayDeque<>();

  GuestAccess(ScriptRealm realm, Guest guest) {
    this.realm = realm;
    this.guest = guest;
  }

  void addTo(Map<String, Object> host) {
    realm.function(host, "exported", a -> callable(guest.function(a[0].asString())));
    realm.function(host, "isCurrent", a -> isCurrent(a[0].asString(), a[1]));
    realm.function(host, "entry", a -> callable(entry(a[0].asInt())));
    realm.function(host, "setEntry", a -> setEntry(a[0].asInt(), a[1]));
    realm.function(host, "tableSize", _ -> guest.table().size());
    realm.function(host, "growTable", a -> guest.table().grow(a[0].asInt(), null));
    realm.function(host, "growMemory", a -> guest.memory().grow(a[0].asInt()));
    realm.function(host, "addFunction", a -> addFunction(a[0], a[1].asString()));
    realm.function(host, "removeFunction", a -> removeFunction(a[0].asInt()));
  }

  private @Nullable Func entry(int slot) {
    return slot >= 0 && slot < guest.table().size() && guest.table().get(slot) != null
        ? guest.table().function(slot)
        : null;
  }

  @SuppressWarnings("ReferenceEquality") // The very object is meant.
  private boolean isCurrent(String name, Value known) {
    Func now = guest.function(name);
    return now != null && known.isProxyObject() && known.asProxyObject() == known(now);
  }

  private @Nullable Callable callable(@Nullable Func function) {
    if (function == null) {
      return null;
    }
    Callable callable = known(function);
    if (callable == null) {
      callable = callableOf(function);
      callables.put(function, new WeakReference<>(callable));
    }
    return callable;
  }

  private @Nullable Callable known(Func function) {
    WeakReference<Callable> reference = callables.get(function);
    return reference == null ? null : reference.get();
  }

  private Callable callableOf(Func function) {
    FunctionType type = function.type();
    return new Callable(
        function,
        realm.function(arguments ->
            realm.values().toScript(function.invoke(realm.values().toGuest(arguments, type)))));
  }

  private @Nullable Object setEntry(int slot, Value function) {
    if (function.isNull()) {
      guest.table().set(slot, null);
    } else if (function.isProxyObject() && function.asProxyObject() instanceof Callable callable) {
      guest.table().set(slot, callable.function);
    } else {
      throw new Trap("wasmTable.set: a function of JavaScript's has no type: use addFunction");
    }
    return null;
  }

  private int addFunction(Value function, String signature) {
    Func made =
        function.isProxyObject() && function.asProxyObject() instanceof Callable callable
            ? callable.function
            : new ScriptFunction(realm, "addFunction", function, type(signature)).asFunc();
    Integer free = freeSlots.poll();
    if (free != null) {
      guest.table().set(free, made);
      added.add(free);
      return free;
    }
    int slot = guest.table().grow(1, made);
    if (slot < 0) {
      throw new Trap("addFunction: the table cannot grow");
    }
    added.add(slot);
    return slot;
  }

  private @Nullable Object removeFunction(int slot) {
    if (!added.remove(slot)) {
      throw new Trap("removeFunction: " + slot + " is no function that addFunction gave");
    }
    guest.table().set(slot, null);
    freeSlots.add(slot);
    return null;
  }

  /// The type for a signature as `addFunction` takes it: the result's letter, then the parameters'.
  private static FunctionType type(String signature) {
    List<ValType> types = new ArrayList<>();
    for (int i = 0; i < signature.length(); i++) {
      char letter = signature.charAt(i);
      switch (letter) {
        case 'i', 'p' -> types.add(ValType.I32);
        case 'j' -> types.add(ValType.I64);
        case 'f' -> types.add(ValType.F32);
        case 'd' -> types.add(ValType.F64);
        case 'e' -> types.add(ValType.EXTERNREF);
        case 'v' -> {}
        default -> throw new Trap("addFunction: no type has the letter " + letter);
      }
    }
    if (signature.isEmpty()) {
      throw new Trap("addFunction: wants a signature such as 'vi'");
    }
    boolean result = signature.charAt(0) != 'v';
    return new FunctionType(
        types.subList(result ? 1 : 0, types.size()), types.subList(0, result ? 1 : 0));
  }
}
