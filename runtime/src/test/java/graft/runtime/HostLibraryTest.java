package graft.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import graft.format.FunctionType;
import graft.format.ValType;
import java.lang.invoke.MethodHandles;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Annotated methods as imports.
final class HostLibraryTest {
  private static final FunctionType INTS =
      new FunctionType(List.of(ValType.I32, ValType.I32), List.of(ValType.I32));
  private static final FunctionType LONGS =
      new FunctionType(List.of(ValType.I64, ValType.I64), List.of(ValType.I64));

  private final HostLibrary library = HostLibrary.of(MethodHandles.lookup(), new Arithmetic());

  @HostModule("arithmetic")
  public static final class Arithmetic {
    @HostFunction
    public int add(int a, int b) {
      return a + b;
    }

    @HostFunction("add")
    public long addLongs(long a, long b) {
      return a + b;
    }

    @HostFunction(module = "env", value = "negate")
    public double minus(double a) {
      return -a;
    }

    public int hidden() {
      return 0;
    }
  }

  public static final class Strange {
    @HostFunction
    public int length(String text) {
      return text.length();
    }
  }

  @Test
  void theTypeDecidesBetweenMethodsOfOneName() {
    assertThat(((Func) library.find("arithmetic", "add", INTS)).invoke(2, 3)).isEqualTo(5);
    assertThat(((Func) library.find("arithmetic", "add", LONGS)).invoke(2L, 3L)).isEqualTo(5L);
    assertThat(library.find("env", "add", INTS)).isNull();
    assertThat(library.find("arithmetic", "hidden", INTS)).isNull();
    assertThat(library.find("arithmetic", "add", new FunctionType(List.of(), List.of()))).isNull();
  }

  @Test
  void theSameFunctionIsTheSameObject() {
    assertThat(library.find("arithmetic", "add", INTS))
        .isSameAs(library.find("arithmetic", "add", INTS));
  }

  @Test
  void namesAreListedWithTheirTypes() {
    assertThat(library.symbols())
        .extracting(HostSymbol::module, HostSymbol::name)
        .containsExactly(
            tuple("arithmetic", "add"), tuple("arithmetic", "add"), tuple("env", "negate"));
    assertThat(HostSymbols.firstOf(library).types("arithmetic", "add"))
        .containsExactlyInAnyOrder(INTS, LONGS);
  }

  @Test
  void aParameterThatWasmDoesNotKnowIsRefused() {
    Strange strange = new Strange();
    assertThatThrownBy(() -> HostLibrary.of(MethodHandles.lookup(), strange))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("wasm has no type like java.lang.String");
  }

  @Test
  void anInvokerCallsAnyFunctionOfTheSignature() throws Throwable {
    Func add = (Func) library.find("arithmetic", "add", INTS);
    assertThat((int) Signature.of(INTS).invoker().invokeExact(add, 20, 22)).isEqualTo(42);
  }
}
