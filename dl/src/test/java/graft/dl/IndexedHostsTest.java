package graft.dl;

import static org.assertj.core.api.Assertions.assertThat;

import graft.runtime.IndexedHost;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The build gives the loader's classes with host functions an index.
final class IndexedHostsTest {
  @ParameterizedTest
  @ValueSource(
      classes = {
        DlfcnFunctions.class,
        EmscriptenFunctions.class,
        ExitRegistration.class,
        LinkMapFunctions.class,
        PthreadFunctions.class
      })
  void allClassesWithHostFunctionsHaveAnIndex(Class<?> host) {
    assertThat(host).isAssignableTo(IndexedHost.class);
  }
}
