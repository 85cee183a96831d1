package graft.compiler;

import graft.classfile.ClassWriter;
import graft.classfile.CodeWriter;
import graft.classfile.VerificationType;
import graft.format.FunctionType;
import graft.format.ValType;
import graft.runtime.Func;
import graft.runtime.Instance;
import graft.runtime.Signature;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Defines the classes of one module when HotSpot first needs them.
///
/// - `Inst`: the instance, with a field for every global and imported function;
/// - `C7`, `C7x1`: the code of chunk 7;
/// - `F12`: the {@link Func} of function 12.
///
/// The loader's name is the module's, so that stack traces show it.
final class ModuleLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  private static final Pattern CLASS_NAME =
      Pattern.compile("graft\\.code\\.(?:C(\\d+)(x\\d+)?|F(\\d+)|Inst)");

  private static final String FUNC_INIT =
      "(Lgraft/runtime/Signature;Ljava/lang/String;Lgraft/runtime/Instance;I)V";

  private final ModuleNames names;
  private final CompilerOptions options;

  /// Class files that were made together with another one and not asked for yet.
  private final Map<String, byte[]> ready = new ConcurrentHashMap<>();

  ModuleLoader(ModuleNames names, CompilerOptions options) {
    super(fileName(names.module().file()), Signature.loader());
    this.names = names;
    this.options = options;
  }

  private static String fileName(String file) {
    String name = file.substring(file.lastIndexOf('/') + 1);
    return name.isEmpty() ? "module" : name;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    Matcher matcher = CLASS_NAME.matcher(name);
    if (!matcher.matches()) {
      throw new ClassNotFoundException(name);
    }
    byte[] bytes = classFile(name, matcher);
    return defineClass(name, bytes, 0, bytes.length);
  }

  /// The class file of one of the module's classes.
  private byte[] classFile(String name, Matcher matcher) throws ClassNotFoundException {
    if (matcher.group(3) != null) {
      return functionClass(Integer.parseInt(matcher.group(3)));
    }
    if (matcher.group(1) == null) {
      return new InstanceClass(names).classFile();
    }
    byte[] known = ready.remove(name);
    if (known != null) {
      return known;
    }
    if (matcher.group(2) != null) {
      throw new ClassNotFoundException(name);
    }
    int chunk = Integer.parseInt(matcher.group(1));
    Map<String, byte[]> made = new ChunkTranslator(names, options, chunk).translate();
    made.forEach((each, file) -> ready.put(each.replace('/', '.'), file));
    byte[] own = ready.remove(name);
    if (own == null) {
      throw new ClassNotFoundException(name);
    }
    return own;
  }

  /// Whether the code of a chunk was needed so far.
  boolean isTranslated(int chunk) {
    return findLoadedClass("graft.code.C" + chunk) != null;
  }

  CompilerOptions options() {
    return options;
  }

  /// Loads and verifies the classes of all chunks.
  void verifyAll() {
    try {
      for (int chunk = 0; chunk < names.chunkCount(); chunk++) {
        Class.forName("graft.code.C" + chunk, true, this);
        List<String> further = ready.keySet().stream().sorted().toList();
        for (String name : further) {
          Class.forName(name, true, this);
        }
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
          loadClass("graft.code.F" + index)
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
