package graft.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the specification's suite has is tested with it; here is what it has not: the newer
/// proposals, the form of errors, and hostile input.
class ValidatorTest {
  @Test
  void aModuleWithEverythingIsValid() {
    WasmModule module = Samples.everything().read();
    assertThat(Validator.validate(module).module()).isSameAs(module);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // New exceptions.
        "block 0x7f; try_table 0x40 1 0 0 0; end; i32.const 1; end; drop",
        "block 0x69; try_table 0x40 1 3 0; end; unreachable; end; throw_ref",
        "block 3; try_table 0x40 1 0 1 0; end; i32.const 1; i32.const 2; end; drop; drop",
        "block 4; try_table 0x40 1 1 0 0; end; unreachable; end; drop; drop",
        "block 0x40; try_table 0x40 1 2 0; end; end",
        "try_table 0x40 0; end",
        // Legacy exceptions.
        "try 0x40; catch 0; drop; catch_all; rethrow 0; end",
        "try 0x40; try 0x40; delegate 0; catch_all; end",
        "try 0x40; delegate 0",
        "try 0x40; end",
        // Tail calls.
        "return_call 0",
        "i32.const 0; return_call_indirect 0 0",
        // Memories, the second one of 64 bits.
        "i64.const 0; i32.load 0x42 1 0; drop",
        "memory.size 1; memory.grow 1; drop",
        "i64.const 0; i32.const 0; i32.const 5; memory.copy 1 0",
        "i64.const 0; i32.const 0; i64.const 5; memory.fill 1",
        "i32.const 0; i32.const 0; i32.const 0; memory.init 0 0; data.drop 0",
        // Threads, relaxed SIMD.
        "i32.const 0; i64.const 0; i64.atomic.rmw.add 3 0; drop; atomic.fence 0",
        "i32.const 0; v128.load 4 0; i32.const 0; v128.load 4 0; i8x16.relaxed_swizzle; drop",
        // References.
        "ref.func 0; i32.const 0; ref.func 0; table.set 0; ref.is_null; drop",
        // Unreachable code has any type.
        "unreachable; i32.add; drop",
        "br 0; i64.add; i32.wrap_i64; drop",
        "block 0x7f; br 1; br_table 0 0; end; drop",
      })
  void validCodeIsAccepted(String code) {
    assertThatCode(() -> Validator.validate(module(code))).doesNotThrowAnyException();
  }

  @Test
  void invalidCodeIsRefused() {
    assertInvalid(
        "block 0x7e; try_table 0x40 1 0 0 0; end; i64.const 1; end; drop",
        "type mismatch: a catch clause does not give what label 0 takes");
    assertInvalid(
        "block 0x7f; try_table 0x40 1 1 0 0; end; i32.const 1; end; drop", "type mismatch");
    assertInvalid("try_table 0x40 1 0 9 0; end", "unknown tag 9");
    assertInvalid("try_table 0x40 1 2 9; end", "unknown label 9");
    assertInvalid("i32.const 0; throw_ref", "type mismatch: expected exnref, found i32");
    assertInvalid("rethrow 0", "invalid rethrow label 0: not a catch");
    assertInvalid(
        "i32.const 0; return_call 1",
        "type mismatch: a tail call to a function of type (i32) -> i32 from one of type () -> ()");
    assertInvalid("i32.const 0; i32.load 0x42 1 0; drop", "type mismatch: expected i64, found i32");
    assertInvalid("i32.const 0; i32.load 0x42 2 0; drop", "unknown memory 2");
    assertInvalid(
        "i64.const 0; i32.const 0; i64.const 5; memory.copy 1 0",
        "type mismatch: expected i32, found i64");
    assertInvalid(
        "i32.const 0; i32.load 3 0; drop",
        "alignment must not be larger than natural: at most 4 expected, found 2^3");
    assertInvalid("i32.const 0; i32.atomic.load 1 0; drop", "atomic alignment must be natural");
    assertInvalid("ref.func 1; drop", "undeclared function reference: function 1");
    assertInvalid("ref.func 9; drop", "unknown function 9");
    assertInvalid("local.get 0; drop", "unknown local 0");
    assertInvalid(
        "i32.const 0", "type mismatch: expected nothing, found i32 at the end of the block");
    assertInvalid("i32.const 0; br_table 1 9 0", "unknown label 9");
    assertInvalid("block 9; end", "unknown type 9");
    assertInvalid("i32.const 0; global.set 1", "global is immutable: global 1");
    assertInvalid(
        "i32.const 0; call_indirect 0 1",
        "type mismatch: expected funcref, found externref as the elements of table 1");
    assertInvalid("ref.null 0x70; ref.null 0x70; i32.const 0; select; drop", "type mismatch");
    assertInvalid("data.drop 7", "unknown data segment 7");
    assertInvalid("elem.drop 7", "unknown elem segment 7");
    assertInvalid(
        "i32.const 0; v128.load 4 0; i8x16.extract_lane_u 16; drop",
        "invalid lane index: below 16 expected, found 16");
  }

  @Test
  void malformedCodeIsRefused() {
    assertMalformed("else", "END opcode expected: else without if");
    assertMalformed("catch_all", "END opcode expected: catch_all without try");
    assertMalformed("block 0x40", "section size mismatch");
    assertMalformed("end", "section size mismatch");
    assertThatThrownBy(() -> Validator.validate(function(Bytes.empty().add(0xff))))
        .isInstanceOf(MalformedModuleException.class)
        .hasMessageContaining("illegal opcode: ff");
    assertThatThrownBy(() -> Validator.validate(function(Bytes.empty().add(0xfc, 0x80, 0x80, 1))))
        .hasMessageContaining("illegal opcode: fc 4000");
  }

  @Test
  void proposalsThatAreNotSupportedAreNamed() {
    assertThatThrownBy(() -> Validator.validate(function(Bytes.empty().add(0xfb, 0))))
        .hasMessageContaining("illegal opcode: fb: of the garbage collection proposal, which is");
    assertThatThrownBy(() -> Validator.validate(function(Bytes.empty().add(0x14, 0))))
        .hasMessageContaining("illegal opcode: 14: of the typed function references proposal");
    assertThatThrownBy(() -> Validator.validate(function(Bytes.empty().add(0xfc, 0x13))))
        .hasMessageContaining("illegal opcode: fc 13: of the wide arithmetic proposal");
    assertThatThrownBy(() -> Validator.validate(function(Bytes.empty().add(0x02, 0x63, 0x70))))
        .hasMessageContaining("malformed block type: 0x63: of the typed function references");
    assertThatThrownBy(() -> Validator.validate(function(Bytes.empty().add(0xd0, 0))))
        .hasMessageContaining("malformed reference type: 0x0: of the typed function references");
    byte[] table = {0, 'a', 's', 'm', 1, 0, 0, 0, 4, 8, 1, 0x40, 0, 0x70, 0, 0, (byte) 0xd0, 0x70};
    assertThatThrownBy(() -> ModuleReader.read("table.wasm", table))
        .hasMessageContaining("malformed reference type: 0x40: of the typed function references");
    byte[] shared = {0, 'a', 's', 'm', 1, 0, 0, 0, 1, 5, 1, 0x60, 1, 0x65, 0};
    assertThatThrownBy(() -> ModuleReader.read("shared.wasm", shared))
        .hasMessageContaining("malformed value type: 0x65: of the shared-everything threads");
    byte[] struct = {0, 'a', 's', 'm', 1, 0, 0, 0, 1, 5, 1, 0x5f, 1, 0x7f, 0};
    assertThatThrownBy(() -> ModuleReader.read("gc.wasm", struct))
        .hasMessageContaining("malformed function type: form 0x5f: of the garbage collection");
    byte[] anyref = {0, 'a', 's', 'm', 1, 0, 0, 0, 1, 5, 1, 0x60, 1, 0x6e, 0};
    assertThatThrownBy(() -> ModuleReader.read("gc.wasm", anyref))
        .hasMessageContaining("malformed value type: 0x6e: of the garbage collection")
        .hasMessageContaining("(at offset 0xd)");
  }

  @Test
  void whatIsMalformedIsSaidEvenIfSomethingBeforeItIsInvalid() {
    assertMalformed("i32.add; end", "section size mismatch");
  }

  @Test
  void anErrorNamesFunctionAndOffset() {
    InvalidModuleException error =
        catchThrowableOfType(
            InvalidModuleException.class,
            () -> Validator.validate(module("i32.const 0; i64.const 0; i32.add; drop")));
    assertThat(error)
        .hasMessageMatching(
            "test.wasm: type mismatch: expected i32, found i64 \\(function 0 \\$main, at offset"
                + " 0x[0-9a-f]+\\)");
    assertThat(error.functionIndex()).isZero();
    assertThat(error.file()).isEqualTo("test.wasm");
    assertThat(module("i32.const 0; i64.const 0; i32.add; drop").bytes()[(int) error.offset()])
        .isEqualTo((byte) Opcode.I32_ADD.code());
  }

  @Test
  void instructionsThatNeedADataCountAreMalformedWithoutOne() {
    Bytes module = Bytes.function("data.drop 0");
    assertThatThrownBy(() -> Validator.validate(module.read()))
        .isInstanceOf(MalformedModuleException.class)
        .hasMessageStartingWith("test.wasm: data count section required");
  }

  @Test
  void whatSectionsSayIsChecked() {
    assertInvalid(Bytes.module().section(5, 1, 1, 2, 1), "size minimum must not be greater than");
    assertInvalid(
        Bytes.module().section(5, Bytes.empty().add(1, 0).u32(65537)),
        "memory size must be at most 65536 pages (4GiB)");
    assertInvalid(Bytes.module().section(5, 1, 2, 1), "shared memory must have maximum");
    assertInvalid(
        Bytes.module().section(7, Bytes.empty().add(1).name("x").add(0, 0)), "unknown function 0");
    assertInvalid(
        Bytes.module()
            .section(5, 1, 0, 1)
            .section(7, Bytes.empty().add(2).name("x").add(2, 0).name("x").add(2, 0)),
        "duplicate export name: x");
    assertInvalid(Bytes.module().section(8, 0), "unknown function 0");
    assertInvalid(
        Bytes.module().section(1, 1, 0x60, 0, 1, 0x7f).section(13, 1, 0, 0),
        "non-empty tag result type: () -> i32");
    assertInvalid(
        Bytes.module().section(6, Bytes.empty().add(1, 0x7f, 0).instructions("i64.const 0", "end")),
        "type mismatch: expected i32, found i64");
    assertInvalid(
        Bytes.module()
            .section(6, Bytes.empty().add(1, 0x7f, 0).instructions("memory.size 0", "end")),
        "constant expression required, found memory.size");
    assertInvalid(
        Bytes.module()
            .section(9, Bytes.empty().add(1, 0).instructions("i32.const 0", "end").add(0)),
        "unknown table 0");
    assertInvalid(
        Bytes.module()
            .section(11, Bytes.empty().add(1, 0).instructions("i32.const 0", "end").add(0)),
        "unknown memory 0");
  }

  @Test
  void deepNestingIsNoProblem() {
    int depth = 1_000_000;
    Bytes code = Bytes.empty();
    for (int i = 0; i < depth; i++) {
      code.add(0x02, 0x40);
    }
    for (int i = 0; i < depth; i++) {
      code.add(0x0b);
    }
    Validator.validate(function(code));
  }

  @Test
  void aStackThatGrowsWithoutEndIsRefused() {
    Bytes code = Bytes.empty().instruction("unreachable");
    for (int i = 0; i < 1_000_000; i++) {
      code.instruction("call 2");
    }
    assertThatThrownBy(() -> Validator.validate(function(code)))
        .isInstanceOf(InvalidModuleException.class)
        .hasMessageContaining("too many values on the stack");
  }

  @Test
  @Timeout(20)
  void branchTablesTakeTimeInProportionToTheirLength() {
    Bytes code = Bytes.empty();
    for (int i = 0; i < 1_000; i++) {
      code.add(0x02, 0x40);
    }
    code.instruction("i32.const 0").add(0x0e).u32(1_000_000);
    for (int i = 0; i < 1_000_001; i++) {
      code.u32(i % 1_000);
    }
    for (int i = 0; i < 1_000; i++) {
      code.add(0x0b);
    }
    Validator.validate(function(code));
  }

  /// Where a section begins is looked for when there is an error, not for each table.
  @Test
  @Timeout(60)
  void tablesAndSectionsTakeTimeInProportionToTheirNumber() {
    int count = 400_000;
    Bytes module = Bytes.module();
    for (int i = 0; i < count; i++) {
      module.add(0, 1, 0);
    }
    Bytes tables = Bytes.empty().u32(count);
    Bytes memories = Bytes.empty().u32(count);
    for (int i = 0; i < count; i++) {
      tables.add(0x70, 0, 0);
      memories.add(0, 0);
    }
    module.section(4, tables).section(5, memories);
    Validator.validate(ModuleReader.read("many.wasm", module.toArray()));
  }

  private static void assertInvalid(String code, String message) {
    assertThatThrownBy(() -> Validator.validate(module(code)))
        .as(code)
        .isInstanceOf(InvalidModuleException.class)
        .hasMessageStartingWith("test.wasm: " + message);
  }

  private static void assertInvalid(Bytes module, String message) {
    assertThatThrownBy(() -> Validator.validate(module.read()))
        .isInstanceOf(InvalidModuleException.class)
        .hasMessageStartingWith("test.wasm: " + message);
  }

  private static void assertMalformed(String code, String message) {
    assertThatThrownBy(() -> Validator.validate(module(code)))
        .as(code)
        .isInstanceOf(MalformedModuleException.class)
        .hasMessageStartingWith("test.wasm: " + message);
  }

  private static WasmModule module(String code) {
    return function(Bytes.empty().instructions(code.split("; ", -1)));
  }

  /// A module with two of everything; function 0, `main`, has this code.
  private static WasmModule function(Bytes code) {
    Bytes types =
        Bytes.empty()
            .add(7)
            .add(0x60, 0, 0)
            .add(0x60, 1, 0x7f, 1, 0x7f)
            .add(0x60, 0, 4, 0x7f, 0x7f, 0x7f, 0x7f)
            .add(0x60, 0, 2, 0x7f, 0x7f)
            .add(0x60, 0, 2, 0x7f, 0x69)
            .add(0x60, 1, 0x7f, 0)
            .add(0x60, 2, 0x7f, 0x7f, 0);
    Bytes globals =
        Bytes.empty()
            .add(2, 0x7f, 1)
            .instructions("i32.const 0", "end")
            .add(0x7f, 0)
            .instructions("i32.const 0", "end");
    Bytes bodies =
        Bytes.empty()
            .add(3)
            .sized(Bytes.empty().add(0).add(code).instruction("end"))
            .sized(Bytes.empty().add(0).instructions("unreachable", "end"))
            .sized(Bytes.empty().add(0).instructions("unreachable", "end"));
    return Bytes.module()
        .section(1, types)
        .section(3, 3, 0, 1, 2)
        .section(4, 2, 0x70, 0, 1, 0x6f, 0, 1)
        .section(5, 2, 0, 1, 4, 1)
        .section(13, Bytes.empty().add(2, 0, 5, 0, 6))
        .section(6, globals)
        .section(7, Bytes.empty().add(1).name("main").add(0, 0))
        .section(12, 1)
        .section(10, bodies)
        .section(11, 1, 1, 0)
        .read();
  }
}
