package graft.dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Memory above 2 GiB, where addresses are negative numbers of Java.
final class HighAddressesTest {
  private static final int PAGES = 40_000;
  private static final int HIGH = 0x9000_0000;

  private final GuestProcess process =
      GuestProcess.builder()
          .main(
              "main.wasm",
              new TinyModule().memoryInfo(0, 0, 0, 0).importMemory(PAGES).importTable(0).build())
          .load();

  @AfterEach
  void close() {
    process.close();
  }

  @Test
  void viewsReachThere() {
    GuestBuffer view = process.view(HIGH, 16);
    view.setI32(4, 42);
    view.write(8, "string".getBytes(StandardCharsets.UTF_8));
    assertThat(process.memory().i32(HIGH + 4)).isEqualTo(42);
    assertThat(view.slice(4, 4).i32(0)).isEqualTo(42);
    assertThat(view.string(8)).isEqualTo("string");
    assertThat(process.view(HIGH, 12).string(8)).isEqualTo("stri");
    assertThat(view.address()).isEqualTo(HIGH);
  }

  @Test
  void viewsEndWhereTheMemoryEnds() {
    int end = PAGES << 16;
    assertThat(process.view(end - 4, 4).i32(0)).isZero();
    assertThatThrownBy(() -> process.view(end - 3, 4))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("4 bytes at 2621439997 are not all in a memory of 2621440000");
    assertThatThrownBy(() -> process.view(-4, 8)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void dataOfALibraryThereIsFoundByItsAddress() {
    Library library =
        process.open(
            "high.so",
            TinyModule.side(64, 0).global("first", false, 4).global("second", false, 8).build());
    assertThat(library.memoryBase()).isNegative();
    int second = library.memoryBase() + 8;
    assertThat(SymbolAddresses.find(process, second + 2))
        .isEqualTo(new SymbolAddresses.Found(library, "second", second));
    assertThat(SymbolAddresses.find(process, second - 1))
        .isEqualTo(new SymbolAddresses.Found(library, "first", second - 4));
    assertThat(SymbolAddresses.find(process, library.memoryBase() + 64)).isNull();
    assertThat(SymbolAddresses.owner(process, 0, second)).isSameAs(library);
  }
}
