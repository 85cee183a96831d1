package graft.dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where libraries are looked for, and what is said of it.
final class SearchTest {
  private static final byte[] LEAF = TinyModule.side(0, 0).constant("leaf", 1).build();
  private static final byte[] OTHER_LEAF = TinyModule.side(0, 0).constant("leaf", 2).build();

  @TempDir private Path folder;

  private static TinyModule mainModule(String... needed) {
    return TinyModule.side(0, 0).needed(needed).importFunction("env", "leaf", ":i");
  }

  private Path file(String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, content);
  }

  private static int leaf(GuestProcess process) {
    return (Integer) process.main().function("leaf").invoke();
  }

  @Test
  void theFolderOfMainComesLast() throws IOException {
    Path main = file("main.wasm", mainModule("leaf.so").build());
    file("leaf.so", LEAF);
    Path library = file("lib/leaf.so", OTHER_LEAF);
    try (GuestProcess process = GuestProcess.builder().main(main).load()) {
      assertThat(leaf(process)).isEqualTo(1);
    }
    try (GuestProcess process =
        GuestProcess.builder().main(main).libraryPath(List.of(library.getParent())).load()) {
      assertThat(leaf(process)).isEqualTo(2);
      assertThat(process.libraries().get(1).location()).isEqualTo(library.toString());
    }
  }

  @Test
  void aMainModuleThatIsALinkCountsFromTheFileToWhichItLeads() throws IOException {
    Path real = file("opt/bin/main.wasm", mainModule("leaf.so").runPath("$ORIGIN/../lib").build());
    Path library = file("opt/lib/leaf.so", LEAF);
    Path link = folder.resolve("main");
    Files.createSymbolicLink(link, real);
    try (GuestProcess process = GuestProcess.builder().main(link).load()) {
      assertThat(leaf(process)).isEqualTo(1);
    }
    Files.move(library, real.resolveSibling("leaf.so"));
    try (GuestProcess process = GuestProcess.builder().main(link).load()) {
      assertThat(leaf(process)).isEqualTo(1);
    }
  }

  @Test
  void whatComesWithTheFirstCallIsLookedForAsWhatComesAtTheStart() throws IOException {
    Path main =
        file(
            "bin/main.wasm",
            mainModule("leaf.so")
                .runPath("$ORIGIN/../lib")
                .function("call", ":i", 0x10, 0)
                .build());
    file("lib/leaf.so", LEAF);
    try (GuestProcess process = GuestProcess.builder().main(main).autoload(false).load()) {
      assertThat(process.libraries()).hasSize(1);
      assertThat(process.main().function("call").invoke()).isEqualTo(1);
    }
  }

  @Test
  void theModulesOwnPathComesFirstAndCountsFromItsFolder() throws IOException {
    Path main =
        file("bin/main.wasm", mainModule("leaf.so").runPath("/nowhere:$ORIGIN/../deep").build());
    file("deep/leaf.so", OTHER_LEAF);
    file("lib/leaf.so", LEAF);
    try (GuestProcess process =
        GuestProcess.builder().main(main).libraryPath(List.of(folder.resolve("lib"))).load()) {
      assertThat(leaf(process)).isEqualTo(2);
    }
  }

  @Test
  void aRelativeEntryOfTheModulesOwnPathIsNoPlace() throws IOException {
    Path main = file("bin/main.wasm", mainModule("leaf.so").runPath("lib:.:$ORIGIN/x").build());
    assertThatThrownBy(GuestProcess.builder().main(main)::load)
        .isInstanceOf(LibraryNotFoundException.class)
        .hasMessage(
            "main.wasm: cannot load needed library leaf.so: not in "
                + folder.resolve("bin/x")
                + ", "
                + folder.resolve("bin"));
  }

  @Test
  void loaderPathComesBeforeLibraryPath() throws IOException {
    Path main = file("main.wasm", mainModule("leaf.so").build());
    file("one/leaf.so", LEAF);
    file("two/leaf.so", OTHER_LEAF);
    try (GuestProcess process =
        GuestProcess.builder()
            .main(main)
            .libraryPath(List.of(folder.resolve("one")))
            .ldLibraryPath(List.of(folder.resolve("two")))
            .load()) {
      assertThat(leaf(process)).isEqualTo(2);
    }
  }

  @Test
  void everyPlaceIsNamedWhenALibraryIsMissing() throws IOException {
    Path main = file("bin/main.wasm", mainModule("leaf.so").runPath("$ORIGIN/x").build());
    GuestProcessBuilder builder =
        GuestProcess.builder()
            .main(main)
            .ldLibraryPath(List.of(Path.of("/l1")))
            .librarySource(ModuleSource.of(Map.of()));
    assertThatThrownBy(builder::load)
        .isInstanceOf(LibraryNotFoundException.class)
        .hasMessage(
            "main.wasm: cannot load needed library leaf.so: not in "
                + folder.resolve("bin/x")
                + ", /l1, memory, "
                + folder.resolve("bin"));
  }

  @Test
  void aNameDoesNotLeadOutOfAFolder() throws IOException {
    file("leaf.so", LEAF);
    Path main = file("bin/main.wasm", TinyModule.side(0, 0).build());
    try (GuestProcess process = GuestProcess.builder().main(main).load()) {
      assertThatThrownBy(() -> process.open("../leaf.so"))
          .hasMessage("../leaf.so: cannot open library: not in " + folder.resolve("bin"));
    }
  }

  @Test
  void bytesAndGuestFilesAreSourcesToo() {
    byte[] main = mainModule("leaf.so").build();
    try (GuestProcess process =
        GuestProcess.builder()
            .main("main.wasm", main)
            .librarySource(ModuleSource.of(Map.of("leaf.so", LEAF)))
            .guestFiles(
                ModuleSource.reading(
                    "guest files", name -> name.equals("/p/q.so") ? OTHER_LEAF : null))
            .load()) {
      assertThat(leaf(process)).isEqualTo(1);
      assertThat(process.open("/p/q.so").function("leaf").invoke()).isEqualTo(2);
    }
  }

  @Test
  void whereOnlyTheLibraryPathCountsOthersAreRefusedByName() throws IOException {
    Path main = file("bin/main.wasm", mainModule("leaf.so").runPath("$ORIGIN/../run").build());
    Path[] places = {
      file("run/leaf.so", OTHER_LEAF),
      file("ld/leaf.so", OTHER_LEAF),
      file("bin/leaf.so", OTHER_LEAF)
    };
    GuestProcessBuilder builder =
        GuestProcess.builder()
            .main(main)
            .ldLibraryPath(List.of(folder.resolve("ld")))
            .guestFiles(ModuleSource.reading("guest files", _ -> OTHER_LEAF))
            .librarySource(ModuleSource.of(Map.of("other.so", LEAF)))
            .onlyLibraryPath(true);
    assertThatThrownBy(builder::load)
        .isInstanceOf(LibraryNotFoundException.class)
        .hasMessageStartingWith("main.wasm: cannot load needed library leaf.so: the one of ")
        .hasMessageContaining(places[0].getParent() + " is refused")
        .hasMessageContaining(places[1].getParent() + " is refused")
        .hasMessageContaining(places[2].getParent() + " is refused")
        .hasMessageContaining("guest files is refused: libraries come only from memory")
        .hasMessageEndingWith("; not in memory");
    try (GuestProcess process =
        builder.librarySource(ModuleSource.of(Map.of("leaf.so", LEAF))).load()) {
      assertThat(leaf(process)).isEqualTo(1);
      assertThatThrownBy(() -> process.open("/tmp/any.so"))
          .hasMessageContaining("the one of guest files is refused");
    }
  }

  @Test
  void aSearchThatRunsOutOfTimeBlamesThePlaceThatTookIt() throws IOException {
    Path main = file("bin/main.wasm", mainModule().build());
    CountDownLatch never = new CountDownLatch(1);
    ModuleSource slow =
        ModuleSource.reading(
            "slow",
            _ -> {
              try {
                never.await();
                return null;
              } catch (InterruptedException e) {
                throw new IOException("interrupted", e);
              }
            });
    try (GuestProcess process = GuestProcess.builder().main(main).librarySource(slow).load()) {
      assertThatThrownBy(() -> process.open("leaf.so", Duration.ofMillis(1)))
          .isInstanceOf(LibraryNotFoundException.class)
          .hasMessage("leaf.so: cannot open library: slow: not within 0.001 s");
    }
  }

  @Test
  void diamondsAndCyclesAreLoadedOnce() throws IOException {
    Path main = file("main.wasm", mainModule("a.so", "b.so").build());
    file("a.so", TinyModule.side(0, 0).needed("leaf.so", "b.so").build());
    file("b.so", TinyModule.side(0, 0).needed("a.so", "leaf.so").build());
    file("leaf.so", LEAF);
    try (GuestProcess process = GuestProcess.builder().main(main).load()) {
      assertThat(process.libraries())
          .extracting(Library::name)
          .containsExactly("main.wasm", "a.so", "b.so", "leaf.so");
      assertThat(process.main().dependencies())
          .extracting(Library::name)
          .containsExactly("a.so", "b.so");
    }
  }

  @Test
  void oneFileUnderTwoNamesIsOneLibrary() throws IOException {
    Path main = file("main.wasm", mainModule("leaf.so", "alias.so").build());
    Path leaf = file("leaf.so", LEAF);
    Files.createSymbolicLink(folder.resolve("alias.so"), leaf);
    try (GuestProcess process = GuestProcess.builder().main(main).load()) {
      assertThat(process.libraries()).hasSize(2);
      assertThat(process.open("alias.so")).isSameAs(process.open(leaf));
    }
  }

  @Test
  void whatMainContainsIsNotLookedFor() {
    byte[] main = TinyModule.side(0, 0).constant("leaf", 5).build();
    byte[] plugin = mainModule("leaf.so").function("callLeaf", ":i", 0x10, 0).build();
    try (GuestProcess process =
        GuestProcess.builder().main("main.wasm", main).builtIn("leaf.so").load()) {
      Library library = process.open("plugin.so", plugin);
      assertThat(library.function("callLeaf").invoke()).isEqualTo(5);
      assertThat(library.dependencies()).containsExactly(process.main());
    }
  }

  @Test
  void whatIsNoLibraryIsNotLoaded() throws IOException {
    Path main = file("main.wasm", mainModule("leaf.so").build());
    file("leaf.so", "not a module".getBytes(StandardCharsets.UTF_8));
    GuestProcessBuilder builder = GuestProcess.builder().main(main);
    assertThatThrownBy(builder::load)
        .isInstanceOf(LoadException.class)
        .hasMessage(
            "main.wasm: cannot load needed library "
                + folder.resolve("leaf.so")
                + ": magic header not detected: not a WebAssembly module (at offset 0x0)");
    file("leaf.so", new TinyModule().constant("leaf", 1).build());
    assertThatThrownBy(builder::load)
        .isInstanceOf(LoadException.class)
        .hasMessageStartingWith(
            "main.wasm: cannot load needed library "
                + folder.resolve("leaf.so")
                + ": not a dynamic library: it has no dylink.0 section");
    try (GuestProcess process =
        GuestProcess.builder().main("main.wasm", TinyModule.side(0, 0).build()).load()) {
      Path leaf = folder.resolve("leaf.so");
      assertThatThrownBy(() -> process.open(leaf))
          .hasMessageStartingWith(leaf + ": not a dynamic library");
    }
  }

  @Test
  void theTreeShowsWhatIsFoundAndWhatIsMissing() throws IOException {
    Path main =
        file(
            "main.wasm",
            mainModule("a.so", "gone.so").importGlobal("GOT.mem", "nowhere", true).build());
    file("a.so", TinyModule.side(0, 0).needed("leaf.so", "main2.so").build());
    file("leaf.so", LEAF);
    file("main2.so", TinyModule.side(0, 0).needed("leaf.so").build());
    DependencyTree tree = GuestProcess.builder().main(main).dependencies();
    assertThat(tree.isComplete()).isFalse();
    assertThat(tree.root().needed())
        .extracting(DependencyTree.Node::name, node -> node.location() != null)
        .containsExactly(tuple("a.so", true), tuple("gone.so", false));
    assertThat(tree.root().needed().get(1).problem())
        .isEqualTo("main.wasm: cannot load needed library gone.so: not in " + folder);
    DependencyTree.Node leaf = tree.root().needed().get(0).needed().get(0);
    DependencyTree.Node again = tree.root().needed().get(0).needed().get(1).needed().get(0);
    assertThat(leaf.repeated()).isFalse();
    assertThat(again.repeated()).isTrue();
    assertThat(tree.undefined())
        .extracting(UndefinedSymbol::toString)
        .containsExactly("main.wasm: undefined symbol: nowhere (address of a variable)");
  }

  @Test
  void aPlaceIsToldWhatIsComingAndWhoWantsIt() {
    List<String> heard = new ArrayList<>();
    ModuleSource telling =
        new ModuleSource() {
          @Override
          public @Nullable ModuleFile find(String name) {
            throw new AssertionError("asked without the requester");
          }

          @Override
          public @Nullable ModuleFile find(String name, @Nullable String requester)
              throws IOException {
            heard.add("find " + name + " for " + requester);
            return ModuleSource.of(Map.of("leaf.so", LEAF, "twig.so", OTHER_LEAF)).find(name);
          }

          @Override
          public List<String> expect(List<String> names, @Nullable String requester) {
            heard.add("expect " + names + " for " + requester);
            return List.of();
          }
        };
    try (GuestProcess process =
        GuestProcess.builder()
            .main("main.wasm", mainModule("leaf.so", "twig.so", "here.so").build())
            .librarySource(ModuleSource.of(Map.of("here.so", LEAF)))
            .librarySource(telling)
            .load()) {
      process.open("leaf.so");
      assertThatThrownBy(() -> process.open("root.so"))
          .isInstanceOf(LibraryNotFoundException.class);
    }
    assertThat(heard)
        .containsExactly(
            "expect [leaf.so, twig.so] for main.wasm",
            "find leaf.so for main.wasm",
            "find twig.so for main.wasm",
            "find root.so for null");
  }

  @Test
  void aModulePreparedAheadIsNotPreparedAgain() throws IOException {
    byte[] bytes = TinyModule.side(0, 0).needed("leaf.so").constant("ahead", 7).build();
    ModuleFile file =
        Objects.requireNonNull(ModuleSource.of(Map.of("ahead.so", bytes)).find("ahead.so"));
    assertThat(file.prepare()).containsExactly("leaf.so");
    ModuleImage first = ModuleCache.image(file, false, null, new Stopwatch());
    ModuleFile copy = new BytesSource.BytesFile(null, "ahead.so", bytes.clone());
    assertThat(ModuleCache.image(copy, false, null, new Stopwatch())).isSameAs(first);
  }

  /// A file that says whether it has changed.
  private record Versioned(byte[] bytes, Object version, List<Object> reads) implements ModuleFile {
    @Override
    public String name() {
      return "versioned.so";
    }

    @Override
    public String location() {
      return "somewhere/versioned.so";
    }

    @Override
    public Object identity() {
      return location();
    }

    @Override
    public byte[] read() {
      reads.add(version);
      return bytes;
    }
  }

  @Test
  void aFileIsReadAgainOnlyIfItHasChanged() throws IOException {
    List<Object> read = new ArrayList<>();
    byte[] old = TinyModule.side(0, 0).constant("version", 1).build();
    byte[] changed = TinyModule.side(0, 0).constant("version", 2).build();
    ModuleImage first =
        ModuleCache.image(new Versioned(old, "v1", read), false, null, new Stopwatch());
    assertThat(ModuleCache.image(new Versioned(old, "v1", read), false, null, new Stopwatch()))
        .isSameAs(first);
    assertThat(read).containsExactly("v1");
    ModuleImage second =
        ModuleCache.image(new Versioned(changed, "v2", read), false, null, new Stopwatch());
    assertThat(second.module().bytes()).isEqualTo(changed);
    assertThat(read).containsExactly("v1", "v2");
  }

  @Test
  void aFileOfTheHostThatHasJustBeenWrittenIsAlwaysRead(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("fresh.so");
    Files.write(file, TinyModule.side(0, 0).build());
    assertThat(new FolderSource.HostFile(file).version()).isNull();
  }

  private static final int CALL = 0x10;
  private static final int LOCAL_GET = 0x20;

  private static TinyModule opener() {
    return TinyModule.side(0, 0)
        .runPath("$ORIGIN")
        .importFunction("env", "dlopen", "ii:i")
        .function("open", "ii:i", LOCAL_GET, 0, LOCAL_GET, 1, CALL, 0);
  }

  private static int open(Library by, String name) {
    GuestProcess process = by.process();
    try (GuestBuffer text = process.allocate(name)) {
      return (Integer) by.function("open").invoke(text.address(), OpenFlag.NOW.bits());
    }
  }

  @Test
  void theProgramIsOpenedByAnEmptyNameAndItsOwn() throws IOException {
    Path main = file("main.wasm", opener().build());
    try (GuestProcess process = GuestProcess.builder().main(main).load()) {
      int self = (Integer) process.main().function("open").invoke(0, OpenFlag.NOW.bits());
      assertThat(self).isNotZero();
      assertThat(open(process.main(), "")).isEqualTo(self);
      assertThat(open(process.main(), "main.wasm")).isEqualTo(self);
      assertThat(process.open("main.wasm")).isSameAs(process.main());
      assertThat(process.open("")).isSameAs(process.main());
    }
  }

  @Test
  void aNameWithoutFolderIsLookedForBeforeItMeansALibraryThatWasOpenedByItsPath()
      throws IOException {
    Path main = file("main.wasm", TinyModule.side(0, 0).build());
    Path first = file("a/plugin.so", LEAF);
    Path second = file("b/plugin.so", OTHER_LEAF);
    try (GuestProcess process =
        GuestProcess.builder().main(main).libraryPath(List.of(second.getParent())).load()) {
      Library opened = process.open(first);
      assertThat(process.open("plugin.so").location()).isEqualTo(second.toString());
      assertThat(process.open(first.toString())).isSameAs(opened);
    }
    try (GuestProcess process = GuestProcess.builder().main(main).load()) {
      Library opened = process.open(first);
      assertThat(process.open("plugin.so")).isSameAs(opened);
      file("c/user.so", mainModule("plugin.so").build());
      assertThat(process.open(folder.resolve("c/user.so")).dependencies()).containsExactly(opened);
    }
  }

  @Test
  void otherBytesOfTheSameNameAreAnotherLibrary() {
    try (GuestProcess process =
        GuestProcess.builder().main("main.wasm", TinyModule.side(0, 0).build()).load()) {
      Library first = process.open("lib.so", LEAF);
      Library second = process.open("lib.so", OTHER_LEAF);
      assertThat(first.function("leaf").invoke()).isEqualTo(1);
      assertThat(second.function("leaf").invoke()).isEqualTo(2);
      assertThat(process.open("lib.so", LEAF.clone())).isSameAs(first);
    }
  }

  @Test
  void copiesOfAFileActEachForItself() throws IOException {
    Path main = file("main.wasm", TinyModule.side(0, 0).build());
    Path a = file("a/opener.so", opener().build());
    Path b = file("b/opener.so", opener().build());
    file("a/leaf.so", LEAF);
    file("b/leaf.so", OTHER_LEAF);
    try (GuestProcess process = GuestProcess.builder().main(main).load()) {
      Library first = process.open(a);
      Library second = process.open(b);
      assertThat(open(second, "leaf.so")).isNotZero();
      assertThat(process.libraries().getLast().location())
          .isEqualTo(folder.resolve("b/leaf.so").toString());
      // By which callers of a C library's dlopen are told apart.
      assertThat(first.loadedInstance().getClass().getClassLoader())
          .isNotSameAs(second.loadedInstance().getClass().getClassLoader());
    }
  }

  @Test
  void functionsThatAreDefinedInACircleAreNamed() {
    try (GuestProcess process =
        GuestProcess.builder()
            .main("main.wasm", TinyModule.side(0, 0).build())
            .librarySource(
                ModuleSource.of(
                    Map.of(
                        "x.so",
                        TinyModule.side(0, 0)
                            .needed("y.so")
                            .importFunction("env", "f", ":i")
                            .export("g", 0, 0)
                            .function("go", ":i", CALL, 0)
                            .build(),
                        "y.so",
                        TinyModule.side(0, 0)
                            .importFunction("env", "g", ":i")
                            .export("f", 0, 0)
                            .build())))
            .load()) {
      assertThatThrownBy(() -> process.open("x.so"))
          .isInstanceOf(LoadException.class)
          .hasMessageContaining(
              "is defined in a circle, by libraries that import what they export");
      assertThat(process.libraries()).hasSize(1);
    }
  }

  @Test
  void thousandsOfNeededLibrariesAreFoundWithoutLookingAtAllForEach() {
    int count = 3_000;
    Map<String, byte[]> modules = new HashMap<>();
    String[] names = new String[count];
    for (int i = 0; i < count; i++) {
      names[i] = "lib" + i + ".so";
      modules.put(names[i], TinyModule.side(0, 0).constant("f" + i, i).build());
    }
    try (GuestProcess process =
        GuestProcess.builder()
            .main("main.wasm", TinyModule.side(0, 0).needed(names).build())
            .librarySource(ModuleSource.of(modules))
            .load()) {
      assertThat(process.libraries()).hasSize(count + 1);
    }
  }
}
