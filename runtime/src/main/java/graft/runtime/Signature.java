package graft.runtime;

import graft.format.FunctionType;
import graft.format.ValType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How a function type looks to the JVM: the generated classes that calls of that type go through.
/// There is one for each type in a JVM, whatever the module.
///
/// i32, i64, f32 and f64 are `int`, `long`, `float` and `double`; v128 is {@link V128}; references
/// are `Object`. Several results are one object of a generated class that holds them.
public final class Signature {
  private static final ConcurrentHashMap<FunctionType, Signature> ALL = new ConcurrentHashMap<>();

  private static final int MOST_SLOTS = 250;

  private static final String RESULTS = SignatureClasses.PACKAGE + "Results_";

  private static final Map<Class<?>, ValType> VAL_TYPES =
      Map.of(
          int.class, ValType.I32,
          long.class, ValType.I64,
          float.class, ValType.F32,
          double.class, ValType.F64,
          Func.class, ValType.FUNCREF,
          Object.class, ValType.EXTERNREF);

  private static final MethodHandle LEAVING_GUEST = leavingGuest();

  private final FunctionType type;
  private final @Nullable SignatureClasses classes;

  private Signature(FunctionType type) {
    this.type = type;
    this.classes = isPossible(type) ? new SignatureClasses(this) : null;
  }

  private SignatureClasses classes() {
    if (classes == null) {
      throw new IllegalArgumentException("a function has " + impossible(type));
    }
    return classes;
  }

  /// Whether the JVM can have methods of a type: they take at most 255 slots, and some stand beside
  /// those of wasm. i64 and f64 take two slots.
  public static boolean isPossible(FunctionType type) {
    return slots(type.parameters()) <= MOST_SLOTS && slots(type.results()) <= MOST_SLOTS;
  }

  private static int slots(List<ValType> types) {
    int slots = 0;
    for (ValType type : types) {
      slots += type == ValType.I64 || type == ValType.F64 ? 2 : 1;
    }
    return slots;
  }

  /// What is said of a type of which the JVM cannot have methods.
  public static String impossible(FunctionType type) {
    return "more parameters or results than a method of the JVM can have: "
        + type.parameters().size()
        + " and "
        + type.results().size()
        + ", at most "
        + MOST_SLOTS
        + " are possible (i64 and f64 count twice)";
  }

  /// The one for a type. Of one that is not possible ({@link #isPossible}) there are functions, but
  /// none can be called.
  public static Signature of(FunctionType type) {
    Signature known = ALL.get(type);
    return known != null ? known : make(type);
  }

  private static Signature make(FunctionType type) {
    StackRoom.ensure();
    synchronized (ALL) {
      Signature known = ALL.get(type);
      if (known == null) {
        known = new Signature(type);
        ALL.put(type, known);
      }
      return known;
    }
  }

  /// The function type.
  public FunctionType type() {
    return type;
  }

  /// Internal name of the abstract class whose `call` has this type.
  public String className() {
    return className(type);
  }

  /// Internal name of the abstract class for a type, without making it.
  public static String className(FunctionType type) {
    return SignatureClasses.PACKAGE + letters(type.parameters()) + "_" + letters(type.results());
  }

  /// Descriptor of `call`.
  public String descriptor() {
    return descriptor(type);
  }

  /// Descriptor of `call` for a type.
  public static String descriptor(FunctionType type) {
    return "(" + parameterDescriptors(type) + ")" + resultDescriptor(type);
  }

  /// Descriptor of `tail` for a type, which takes a {@link Tail} behind the parameters.
  public static String tailDescriptor(FunctionType type) {
    return "(" + parameterDescriptors(type) + "Lgraft/runtime/Tail;)" + resultDescriptor(type);
  }

  /// Descriptors of the parameters, one behind the other.
  public static String parameterDescriptors(FunctionType type) {
    StringBuilder text = new StringBuilder();
    for (ValType parameter : type.parameters()) {
      text.append(descriptor(parameter));
    }
    return text.toString();
  }

  /// Descriptor of the result, `V` for none.
  public static String resultDescriptor(FunctionType type) {
    return switch (type.results().size()) {
      case 0 -> "V";
      case 1 -> descriptor(type.results().get(0));
      default -> "L" + resultsClass(type.results()) + ";";
    };
  }

  /// Internal name of the class that holds several results: fields `r0`, `r1`, ..., and a static
  /// method `of` that takes them all.
  public static String resultsClass(List<ValType> results) {
    return RESULTS + letters(results);
  }

  /// The results whose class has that internal name, or null if it is no such class.
  static @Nullable List<ValType> resultsOfClass(String name) {
    return name.startsWith(RESULTS) ? ofLetters(name.substring(RESULTS.length())) : null;
  }

  /// The type whose abstract class has that internal name, or null if it is no such class.
  static @Nullable FunctionType typeOfClass(String name) {
    String letters =
        name.startsWith(SignatureClasses.PACKAGE)
            ? name.substring(SignatureClasses.PACKAGE.length())
            : "";
    int border = letters.indexOf('_');
    if (border < 0) {
      return null;
    }
    List<ValType> parameters = ofLetters(letters.substring(0, border));
    List<ValType> results = ofLetters(letters.substring(border + 1));
    return parameters == null || results == null ? null : new FunctionType(parameters, results);
  }

  private static @Nullable List<ValType> ofLetters(String letters) {
    List<ValType> types = new ArrayList<>();
    for (int i = 0; i < letters.length(); i++) {
      ValType type = ofLetter(letters.charAt(i));
      if (type == null) {
        return null;
      }
      types.add(type);
    }
    return types;
  }

  /// The descriptor of a value type.
  public static String descriptor(ValType type) {
    return switch (type) {
      case I32 -> "I";
      case I64 -> "J";
      case F32 -> "F";
      case F64 -> "D";
      case V128 -> "Lgraft/runtime/V128;";
      case FUNCREF, EXTERNREF, EXNREF -> "Ljava/lang/Object;";
    };
  }

  private static String letters(List<ValType> types) {
    StringBuilder text = new StringBuilder();
    for (ValType type : types) {
      text.append(letter(type));
    }
    return text.toString();
  }

  private static char letter(ValType type) {
    return switch (type) {
      case I32 -> 'I';
      case I64 -> 'J';
      case F32 -> 'F';
      case F64 -> 'D';
      case V128 -> 'V';
      case FUNCREF -> 'P';
      case EXTERNREF -> 'E';
      case EXNREF -> 'X';
    };
  }

  private static @Nullable ValType ofLetter(char letter) {
    for (ValType type : ValType.values()) {
      if (letter(type) == letter) {
        return type;
      }
    }
    return null;
  }

  /// What a Java type stands for: `int` for an i32, {@link Func} for a function; null if for
  /// nothing.
  public static @Nullable ValType valType(Class<?> type) {
    return VAL_TYPES.get(type);
  }

  /// The type of handles to functions of this type.
  ///
  /// @throws IllegalArgumentException if the JVM cannot have such a method
  public MethodType methodType() {
    return classes().methodType();
  }

  /// The loader of the generated classes: the parent of every module's loader.
  public static ClassLoader loader() {
    return SignatureClasses.loader();
  }

  Func host(String name, MethodHandle handle) {
    if (!handle.type().equals(methodType())) {
      throw new IllegalArgumentException(
          name + ": expected a handle of type " + methodType() + ", found " + handle.type());
    }
    return lazy(name, null, -1, _ -> classes().newHost(name, handle));
  }

  /// A function of the host whose handle is made when it is first called: most never are.
  Func host(String name, Supplier<MethodHandle> handle) {
    return lazy(name, null, -1, _ -> classes().newHost(name, handle.get()));
  }

  /// A stub of this type for function `index` of `instance`, or of nobody.
  public Func lazy(String name, @Nullable Instance instance, int index, Resolver resolver) {
    return classes == null
        ? new ImpossibleFunc(this, name, instance, index)
        : classes.newLazy(name, instance, index, new LazyTarget(resolver));
  }

  /// A handle that takes a function of this signature and, behind it, the function's arguments, and
  /// calls it as compiled code does: the JVM's exceptions that stand for traps come out as they are
  /// (unlike {@link Func#handle()}).
  public MethodHandle invoker() {
    return classes().call().asType(methodType().insertParameterTypes(0, Func.class));
  }

  MethodHandle handle(Func function) {
    MethodHandle call = classes().call().bindTo(function);
    MethodHandle thrower =
        MethodHandles.filterReturnValue(
            LEAVING_GUEST, MethodHandles.throwException(call.type().returnType(), Throwable.class));
    return MethodHandles.catchException(call, Throwable.class, thrower);
  }

  private static MethodHandle leavingGuest() {
    try {
      return MethodHandles.lookup()
          .findStatic(
              Trap.class, "leavingGuest", MethodType.methodType(Throwable.class, Throwable.class));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("BUG: Trap.leavingGuest is gone", e);
    }
  }

  void check(String name, @Nullable Object[] arguments) {
    List<ValType> parameters = type.parameters();
    boolean fits = arguments.length == parameters.size();
    for (int i = 0; fits && i < arguments.length; i++) {
      fits = accepts(parameters.get(i), arguments[i]);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          name + ": expected " + type + ", called with " + describe(arguments));
    }
  }

  private static boolean accepts(ValType type, @Nullable Object value) {
    return switch (type) {
      case I32 -> value instanceof Integer;
      case I64 -> value instanceof Long;
      case F32 -> value instanceof Float;
      case F64 -> value instanceof Double;
      case V128 -> value instanceof V128;
      case FUNCREF -> value == null || value instanceof Func;
      case EXNREF -> value == null || value instanceof WasmException;
      case EXTERNREF -> true;
    };
  }

  private static String describe(@Nullable Object[] arguments) {
    StringBuilder text = new StringBuilder("(");
    for (Object argument : arguments) {
      text.append(text.length() == 1 ? "" : ", ")
          .append(argument == null ? "null" : argument.getClass().getSimpleName());
    }
    return text.append(')').toString();
  }

  @Override
  public String toString() {
    return type.toString();
  }
}
