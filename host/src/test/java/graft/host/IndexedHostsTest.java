package graft.host;

import static org.assertj.core.api.Assertions.assertThat;

import graft.runtime.HostLibrary;
import graft.runtime.IndexedHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The build gives each class with host functions an index: without, a start reads their files.
final class IndexedHostsTest {
  private static List<Class<?>> classes() throws Exception {
    Path folder =
        Path.of(WasiHost.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(file -> folder.relativize(file).toString())
          .filter(file -> file.startsWith("graft") && file.endsWith(".class"))
          .filter(file -> !file.endsWith("-info.class"))
          .<Class<?>>map(file -> load(file.replace(".class", "").replaceAll("[/\\\\]", ".")))
          .toList();
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, IndexedHostsTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void allClassesWithHostFunctionsHaveAnIndex() throws Exception {
    List<Class<?>> hosts =
        classes().stream().filter(each -> !HostLibrary.symbols(each).isEmpty()).toList();
    assertThat(hosts).hasSizeGreaterThan(30).allMatch(IndexedHost.class::isAssignableFrom);
  }
}
