package graft.dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.format.FunctionType;
import graft.runtime.Func;
import graft.runtime.GuestExit;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plugins of a folder.
final class PluginLoaderTest {
  @TempDir Path folder;

  interface Filter {
    int apply(int value);
  }

  private void plugin(String name, String source) throws Exception {
    Path build = Files.createDirectories(folder.resolve("build"));
    Path plugins = Files.createDirectories(folder.resolve("plugins"));
    Files.write(plugins.resolve(name), Files.readAllBytes(new Built(build).library(name, source)));
  }

  private static String filter(int version, String expression) {
    return "int filter_abi = %d; int apply(int value) { return %s; }"
        .formatted(version, expression);
  }

  /// A place in memory whose modules can change.
  private static final class Shelf implements ModuleSource {
    private final Map<String, byte[]> modules = new TreeMap<>();
    private final Set<String> away = new HashSet<>();

    @Override
    public @Nullable ModuleFile find(String name) throws IOException {
      if (Thread.currentThread().isInterrupted()) {
        throw new IOException("interrupted");
      }
      if (name.equals("unreadable.so") || away.contains(name)) {
        throw new IOException("no answer");
      }
      byte[] bytes = modules.get(name);
      return bytes == null ? null : new BytesSource.BytesFile(null, name, bytes);
    }

    @Override
    public List<String> names() {
      return List.copyOf(modules.keySet());
    }

    @Override
    public String toString() {
      return "shelf";
    }
  }

  @Test
  void pluginsComeFromAnyPlaceThatListsThem() throws Exception {
    Shelf shelf = new Shelf();
    shelf.modules.put("a.so", adding(1));
    shelf.modules.put("unreadable.so", adding(2));
    shelf.modules.put("trap.so", TinyModule.side(0, 0).function("filter_abi", ":i", 0).build());
    shelf.modules.put("notes.txt", new byte[0]);
    try (GuestProcess process =
        GuestProcess.builder().main("main.wasm", TinyModule.side(0, 0).build()).load()) {
      PluginLoader<Filter> filters =
          PluginLoader.of(process, MethodHandles.lookup(), Filter.class, shelf)
              .version("filter_abi", 3);
      assertThat(filters.refresh()).isTrue();
      assertThat(filters.plugins().keySet()).containsExactly("a.so");
      assertThat(filters.failures().get("unreadable.so"))
          .hasMessage("unreadable.so: cannot be read: no answer");
      assertThat(filters.failures().get("trap.so"))
          .hasMessageStartingWith("trap.so: cannot be loaded: unreachable");
      assertThat(process.libraries()).hasSize(2);
      assertThat(filters.refresh()).isFalse();
      shelf.modules.remove("unreadable.so");
      assertThat(filters.refresh()).isTrue();
      assertThat(filters.refresh()).isFalse();

      Filter old = Objects.requireNonNull(filters.plugins().get("a.so"));
      shelf.modules.put("a.so", adding(5));
      assertThat(filters.refresh()).isTrue();
      assertThat(Objects.requireNonNull(filters.plugins().get("a.so")).apply(10)).isEqualTo(15);
      assertThatThrownBy(() -> old.apply(10)).hasMessage("a.so: the library is closed");

      shelf.modules.clear();
      assertThat(filters.refresh()).isTrue();
      assertThat(process.libraries()).hasSize(1);
      assertThat(filters.failures()).isEmpty();
    }
  }

  private static PluginLoader<Filter> loader(GuestProcess process, Shelf shelf) {
    return PluginLoader.of(process, MethodHandles.lookup(), Filter.class, shelf);
  }

  private static GuestProcess tinyProcess() {
    return GuestProcess.builder().main("main.wasm", TinyModule.side(0, 0).build()).load();
  }

  @Test
  void aPluginThatCannotBeReadForAWhileStaysTheSame() throws Exception {
    Shelf shelf = new Shelf();
    shelf.modules.put("a.so", adding(1));
    try (GuestProcess process = tinyProcess()) {
      PluginLoader<Filter> filters = loader(process, shelf);
      filters.refresh();
      Filter filter = Objects.requireNonNull(filters.plugins().get("a.so"));
      shelf.away.add("a.so");
      assertThat(filters.refresh()).isTrue();
      assertThat(filters.failures()).containsOnlyKeys("a.so");
      assertThat(filters.refresh()).isFalse();
      shelf.away.clear();
      assertThat(filters.refresh()).isTrue();
      assertThat(filters.failures()).isEmpty();
      // It is the same object, which is not closed; so it is after a form that was damaged.
      shelf.modules.put("a.so", new byte[] {1});
      filters.refresh();
      assertThat(filters.failures()).containsOnlyKeys("a.so");
      shelf.modules.put("a.so", adding(1));
      filters.refresh();
      assertThat(filters.failures()).isEmpty();
      assertThat(filters.refresh()).isFalse();
      assertThat(filters.plugins().get("a.so")).isSameAs(filter);
      assertThat(filter.apply(1)).isEqualTo(2);
    }
  }

  @Test
  void aPluginThatExitsWhenItIsClosedIsClosed() throws Exception {
    Shelf shelf = new Shelf();
    shelf.modules.put("a.so", adding(1));
    shelf.modules.put("b.so", adding(2));
    try (GuestProcess process = tinyProcess()) {
      PluginLoader<Filter> filters = loader(process, shelf);
      filters.refresh();
      Func quit =
          Func.host(
              "quit",
              new FunctionType(List.of(), List.of()),
              MethodHandles.throwException(void.class, GuestExit.class).bindTo(new GuestExit(3)));
      for (Library library : process.libraries().subList(1, 3)) {
        process.exitFunctions().add(library, process.pointerTo(quit), null);
      }
      shelf.modules.put("a.so", adding(5));
      shelf.modules.remove("b.so");
      assertThat(filters.refresh()).isTrue();
      assertThat(filters.plugins().keySet()).containsExactly("a.so");
      assertThat(Objects.requireNonNull(filters.plugins().get("a.so")).apply(1)).isEqualTo(6);
      assertThat(filters.failures().get("a.so"))
          .hasMessage("a.so: its destructors failed: exit status 3");
      assertThat(process.libraries()).hasSize(2);
    }
  }

  @Test
  void closingClosesAllThoughADestructorFails() throws Exception {
    Shelf shelf = new Shelf();
    shelf.modules.put("a.so", adding(1));
    shelf.modules.put("b.so", adding(2));
    shelf.modules.put("c.so", adding(3));
    shelf.modules.put("broken.so", new byte[3]);
    GuestProcess process = tinyProcess();
    PluginLoader<Filter> filters = loader(process, shelf);
    filters.refresh();
    Filter a = Objects.requireNonNull(filters.plugins().get("a.so"));
    Filter b = Objects.requireNonNull(filters.plugins().get("b.so"));
    Library library = process.libraries().get(1);
    assertThat(process.open("b.so")).isSameAs(process.libraries().get(2));
    List<String> log = new ArrayList<>();
    for (Library each : process.libraries().subList(1, 4)) {
      String name = each.name();
      Callback destructor =
          process.callback(
              Runnable.class,
              () -> {
                log.add(name);
                if (name.equals("c.so")) {
                  throw new GuestExit(3);
                }
              });
      process.exitFunctions().add(each, destructor.pointer(), null);
    }
    CompletableFuture.runAsync(() ->
            assertThatThrownBy(filters::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("may not enter"))
        .join();
    assertThat(a.apply(1)).isEqualTo(2);

    assertThatThrownBy(filters::close).isInstanceOf(GuestExit.class);
    assertThat(log).containsExactly("c.so", "a.so");
    assertThat(library.isClosed()).isTrue();
    assertThatThrownBy(() -> a.apply(1)).hasMessage("a.so: the library is closed");
    // Somebody else has it open.
    assertThat(b.apply(1)).isEqualTo(3);
    assertThat(filters.plugins()).isEmpty();
    assertThat(filters.failures()).isEmpty();
    assertThatThrownBy(filters::refresh)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the plugins of shelf are closed");
    filters.close();
    process.close();
    filters.close();
  }

  @Test
  void anErrorOfADestructorLeavesNoPluginOpen() throws Exception {
    Shelf shelf = new Shelf();
    shelf.modules.put("a.so", adding(1));
    shelf.modules.put("b.so", adding(2));
    try (GuestProcess process = tinyProcess()) {
      PluginLoader<Filter> filters = loader(process, shelf);
      filters.refresh();
      List<Library> plugins = List.copyOf(process.libraries().subList(1, 3));
      for (Library each : plugins) {
        Callback destructor =
            process.callback(
                Runnable.class,
                () -> {
                  throw new AssertionError(each.name());
                });
        process.exitFunctions().add(each, destructor.pointer(), null);
      }
      assertThatThrownBy(filters::close)
          .isInstanceOf(AssertionError.class)
          .hasMessage("b.so")
          .satisfies(e ->
              assertThat(e.getSuppressed())
                  .singleElement()
                  .hasToString(new AssertionError("a.so").toString()));
      assertThat(plugins).allMatch(Library::isClosed);
      assertThat(process.libraries()).hasSize(1);
    }
  }

  @Test
  void anInterruptionIsNoFailureOfAPlugin() throws Exception {
    Shelf shelf = new Shelf();
    shelf.modules.put("a.so", adding(1));
    try (GuestProcess process = tinyProcess()) {
      PluginLoader<Filter> filters = loader(process, shelf);
      Thread.currentThread().interrupt();
      assertThatThrownBy(filters::refresh).isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(filters.failures()).isEmpty();
      assertThat(filters.refresh()).isTrue();
      assertThat(filters.plugins()).containsOnlyKeys("a.so");
    }
  }

  private static byte[] adding(int number) {
    return TinyModule.side(0, 0)
        .constant("filter_abi", 3)
        .function("apply", "i:i", 0x20, 0, 0x41, number, 0x6a)
        .build();
  }

  @Test
  void whatFailsIsReportedAndTheOthersWork() throws Exception {
    plugin("double.so", filter(3, "value * 2"));
    plugin("negate.so", "int filter_abi(void) { return 3; } int apply(int v) { return -v; }");
    plugin("old.so", filter(2, "value"));
    plugin("empty.so", "int filter_abi = 3;");
    Files.writeString(folder.resolve("plugins/broken.so"), "no module");
    Files.writeString(folder.resolve("plugins/README"), "not looked at");

    try (GuestProcess process = process()) {
      PluginLoader<Filter> filters = loader(process);
      assertThat(filters.refresh()).isTrue();

      assertThat(filters.plugins().keySet()).containsExactly("double.so", "negate.so");
      assertThat(filters.plugins().values().stream().map(each -> each.apply(21)))
          .containsExactly(42, -21);
      assertThat(filters.failures().keySet())
          .containsExactlyInAnyOrder("broken.so", "empty.so", "old.so");
      assertThat(filters.failures().get("old.so"))
          .hasMessage("old.so: filter_abi: expected version 3, found 2");
      assertThat(filters.failures().get("empty.so"))
          .hasMessageContaining("undefined symbol: apply, type (i32) -> i32");
      assertThat(process.libraries()).hasSize(3);
      assertThat(filters.refresh()).isFalse();
    }
  }

  @Test
  void aChangedFileReplacesThePluginIfItCanBeLoaded() throws Exception {
    plugin("filter.so", filter(3, "value + 1"));
    Path file = folder.resolve("plugins/filter.so");
    try (GuestProcess process = process()) {
      PluginLoader<Filter> filters = loader(process);
      filters.refresh();
      Filter first = Objects.requireNonNull(filters.plugins().get("filter.so"));

      Files.writeString(file, "damaged");
      Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
      filters.refresh();
      assertThat(filters.failures()).containsOnlyKeys("filter.so");
      assertThat(first.apply(1)).isEqualTo(2);

      plugin("filter.so", filter(3, "value + 100"));
      Files.setLastModifiedTime(file, FileTime.fromMillis(2_000));
      filters.refresh();
      assertThat(filters.failures()).isEmpty();
      assertThat(Objects.requireNonNull(filters.plugins().get("filter.so")).apply(1))
          .isEqualTo(101);
      assertThatThrownBy(() -> first.apply(1)).hasMessage("filter.so: the library is closed");

      Files.delete(file);
      assertThat(filters.refresh()).isTrue();
      assertThat(filters.plugins()).isEmpty();
      assertThat(process.libraries()).hasSize(1);
    }
  }

  private GuestProcess process() throws Exception {
    Path build = Files.createDirectories(folder.resolve("build"));
    return GuestProcess.builder().main(new Built(build).main("int unused;")).load();
  }

  private PluginLoader<Filter> loader(GuestProcess process) {
    return PluginLoader.of(process, MethodHandles.lookup(), Filter.class, folder.resolve("plugins"))
        .version("filter_abi", 3);
  }
}
