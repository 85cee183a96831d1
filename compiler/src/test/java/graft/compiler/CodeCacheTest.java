package graft.compiler;

import static graft.compiler.TinyModule.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.format.InvalidModuleException;
import graft.format.ModuleReader;
import graft.format.Validator;
import graft.format.WasmModule;
import graft.runtime.Instance;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CodeCacheTest {
  @TempDir Path folder;

  private static final TinyModule TWO = twoChunks();

  /// f0 and f1, each in a chunk of its own.
  private static TinyModule twoChunks() {
    return new TinyModule().function(adding(1)).function(adding(2));
  }

  /// 2,400 times adds a number.
  private static int[] adding(int number) {
    int[] step = {LOCAL_GET, 0, I32_CONST, number, I32_ADD, LOCAL_SET, 0};
    int[] code = new int[2_400 * step.length + 2];
    for (int i = 0; i < 2_400; i++) {
      System.arraycopy(step, 0, code, i * step.length, step.length);
    }
    code[code.length - 2] = LOCAL_GET;
    return code;
  }

  private Instance start(TinyModule module) {
    return start(module, CompilerOptions.DEFAULT, cache());
  }

  private CodeCache cache() {
    return CodeCache.written(folder, CodeCache.DEFAULT_MAX_BYTES);
  }

  private static Instance start(TinyModule module, CompilerOptions options, CodeCache cache) {
    byte[] bytes = module.bytes();
    return Compiler.compile("tiny.wasm", bytes, options, cache).instantiate(List.of());
  }

  private static int made(Instance instance) {
    return ((ModuleLoader) instance.getClass().getClassLoader()).classesMade();
  }

  private void fill() {
    Instance first = start(TWO);
    call(first, "f0", 3);
    call(first, "f1", 3);
    assertThat(cache().flush()).isTrue();
  }

  private static int call(Instance instance, String name, int argument) {
    return (Integer) TranslationTest.call(instance, name, argument);
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".classes"))
          .reduce((a, b) -> {
            throw new AssertionError(a + " and " + b);
          })
          .orElseThrow();
    }
  }

  @Test
  void theSecondStartTranslatesNothing() {
    fill();

    Instance second = start(TWO);

    assertThat(call(second, "f0", 3)).isEqualTo(2_403);
    assertThat(call(second, "f1", 3)).isEqualTo(4_803);
    assertThat(made(second)).isZero();
  }

  @Test
  void whatTheFirstStartDidNotNeedIsTranslatedByTheSecondAndKept() {
    call(start(TWO), "f0", 3);
    cache().flush();
    Instance second = start(TWO);
    call(second, "f1", 3);
    cache().flush();

    Instance third = start(TWO);
    call(third, "f0", 3);
    call(third, "f1", 3);

    assertThat(made(second)).isPositive();
    assertThat(made(third)).isZero();
  }

  @Test
  void twoThatWriteLoseNothingOfEachOther() {
    Instance one = start(TWO);
    Instance other = start(TWO);
    call(one, "f0", 3);
    call(other, "f1", 3);
    cache().flush();

    Instance third = start(TWO);
    call(third, "f0", 3);
    call(third, "f1", 3);

    assertThat(made(third)).isZero();
  }

  @Test
  void codeOfOtherOptionsOrModulesIsNotUsed() {
    fill();

    Instance checked = start(TWO, CompilerOptions.INTERRUPTIBLE, cache());
    Instance swapped = start(new TinyModule().function(adding(2)).function(adding(1)));

    assertThat(call(swapped, "f0", 3)).isEqualTo(4_803);
    call(checked, "f0", 3);
    assertThat(made(checked)).isPositive();
    assertThat(made(swapped)).isPositive();
  }

  /// Code for one JVM is not for another that lacks a module, or for other forms of memory.
  @Test
  void everyOptionIsPartOfTheKey() {
    CompilerOptions plain = CompilerOptions.DEFAULT.withVectors(false);
    List<CompilerOptions> others =
        List.of(
            new CompilerOptions(true, plain.methodLimit(), 0, false, false),
            plain.withMethodLimit(300),
            plain.withMapped(1),
            plain.withAllMapped(),
            plain.withVectors(true));
    assertThat(others).hasSize(CompilerOptions.class.getRecordComponents().length);
    for (CompilerOptions other : others) {
      assertThat(other).isNotEqualTo(plain);
      assertThat(other.toString()).isNotEqualTo(plain.toString());
    }
  }

  @Test
  void codeUnderTheNameOfAnotherModuleIsNotUsed() throws IOException {
    fill();
    byte[] ofTwo = Files.readAllBytes(onlyFile());
    Files.delete(onlyFile());
    // Of the same length.
    TinyModule other = new TinyModule().function(adding(2)).function(adding(1));
    assertThat(other.bytes()).hasSameSizeAs(TWO.bytes());
    call(start(other), "f0", 3);
    cache().flush();
    Files.write(onlyFile(), ofTwo);

    Instance instance = start(other);

    assertThat(call(instance, "f0", 3)).isEqualTo(4_803);
    assertThat(made(instance)).isPositive();
  }

  @Test
  void whateverIsDamagedIsTranslatedAnew() throws IOException {
    fill();
    Path file = onlyFile();
    byte[] good = Files.readAllBytes(file);
    for (int at = 0; at < good.length; at += at < 40 ? 1 : 211) {
      byte[] bad = good.clone();
      bad[at] ^= 0x10;
      Files.write(file, bad);

      Instance instance = start(TWO);

      assertThat(call(instance, "f0", 3)).as("byte %d", at).isEqualTo(2_403);
      assertThat(call(instance, "f1", 3)).as("byte %d", at).isEqualTo(4_803);
      assertThat(cache().verify()).as("byte %d", at).isNotEmpty();
    }
    cache().flush();
    assertThat(cache().verify()).isEmpty();
  }

  @Test
  void whateverIsCutOffIsTranslatedAnew() throws IOException {
    fill();
    Path file = onlyFile();
    byte[] good = Files.readAllBytes(file);
    for (int size = 0; size < good.length; size += size < 40 ? 1 : 997) {
      Files.write(file, Arrays.copyOf(good, size));

      Instance instance = start(TWO);

      assertThat(call(instance, "f1", 3)).as("%d bytes", size).isEqualTo(4_803);
      assertThat(made(instance)).as("%d bytes", size).isPositive();
    }
    cache().flush();
  }

  @Test
  void aModuleThatIsNotValidIsNeverKept() {
    byte[] invalid = new TinyModule().function(I32_ADD).bytes();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(
              () -> Compiler.compile("bad.wasm", invalid, CompilerOptions.DEFAULT, cache()))
          .isInstanceOf(InvalidModuleException.class);
    }
  }

  @Test
  void aFolderThatCannotBeWrittenCostsNothingButTime() throws IOException {
    Path notAFolder = Files.writeString(folder.resolve("file"), "text");
    CodeCache cache = CodeCache.in(notAFolder.resolve("cache"));

    Instance instance = start(TWO, CompilerOptions.DEFAULT, cache);

    assertThat(call(instance, "f0", 3)).isEqualTo(2_403);
    assertThat(cache.flush()).isFalse();
  }

  @Test
  void anInterruptedThreadWritesWhatItsGuestWasTranslatedTo() throws IOException {
    call(start(TWO), "f0", 3);
    Thread.currentThread().interrupt();
    try {
      assertThat(cache().flush()).isTrue();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(cache().entries()).hasSize(1);
  }

  @Test
  void aLockThatAnotherPartOfThisJvmHoldsMakesNoProgramFail() throws IOException {
    call(start(TWO), "f0", 3);
    try (FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.lock();
      assertThat(cache().flush()).isFalse();
    }
    assertThat(cache().flush()).isTrue();
    assertThat(cache().entries()).hasSize(1);
  }

  /// As a JVM does that is stopped while it writes.
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws IOException {
      Path lock = Path.of(arguments[0]);
      try (FileChannel channel =
          FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        channel.lock();
        System.out.write('L');
        System.out.flush();
        // Until the test closes it.
        while (System.in.read() >= 0) {}
      }
    }
  }

  @Test
  void aLockThatAnotherJvmHoldsForGoodStopsNobody() throws IOException, InterruptedException {
    call(start(TWO), "f0", 3);
    call(start(new TinyModule().function(adding(4))), "f0", 3);
    Process holder =
        ForkedJvm.start(Holder.class, List.of("-Xint"), folder.resolve("lock").toString());
    try {
      assertThat(holder.getInputStream().read()).isEqualTo('L');
      assertThat(cache().flush()).isFalse();
      assertThat(cache().entries()).isEmpty();
      assertThatThrownBy(() -> cache().prune(0, null))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(folder.resolve("lock") + ": another JVM holds the lock");
    } finally {
      holder.getOutputStream().close();
      holder.waitFor();
    }
    assertThat(cache().flush()).isTrue();
    assertThat(cache().entries()).hasSize(2);
  }

  /// Another JVM is faster, once or each time as long as no lock is held.
  @Test
  void whatOthersWriteWhileAFileIsMergedIsInIt() throws IOException {
    for (int faster = 1; faster <= 3; faster++) {
      CodeKey key = new CodeKey("test", TWO.bytes());
      Path file = folder.resolve("merged" + faster).resolve("a.classes");
      int limit = faster;
      int[] rounds = {0};
      cache()
          .replace(
              file,
              key,
              1,
              present -> {
                int round = rounds[0]++;
                if (round < Math.min(limit, 2)) {
                  add(file, key, "other" + round);
                }
                return with(key, present, "own");
              });

      try (CodeFile written = CodeFile.open(file, key)) {
        assertThat(written.names())
            .containsExactlyInAnyOrderElementsOf(
                faster == 1 ? List.of("own", "other0") : List.of("own", "other0", "other1"));
      }
      assertThat(rounds[0]).isEqualTo(1 + Math.min(limit, 2));
      try (Stream<Path> files = Files.list(file.getParent())) {
        assertThat(files).as("no draft is left").containsExactly(file);
      }
    }
  }

  private void add(Path file, CodeKey key, String name) throws IOException {
    cache().replace(file, key, 1, present -> with(key, present, name));
  }

  private static CodeFile.Contents with(CodeKey key, CodeFile present, String name)
      throws IOException {
    Map<String, byte[]> all = new TreeMap<>();
    if (present != null) {
      present.names().forEach(each -> all.put(each, present.read(each)));
    }
    all.put(name, new byte[] {1});
    return CodeFile.Contents.of("m", key, all);
  }

  @Test
  void aFileThatHasAllIsLeftAlone() throws IOException {
    fill();
    Object before = CodeCache.identity(onlyFile());
    Compiler.compile("tiny.wasm", TWO.bytes(), CompilerOptions.DEFAULT, cache())
        .translateAll(1, false, _ -> {});
    cache().flush();
    assertThat(CodeCache.identity(onlyFile())).isEqualTo(before);
  }

  @Test
  void codeThatIsLargerThanTheCacheMayBeIsRefusedByName() {
    CodeCache small = CodeCache.written(folder, 1_000);
    CompiledModule code =
        Compiler.compile("tiny.wasm", TWO.bytes(), CompilerOptions.DEFAULT, small);
    Instance instance = code.instantiate(List.of());
    call(instance, "f0", 3);
    assertThat(small.flush()).isFalse();
    call(instance, "f1", 3);
    assertThat(small.flush()).as("nothing is tried again").isTrue();
    assertThatThrownBy(code::keep)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("more than the whole cache may have (1000)");
  }

  @Test
  void eachModuleHasItsOwnFailure() throws IOException {
    CodeCache cache = cache();
    CompiledModule one = translated("one", 3, cache);
    CompiledModule other = translated("other", 4, cache);
    one.keep();
    Path place = onlyFile();
    Files.delete(place);
    Files.createDirectories(place.resolve("inner"));
    CompiledModule again = translated("again", 3, cache);

    assertThatThrownBy(again::keep).hasMessageContaining(place.toString());
    other.keep();
    Files.delete(place.resolve("inner"));
    Files.delete(place);
    assertThat(cache.entries()).extracting(CodeCache.Entry::module).containsExactly("other");
  }

  private static CompiledModule translated(String name, int added, CodeCache cache) {
    byte[] bytes = new TinyModule().function(adding(added)).bytes();
    CompiledModule code = Compiler.compile(name, bytes, CompilerOptions.DEFAULT, cache);
    code.translateAll(1, false, _ -> {});
    return code;
  }

  @Test
  void whatWasUsedLongestAgoMakesRoom() throws IOException {
    fill();
    Path old = onlyFile();
    Files.setLastModifiedTime(
        old, java.nio.file.attribute.FileTime.from(Instant.now().minusSeconds(99)));
    CodeCache small = CodeCache.written(folder, Files.size(old) + 100);
    call(start(new TinyModule().function(adding(3)), CompilerOptions.DEFAULT, small), "f0", 3);

    assertThat(small.flush()).isTrue();

    assertThat(onlyFile()).isNotEqualTo(old);
    assertThat(small.entries()).hasSize(1);
    assertThat(small.prune(0, null).files()).isEqualTo(1);
    assertThat(small.entries()).isEmpty();
  }

  @Test
  void anyNumberOfThreadsMakesTheSameFile() throws IOException {
    byte[] bytes = TWO.bytes();
    byte[][] files = new byte[2][];
    for (int i = 0; i < 2; i++) {
      CodeCache cache = cache();
      Compiler.compile("a", bytes, CompilerOptions.DEFAULT, cache)
          .translateAll(1 + 3 * i, true, _ -> {});
      cache.flush();
      files[i] = Files.readAllBytes(onlyFile());
      Files.delete(onlyFile());
    }
    assertThat(files[1]).isEqualTo(files[0]);
  }

  @Test
  void aFolderThatIsNotTheMachinesIsRefused() throws IOException {
    Path zip = folder.resolve("a.zip");
    try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      Path inside = files.getPath("/cache");
      assertThatThrownBy(() -> CodeCache.in(inside))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("folders of the machine only");
    }
  }

  @Test
  void cachesOfOneFolderWithOtherLimitsAreOthers() {
    assertThat(CodeCache.in(folder, 1)).isEqualTo(CodeCache.in(folder, 1));
    assertThat(CodeCache.in(folder, 1)).isNotEqualTo(CodeCache.in(folder, 2));
  }

  @Test
  void eachInstanceHasTheSameClasses() {
    WasmModule module = Validator.validate(ModuleReader.read("a", TWO.bytes())).module();
    CompiledModule code = Compiler.compile(Validator.validate(module));

    Instance one = code.instantiate(List.of());
    Instance other = code.instantiate(List.of());
    call(one, "f0", 3);
    int made = made(one);
    call(other, "f0", 3);

    assertThat(other.getClass()).isSameAs(one.getClass());
    assertThat(made(other)).isEqualTo(made);
  }
}
