package graft.compiler;

import graft.classfile.ClassWriter;
import graft.classfile.CodeWriter;
import graft.classfile.VerificationType;
import graft.format.FunctionType;
import graft.format.ValType;
import graft.format.WasmModule;
import graft.runtime.CodeLoader;
import graft.runtime.Func;
import graft.runtime.Instance;
import graft.runtime.Signature;
import graft.runtime.StackRoom;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Defines the classes of one module when HotSpot first needs them.
///
/// - `Inst`: the instance, with a field for every global and imported function;
/// - `C7`, `C7x1`: the code of chunk 7;
/// - `F12`: the {@link Func} of function 12.
///
/// The loader's name is the module's, so that stack traces show it.
final class ModuleLoader extends ClassLoader implements CodeLoader {
  static {
    registerAsParallelCapable();
  }

  /// What the names of all these classes begin with.
  private static final String OWN = CodeLoader.PACKAGE;

  /// The class of instances.
  static final String INSTANCE = OWN + "Inst";

  /// What stands behind that.
  private static final Pattern CLASS_NAME = Pattern.compile("C(\\d+)(x\\d+)?|F(\\d+)|Inst");

  private static final String FUNC_INIT =
      "(Lgraft/runtime/Signature;Ljava/lang/String;Lgraft/runtime/Instance;I)V";

  private final ModuleNames names;
  private final CompilerOptions options;
  private final @Nullable StoredCode stored;

  private final AtomicInteger made = new AtomicInteger();

  /// Class files that were made together with another one and not asked for yet.
  private final Map<String, byte[]> ready = new ConcurrentHashMap<>();

  /// @param stored classes that need not be made, or null
  ModuleLoader(ModuleNames names, CompilerOptions options, @Nullable StoredCode stored) {
    super(fileName(names.module().file()), Signature.loader());
    this.names = names;
    this.options = options;
    this.stored = stored;
    CodeLoader.know(this);
  }

  @Override
  public WasmModule module() {
    return names.module();
  }

  @Override
  public String moduleName() {
    return fileName(names.module().file());
  }

  private static String fileName(String file) {
    String name = file.substring(file.lastIndexOf('/') + 1);
    return name.isEmpty() ? "module" : name;
  }

  /// The module's own classes are looked for here only: the parent would look into every jar of the
  /// class path for each of them, in vain.
  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OWN)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      StackRoom.ensure();
      return findClass(name);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    Matcher matcher = CLASS_NAME.matcher(storedName(name));
    if (!matcher.matches()) {
      throw new ClassNotFoundException(name);
    }
    byte[] bytes = ready.remove(name);
    if (bytes == null && stored != null) {
      bytes = stored.read(storedName(name));
    }
    if (bytes == null) {
      bytes = classFile(name, matcher);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  private static String storedName(String name) {
    return name.substring(ModuleNames.PACKAGE.length());
  }

  /// Makes the class file of one of the module's classes.
  private byte[] classFile(String name, Matcher matcher) throws ClassNotFoundException {
    if (matcher.group(3) != null) {
      return keep(name, functionClass(Integer.parseInt(matcher.group(3))));
    }
    if (matcher.group(1) == null) {
      return keep(name, new InstanceClass(names).classFile());
    }
    int chunk = Integer.parseInt(matcher.group(1));
    boolean isFurther = matcher.group(2) != null;
    byte[] own = null;
    for (var each : new ChunkTranslator(names, options, chunk).translate().entrySet()) {
      String eachName = each.getKey().replace('/', '.');
      keep(eachName, each.getValue());
      if (eachName.equals(name)) {
        own = each.getValue();
      } else if (!isFurther) {
        ready.put(eachName, each.getValue());
      }
    }
    if (own == null) {
      throw new ClassNotFoundException(name);
    }
    return own;
  }

  private byte[] keep(String name, byte[] classFile) {
    made.incrementAndGet();
    if (stored != null) {
      stored.add(storedName(name), classFile);
    }
    return classFile;
  }

  /// How many classes were made here, and not found on the disk.
  int classesMade() {
    return made.get();
  }

  /// Whether the code of a chunk was needed so far.
  boolean isTranslated(int chunk) {
    return findLoadedClass(OWN + "C" + chunk) != null;
  }

  CompilerOptions options() {
    return options;
  }

  /// Takes classes that were made elsewhere.
  ///
  /// @param files class files by internal name
  /// @param verify whether to have the JVM load and verify them
  void accept(Map<String, byte[]> files, boolean verify) {
    List<String> classes = new ArrayList<>();
    files.forEach((internalName, file) -> {
      String name = internalName.replace('/', '.');
      keep(name, file);
      if (verify) {
        classes.add(name);
        ready.put(name, file);
      }
    });
    try {
      for (String name : classes) {
        Class.forName(name, true, this);
        ready.remove(name);
      }
    } catch (ClassNotFoundException e) {
      throw new AssertionError("BUG: a chunk is missing", e);
    }
  }

  /// Makes the object of a function that the module defines.
  Func newFunction(Instance instance, int index) {
    FunctionType type = names.module().functionType(index);
    Signature signature = Signature.of(type);
    try {
      Constructor<?> constructor =
          loadClass(OWN + "F" + index)
              .getConstructor(Signature.class, String.class, Instance.class, int.class);
      return (Func)
          constructor.newInstance(signature, names.module().functionName(index), instance, index);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("BUG: a generated class is not as it was made", e);
    }
  }

  private byte[] functionClass(int index) {
    FunctionType type = names.module().functionType(index);
    String superName = Signature.className(type);
    String name = ModuleNames.PACKAGE + "F" + index;
    String instance = ModuleNames.INSTANCE;
    ClassWriter out =
        new ClassWriter(ClassWriter.PUBLIC | ClassWriter.FINAL, name, superName, "function");
    out.field(ClassWriter.FINAL, "i", ModuleNames.INSTANCE_DESCRIPTOR);

    CodeWriter init = new CodeWriter(out.pool());
    int self = object(init, name);
    init.load(init.declareLocal(self), self);
    for (String each :
        new String[] {"graft/runtime/Signature", "java/lang/String", "graft/runtime/Instance"}) {
      init.load(init.declareLocal(object(init, each)), object(init, each));
    }
    init.load(init.declareLocal(VerificationType.INTEGER), VerificationType.INTEGER);
    init.invokeSpecial(superName, "<init>", FUNC_INIT);
    init.load(0, self);
    init.load(3, object(init, "graft/runtime/Instance"));
    init.checkCast(instance);
    init.putField(name, "i", ModuleNames.INSTANCE_DESCRIPTOR);
    init.returnValue(VerificationType.TOP);
    out.method(ClassWriter.PUBLIC, "<init>", FUNC_INIT, init);

    functionMethod(out, name, index, false);
    if (names.hasTailCalls(index)) {
      functionMethod(out, name, index, true);
    }
    return out.toByteArray();
  }

  /// Adds `call` or `tail`, which call the static method with the function's code.
  private void functionMethod(ClassWriter out, String name, int index, boolean isTail) {
    FunctionType type = names.module().functionType(index);
    CodeWriter call = new CodeWriter(out.pool());
    int receiver = call.declareLocal(object(call, name));
    for (ValType parameter : type.parameters()) {
      int each = VerificationType.of(out.pool(), Signature.descriptor(parameter), 0);
      call.load(call.declareLocal(each), each);
    }
    call.load(receiver, object(call, name));
    call.getField(name, "i", ModuleNames.INSTANCE_DESCRIPTOR);
    if (isTail) {
      call.load(call.declareLocal(object(call, JvmNames.TAIL)), object(call, JvmNames.TAIL));
    }
    call.invokeStatic(
        names.chunkClass(index),
        isTail ? names.bodyName(index) : names.methodName(index),
        isTail ? names.bodyDescriptor(index) : names.methodDescriptor(index));
    String result = Signature.resultDescriptor(type);
    call.returnValue(
        result.equals("V") ? VerificationType.TOP : VerificationType.of(out.pool(), result, 0));
    out.method(
        ClassWriter.PUBLIC,
        isTail ? "tail" : "call",
        isTail ? Signature.tailDescriptor(type) : Signature.descriptor(type),
        call);
  }

  private static int object(CodeWriter code, String internalName) {
    return VerificationType.object(code.pool().classInfo(internalName));
  }
}
