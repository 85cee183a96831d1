package graft.dl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Lets every allocation fail that the loader itself makes while it loads five libraries: the n-th
/// `new`, array or lambda of its code throws an OutOfMemoryError, for every n. For that the
/// loader's classes are loaded once more, with a call in front of each of these instructions.
final class HostFaultTest {
  /// The test's own.
  private static final Set<String> PLAIN =
      Set.of("FaultPoint", "HostFaults", "FaultyLoad", "TinyModule");

  @ParameterizedTest
  @ValueSource(strings = {"LOCAL", "GLOBAL"})
  void everyAllocationMayFail(String flag) throws Throwable {
    Method run =
        new Instrumented().loadClass("graft.dl.HostFaults").getDeclaredMethod("run", String.class);
    run.setAccessible(true);
    try {
      assertThat((Integer) run.invoke(null, flag)).isGreaterThan(100);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static final class Instrumented extends ClassLoader {
    Instrumented() {
      super(HostFaultTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        if (!name.startsWith("graft.dl.")) {
          return super.loadClass(name, resolve);
        }
        Class<?> known = findLoadedClass(name);
        return known == null ? define(name) : known;
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        String simple = name.substring("graft.dl.".length()).replaceAll("[$].*", "");
        byte[] made = PLAIN.contains(simple) ? bytes : instrumented(bytes);
        return defineClass(name, made, 0, made.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }

    private static byte[] instrumented(byte[] bytes) {
      ClassFile classFile = ClassFile.of();
      ClassModel model = classFile.parse(bytes);
      return classFile.transformClass(
          model,
          ClassTransform.transformingMethodBodies(
              HostFaultTest.Instrumented::mayFail, HostFaultTest.Instrumented::instrument));
    }

    /// A class that cannot be initialised stays so for ever.
    private static boolean mayFail(MethodModel method) {
      return !method.methodName().equalsString(ConstantDescs.CLASS_INIT_NAME);
    }

    private static void instrument(CodeBuilder code, CodeElement element) {
      switch (element) {
        case NewObjectInstruction _,
            NewPrimitiveArrayInstruction _,
            NewReferenceArrayInstruction _,
            NewMultiArrayInstruction _,
            InvokeDynamicInstruction _ ->
            code.invokestatic(
                ClassDesc.of("graft.dl.FaultPoint"),
                "step",
                MethodTypeDesc.of(ConstantDescs.CD_void));
        default -> {}
      }
      code.with(element);
    }
  }
}
