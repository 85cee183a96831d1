package graft.host;

import static graft.host.FakeGuest.SCRATCH;
import static org.assertj.core.api.Assertions.assertThat;

import graft.format.FunctionType;
import graft.format.TagType;
import graft.format.ValType;
import graft.runtime.Memory;
import graft.runtime.Tag;
import graft.runtime.WasmException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What is told of C++ exceptions that nobody catches.
final class CxxExceptionTest {
  private static final int OBJECT = 0x8000;
  private static final int RUNTIME_ERROR = 0x4000;
  private static final int FAILURE = 0x4020;
  private static final int OTHER = 0x4040;
  private static final Tag TAG =
      new Tag(new TagType(new FunctionType(List.of(ValType.I32), List.of())));

  private final FakeGuest guest = new FakeGuest();
  private final Memory memory = guest.memory();

  /// A `type_info` with a base.
  private void type(int address, String name, int base) {
    memory.setI32(address + 4, guest.string(name));
    memory.setI32(address + 8, base);
  }

  private void object(String text) {
    type(RUNTIME_ERROR, "St13runtime_error", 0);
    type(FAILURE, "N3geo7FailureE", RUNTIME_ERROR);
    type(OTHER, "5Other", OTHER);
    memory.setI32(OBJECT + 4, guest.string(text));
  }

  @Test
  void theTextOfAStandardExceptionIsShown() {
    object("no such file");
    CxxException plain = CxxException.of(memory, OBJECT, RUNTIME_ERROR);
    assertThat(plain).hasMessage("uncaught C++ exception of type std::runtime_error: no such file");
    assertThat(plain.what()).isEqualTo("no such file");
    assertThat(plain.typeName()).isEqualTo("St13runtime_error");
    assertThat(CxxException.of(memory, OBJECT, FAILURE))
        .hasMessage("uncaught C++ exception of type geo::Failure: no such file");
  }

  @Test
  void ofOthersThereIsTheType() {
    object("no text");
    // It is its own base: that must not go on for ever.
    assertThat(CxxException.of(memory, OBJECT, OTHER))
        .hasMessage("uncaught C++ exception of type Other");
    memory.setI32(FAILURE + 8, -4);
    assertThat(CxxException.of(memory, OBJECT, FAILURE))
        .hasMessage("uncaught C++ exception of type geo::Failure");
    assertThat(CxxException.of(memory, OBJECT, 0)).hasMessage("uncaught C++ exception");
    assertThat(CxxException.of(memory, OBJECT, -8)).hasMessage("uncaught C++ exception");
    assertThat(CxxException.of(memory, -8, RUNTIME_ERROR))
        .hasMessage("uncaught C++ exception of type std::runtime_error");
  }

  @Test
  void oneOfWebAssemblyIsLookedAtIfItIsOfCxx() {
    object("from wasm");
    int unwind = OBJECT - 32;
    memory.setI32(unwind - 48, FAILURE);
    assertThat(CxxException.of(memory, new WasmException(TAG, unwind))).isNull();
    memory.setI64(unwind, 0x434c4e47432b2b00L);
    CxxException found =
        Objects.requireNonNull(CxxException.of(memory, new WasmException(TAG, unwind)));
    assertThat(found).hasMessage("uncaught C++ exception of type geo::Failure: from wasm");
    assertThat(found.pointer()).isEqualTo(OBJECT);
    assertThat(CxxException.of(memory, new WasmException(TAG, -8))).isNull();
    assertThat(CxxException.of(memory, new WasmException(TAG, SCRATCH, 1))).isNull();
    assertThat(CxxException.of(memory, new WasmException(TAG))).isNull();
  }
}
