package graft.dl;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import graft.runtime.Guest;
import graft.runtime.HostFunction;
import graft.runtime.HostLibrary;
import graft.testkit.Golden;
import graft.testkit.Requires;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Runs the programs of `src/test/cases`, built with clang-22 and wasm-ld-22; what they print was
/// printed by the same sources under `ld.so`, or is explained in `meta.json`.
final class CasesTest {
  private static final Path CASES = Requires.root().resolve("dl/src/test/cases");

  @TestFactory
  Stream<DynamicTest> programsPrintWhatTheyShould() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      List<Path> cases = folders.sorted().toList();
      return cases.stream()
          .map(folder ->
              dynamicTest(
                  folder.getFileName().toString(),
                  () -> Golden.matches(folder.resolve("expected.txt"), run(folder))));
    }
  }

  private static String run(Path folder) {
    StringBuilder out = new StringBuilder();
    GuestProcessBuilder builder =
        GuestProcess.builder()
            .main(folder.resolve("bin/main.wasm"))
            .host(guest -> HostLibrary.of(MethodHandles.lookup(), new Console(guest, out)));
    try (GuestProcess process = builder.load()) {
      process.run(List.of("main"));
    } catch (LoadException e) {
      out.append("LOADER: ").append(e.getMessage()).append('\n');
    }
    return out.toString().replace(folder.toString(), "CASE");
  }

  /// The host of these programs: prints, a line each.
  public static final class Console {
    private final Guest guest;
    private final StringBuilder out;

    Console(Guest guest, StringBuilder out) {
      this.guest = guest;
      this.out = out;
    }

    @HostFunction("put_str")
    public void putString(int address) {
      line(guest.memory().cString(address));
    }

    @HostFunction("put_int")
    public void putInt(int value) {
      line(Integer.toString(value));
    }

    @HostFunction("put_i64")
    public void putLong(long value) {
      line(Long.toString(value));
    }

    @HostFunction("put_f64")
    public void putDouble(double value) {
      line(String.format(Locale.ROOT, "%.3f", value));
    }

    private void line(String text) {
      out.append(text).append('\n');
    }
  }
}
