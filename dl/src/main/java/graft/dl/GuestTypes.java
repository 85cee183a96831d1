package graft.dl;

import graft.format.FunctionType;
import graft.format.ValType;
import graft.runtime.Signature;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How Java types stand for guest types: `int`, `short`, `byte`, `char` and `boolean` for i32,
/// `long` for i64, `float`, `double`; and `String` (a C string) and {@link GuestBuffer} for the
/// address.
final class GuestTypes {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final MethodHandle TRUTH = truth();

  private GuestTypes() {}

  /// The guest's type of a method.
  ///
  /// @param label names the method in messages
  /// @throws IllegalArgumentException if a type has no counterpart
  static FunctionType functionType(String label, MethodType method) {
    List<ValType> parameters = new ArrayList<>();
    for (Class<?> parameter : method.parameterList()) {
      parameters.add(valType(label, parameter));
    }
    Class<?> result = method.returnType();
    return new FunctionType(
        parameters, result == void.class ? List.of() : List.of(valType(label, result)));
  }

  private static ValType valType(String label, Class<?> type) {
    if (type == short.class
        || type == byte.class
        || type == char.class
        || type == boolean.class
        || type == String.class
        || type == GuestBuffer.class) {
      return ValType.I32;
    }
    ValType found = Signature.valType(type);
    if (found == null || found == ValType.EXTERNREF) {
      throw new IllegalArgumentException(label + ": no guest type is like " + type.getName());
    }
    return found;
  }

  /// A handle for calls into a guest.
  ///
  /// @param call takes and gives what the guest does
  /// @param wanted what Java sees
  static MethodHandle intoGuest(GuestProcess process, MethodHandle call, MethodType wanted) {
    MethodHandle handle = call;
    boolean pushes = false;
    for (int i = 0; i < wanted.parameterCount(); i++) {
      Class<?> type = wanted.parameterType(i);
      if (type == String.class) {
        handle = MethodHandles.filterArguments(handle, i, bound(process, "push", String.class));
        pushes = true;
      } else if (type == GuestBuffer.class) {
        handle = MethodHandles.filterArguments(handle, i, bound(process, "address", type));
      }
    }
    if (pushes) {
      handle = restoringStack(process, handle);
    }
    if (wanted.returnType() == String.class) {
      handle = MethodHandles.filterReturnValue(handle, bound(process, "string", int.class));
    } else if (wanted.returnType() == boolean.class) {
      handle = MethodHandles.filterReturnValue(handle, TRUTH);
    }
    return MethodHandles.explicitCastArguments(handle, wanted);
  }

  /// A handle for calls out of a guest.
  ///
  /// @param body what Java has
  /// @param type what the guest sees
  static MethodHandle outOfGuest(GuestProcess process, MethodHandle body, MethodType type) {
    MethodHandle handle = body;
    for (int i = 0; i < type.parameterCount(); i++) {
      if (body.type().parameterType(i) == String.class) {
        handle = MethodHandles.filterArguments(handle, i, bound(process, "string", int.class));
      } else if (body.type().parameterType(i) == boolean.class) {
        handle = MethodHandles.filterArguments(handle, i, TRUTH);
      }
    }
    if (body.type().returnType() == GuestBuffer.class) {
      handle =
          MethodHandles.filterReturnValue(handle, bound(process, "address", GuestBuffer.class));
    }
    return MethodHandles.explicitCastArguments(handle, type);
  }

  /// Asks a library's entry before each call, and tells it what is thrown, as {@link
  /// graft.runtime.Func#invoke} does.
  static MethodHandle guarded(LibraryEntry entry, MethodHandle call) {
    try {
      MethodHandle enter = entering(entry);
      MethodHandle failed =
          LOOKUP.findVirtual(
              LibraryEntry.class,
              "failed",
              MethodType.methodType(void.class, int.class, Throwable.class));
      MethodHandle again = MethodHandles.throwException(call.type().returnType(), Throwable.class);
      MethodHandle told =
          MethodHandles.permuteArguments(
              failed.bindTo(entry),
              MethodType.methodType(void.class, Throwable.class, int.class),
              1,
              0);
      MethodHandle handler =
          MethodHandles.foldArguments(MethodHandles.dropArguments(again, 1, int.class), told);
      MethodHandle marked = MethodHandles.dropArguments(call, 0, int.class);
      return MethodHandles.foldArguments(
          MethodHandles.catchException(marked, Throwable.class, handler), enter);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("BUG: a method of LibraryEntry is gone", e);
    }
  }

  private static MethodHandle entering(LibraryEntry entry) throws ReflectiveOperationException {
    MethodHandle position = entry.constantPosition();
    return position == null
        ? LOOKUP
            .findVirtual(LibraryEntry.class, "enter", MethodType.methodType(int.class))
            .bindTo(entry)
        : MethodHandles.foldArguments(
            position,
            LOOKUP
                .findVirtual(LibraryEntry.class, "check", MethodType.methodType(void.class))
                .bindTo(entry));
  }

  /// Gives back the room on the C stack that a call took for strings.
  private static MethodHandle restoringStack(GuestProcess process, MethodHandle call) {
    Class<?> result = call.type().returnType();
    MethodHandle marked = MethodHandles.dropArguments(call, 0, int.class);
    MethodHandle cleanup =
        result == void.class
            ? bound(process, "restore", Throwable.class, int.class)
            : restoringWithResult(process, result);
    MethodHandle guarded = MethodHandles.tryFinally(marked, cleanup);
    return MethodHandles.foldArguments(guarded, bound(process, "mark"));
  }

  private static MethodHandle restoringWithResult(GuestProcess process, Class<?> result) {
    MethodHandle restore = bound(process, "restore", Throwable.class, int.class);
    MethodHandle give =
        MethodHandles.dropArguments(MethodHandles.identity(result), 0, Throwable.class);
    MethodHandle both = MethodHandles.dropArguments(give, 2, int.class);
    return MethodHandles.foldArguments(both, MethodHandles.dropArguments(restore, 1, result));
  }

  private static MethodHandle bound(GuestProcess process, String name, Class<?>... parameters) {
    Class<?> result =
        switch (name) {
          case "string" -> String.class;
          case "restore" -> void.class;
          default -> int.class;
        };
    try {
      return LOOKUP
          .findStatic(
              GuestTypes.class,
              name,
              MethodType.methodType(result, parameters).insertParameterTypes(0, GuestProcess.class))
          .bindTo(process);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("BUG: GuestTypes." + name + " is gone", e);
    }
  }

  private static MethodHandle truth() {
    try {
      return LOOKUP.findStatic(
          GuestTypes.class, "isTrue", MethodType.methodType(boolean.class, int.class));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("BUG: GuestTypes.isTrue is gone", e);
    }
  }

  // Called through handles.

  /// C takes every number but 0 for true.
  static boolean isTrue(int value) {
    return value != 0;
  }

  static int push(GuestProcess process, @Nullable String text) {
    if (text == null) {
      return 0;
    }
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a C string ends at the first zero: " + text);
    }
    return process.stack().push(GuestStrings.bytes(text));
  }

  static int mark(GuestProcess process) {
    process.checkThread();
    return process.stack().position();
  }

  static void restore(GuestProcess process, @Nullable Throwable thrown, int mark) {
    if (!process.isEnded()) {
      process.stack().restore(mark, thrown);
    }
  }

  static int address(GuestProcess process, @Nullable GuestBuffer buffer) {
    return buffer == null ? 0 : buffer.addressIn(process);
  }

  static @Nullable String string(GuestProcess process, int address) {
    return address == 0 ? null : process.memory().cString(address);
  }
}
