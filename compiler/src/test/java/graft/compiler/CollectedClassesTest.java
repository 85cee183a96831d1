package graft.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import graft.runtime.Instance;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The classes of a module go when nobody has the module or an instance any more.
final class CollectedClassesTest {
  private static CompiledModule module() {
    return Compiler.compile(
        new TinyModule().function(TinyModule.LOCAL_GET, 0).valid(), CompilerOptions.DEFAULT);
  }

  private static Instance called(CompiledModule module) {
    Instance instance = module.instantiate(List.of());
    assertThat(TranslationTest.call(instance, "f0", 3)).isEqualTo(3);
    return instance;
  }

  private static WeakReference<ClassLoader> loaderOf(Instance instance) {
    return new WeakReference<>(Objects.requireNonNull(instance.getClass().getClassLoader()));
  }

  /// System.gc() waits for a full collection; some may be needed.
  private static boolean isCollected(WeakReference<ClassLoader> loader) {
    for (int i = 0; i < 20 && loader.get() != null; i++) {
      System.gc();
    }
    return loader.get() == null;
  }

  @Test
  void classesGoWithTheLastInstance() {
    assertThat(isCollected(loaderOf(called(module())))).isTrue();
  }

  @Test
  void classesStayWhileThereIsAnInstance() {
    Instance instance = called(module());
    assertThat(isCollected(loaderOf(instance))).isFalse();
    assertThat(TranslationTest.call(instance, "f0", 4)).isEqualTo(4);
  }
}
