package graft.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.dl.GuestProcess;
import graft.dl.ModuleSource;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Libraries that come along in jars of the class path and the module path.
final class ResourcesTest {
  @TempDir private Path folder;
  private Path jar;

  @BeforeEach
  void makeJar() throws IOException {
    jar = folder.resolve("plugins.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("wasm/one.so"));
      out.write(TinyLibrary.of("one", 1));
      out.putNextEntry(new JarEntry("secret.so"));
      out.write(TinyLibrary.of("secret", 2));
    }
  }

  private static void opens(ModuleSource source) {
    try (GuestProcess process =
        GuestProcess.builder()
            .main("app.wasm", TinyLibrary.program(List.of()))
            .librarySource(source)
            .load()) {
      assertThat(process.open("one.so").function("one").invoke()).isEqualTo(1);
      assertThatThrownBy(() -> process.open("../secret.so")).hasMessageContaining(" in wasm");
    }
  }

  @Test
  void aLibraryInAJarOfTheClassPathIsOpened() throws IOException {
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
      opens(Sources.resources(loader, "wasm"));
    }
  }

  @Test
  void aLibraryInAJarOfTheModulePathIsOpened() {
    Configuration configuration =
        ModuleLayer.boot()
            .configuration()
            .resolve(ModuleFinder.of(jar), ModuleFinder.of(), Set.of("plugins"));
    ModuleLayer layer = ModuleLayer.boot().defineModulesWithOneLoader(configuration, null);
    opens(Sources.resources(layer.findModule("plugins").orElseThrow(), "wasm"));
  }
}
