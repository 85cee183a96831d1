package graft.dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.format.Demangler;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Hints cost less than what they are about.
@Timeout(60)
final class SymbolHintsTest {
  private static final int CALL = 0x10;

  /// A symbol of some hundred bytes whose readable name has half a mebibyte: it takes pairs of
  /// pairs of pairs.
  private static String growing(String function) {
    StringBuilder symbol =
        new StringBuilder("_Z").append(function.length()).append(function).append("1XIiiE");
    String last = "S0_";
    for (int depth = 1; depth < 15; depth++) {
      symbol.append("S_I").append(last).append(last).append('E');
      last = "S" + Integer.toString(depth, 36).toUpperCase(Locale.ROOT) + "_";
    }
    return symbol.toString();
  }

  private static GuestProcess load(Map<String, byte[]> libraries) {
    return GuestProcess.builder()
        .main("main.wasm", TinyModule.side(0, 0).build())
        .librarySource(ModuleSource.of(libraries))
        .load();
  }

  private static byte[] caller(String symbol) {
    return TinyModule.side(0, 0)
        .importFunction("env", symbol, ":i")
        .function("call", ":i", CALL, 0)
        .build();
  }

  @Test
  void namesThatGrowWhenTheyAreReadableDoNotHoldUpAMessage() {
    assertThat(Demangler.demangle(growing("f"))).hasSizeGreaterThan(400_000);
    TinyModule full = TinyModule.side(0, 0);
    IntStream.range(0, 3_000).forEach(i -> full.constant(growing("f" + i), i));
    try (GuestProcess process =
        load(Map.of("full.so", full.build(), "caller.so", caller("nowhere")))) {
      process.open("full.so");
      var call = process.open("caller.so").function("call");
      assertThatThrownBy(call::invoke)
          .isInstanceOf(UndefinedSymbolException.class)
          .hasMessageStartingWith("caller.so: undefined symbol: nowhere, type () -> i32");
    }
  }

  @Test
  void readableNamesInMessagesHaveAnEnd() {
    String symbol = growing("f");
    UndefinedSymbol missing =
        new UndefinedSymbol(symbol, UndefinedSymbol.Kind.OTHER, null, "a.so", null);
    assertThat(missing.toString())
        .startsWith("a.so: undefined symbol: " + symbol + " (f(X<int, int>, X<X<")
        .endsWith("...)")
        .hasSizeLessThan(3_000);
  }

  @Test
  void ofManyFunctionsOfNearlyTheSameNameSomeAreShown() {
    TinyModule many = TinyModule.side(0, 0);
    IntStream.rangeClosed(1, 100).forEach(i -> many.constant("_Z4area" + "i".repeat(i), i));
    try (GuestProcess process =
        load(Map.of("many.so", many.build(), "caller.so", caller("area")))) {
      process.open("many.so");
      var call = process.open("caller.so").function("call");
      assertThatThrownBy(call::invoke)
          .hasMessageContaining("many.so defines _Z4areai (area(int)), _Z4areaii (area(int, int))")
          .hasMessageContaining(", and 92 more: extern \"C\" is missing on one side");
    }
  }

  @Test
  void whatIsTooLongIsFoundAsItIsMangled() {
    List<String> symbols = IntStream.range(0, 100).mapToObj(i -> growing("f" + i)).toList();
    assertThat(new CxxNames(symbols).find(symbols.get(99))).containsExactly(symbols.get(99));
    assertThat(new CxxNames(List.of("_Z4areai")).find("area(int)")).containsExactly("_Z4areai");
  }
}
