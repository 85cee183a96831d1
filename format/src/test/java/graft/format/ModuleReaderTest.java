package graft.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ModuleReaderTest {
  @Test
  void anEmptyModuleHasNothing() {
    WasmModule module = Bytes.module().read();
    assertThat(module.functionCount()).isZero();
    assertThat(module.sections()).isEmpty();
    assertThat(module.dylink()).isNull();
    assertThat(module.startFunction()).isEqualTo(-1);
    assertThat(module.dataCount()).isEqualTo(-1);
  }

  @Test
  void whatIsNoModuleIsRefused() {
    assertMalformed(
        "magic header not detected: not a WebAssembly module (at offset 0x0)",
        Bytes.empty().add(1, 2, 3, 4));
    assertMalformed("unexpected end: the file is empty (at offset 0x0)", Bytes.empty());
    assertMalformed(
        "unexpected end: it is cut off, or damaged; get it or build it once more (at offset 0x3)",
        Bytes.empty().add(0, 'a', 's'));
    assertMalformed(
        "unknown binary version: 2 (at offset 0x4)",
        Bytes.empty().add(0, 'a', 's', 'm', 2, 0, 0, 0));
    assertMalformed(
        "unknown binary version: a component, not a module",
        Bytes.empty().add(0, 'a', 's', 'm', 0x0d, 0, 1, 0));
  }

  @Test
  void everySectionIsRead() {
    WasmModule module = Samples.everything().read();
    assertThat(module.types())
        .extracting(FunctionType::toString)
        .containsExactly("() -> ()", "(i32, i64) -> f32", "(i32) -> ()", "() -> (i32, i32)");
    assertThat(module.imports())
        .extracting(entry -> entry.module() + "." + entry.name() + " " + entry.type())
        .containsExactly(
            "env.f (i32) -> ()",
            "env.t 1 2 funcref",
            "env.m 1 2 shared",
            "env.g (mut i32)",
            "env.e (i32) -> ()",
            "GOT.mem.x (mut i32)");
    assertThat(module.functionCount()).isEqualTo(3);
    assertThat(module.importedFunctionCount()).isEqualTo(1);
    assertThat(module.functionType(1)).hasToString("() -> ()");
    assertThat(module.allTables()).hasSize(2);
    assertThat(module.allMemories()).extracting(MemoryType::toString).contains("i64 0 16");
    assertThat(module.allTags()).hasSize(2);
    assertThat(module.allGlobals()).hasSize(4);
    assertThat(module.exports()).extracting(Export::name).containsExactly("run", "memory", "größe");
    assertThat(module.startFunction()).isEqualTo(1);
    assertThat(module.bodies().get(1).localCount()).isEqualTo(5);
    assertThat(module.dataCount()).isEqualTo(3);
  }

  @Test
  void allKindsOfElementSegmentsAreRead() {
    List<ElementSegment> elements = Samples.everything().read().elements();
    assertThat(elements)
        .extracting(ElementSegment::mode)
        .containsExactly(
            SegmentMode.ACTIVE,
            SegmentMode.PASSIVE,
            SegmentMode.ACTIVE,
            SegmentMode.DECLARATIVE,
            SegmentMode.ACTIVE,
            SegmentMode.PASSIVE,
            SegmentMode.ACTIVE,
            SegmentMode.DECLARATIVE);
    assertThat(elements).extracting(ElementSegment::size).containsExactly(2, 1, 1, 1, 2, 1, 1, 1);
    assertThat(elements).extracting(ElementSegment::tableIndex).contains(1);
    assertThat(elements.get(6).type()).isEqualTo(ValType.EXTERNREF);
  }

  @Test
  void allKindsOfDataSegmentsAreRead() {
    WasmModule module = Samples.everything().read();
    assertThat(module.data())
        .extracting(DataSegment::mode)
        .containsExactly(SegmentMode.ACTIVE, SegmentMode.PASSIVE, SegmentMode.ACTIVE);
    DataSegment first = module.data().get(0);
    assertThat(
            new String(
                module.bytes(), first.offset(), first.sizeInBytes(), StandardCharsets.US_ASCII))
        .isEqualTo("hello");
    assertThat(module.data().get(2).memoryIndex()).isEqualTo(1);
  }

  @Test
  void namesComeFromTheNameSectionThenFromExportsThenFromImports() {
    WasmModule module = Samples.everything().read();
    assertThat(module.names().module()).isEqualTo("sample");
    assertThat(module.functionName(0)).isEqualTo("f");
    assertThat(module.functionName(1)).isEqualTo("run");
    assertThat(module.functionName(2)).isEqualTo("named two");
    assertThat(LocalNames.of(module).ofFunction(2)).containsEntry(1, "count");
  }

  @Test
  void aMalformedNameSectionSaysNothing() {
    WasmModule module = Bytes.module().custom("name", Bytes.empty().add(1, 9, 1)).read();
    assertThat(module.names()).isEqualTo(NameSection.EMPTY);
    assertThat(LocalNames.of(module).ofFunction(0)).isEmpty();
  }

  @Test
  void sectionsMustStandInOrderAndOnlyOnce() {
    assertMalformed(
        "unexpected content after last section: a type section out of order (at offset 0xb)",
        Bytes.module().section(2, 0).section(1, 0));
    assertMalformed(
        "unexpected content after last section", Bytes.module().section(1, 0).section(1, 0));
    assertMalformed(
        "unexpected content after last section: a data count section",
        Bytes.module().section(10, 0).section(12, 0));
    assertMalformed("malformed section id: 14 (at offset 0x8)", Bytes.module().section(14));
  }

  @Test
  void customSectionsMayStandAnywhere() {
    Bytes nothing = Bytes.empty();
    WasmModule module =
        Bytes.module()
            .custom("a", nothing)
            .section(1, 0)
            .custom("b", nothing)
            .custom("a", nothing)
            .read();
    assertThat(module.sections()).extracting(Section::name).containsExactly("a", "type", "b", "a");
    assertThat(module.customSection("a")).isSameAs(module.sections().get(0));
    assertThat(module.customSection("type")).isNull();
  }

  @Test
  void aSectionMustEndWhereItSays() {
    assertMalformed("section size mismatch", Bytes.module().section(1, 0, 0));
    assertMalformed(
        "unexpected end of section or function: 1 types do not fit (at offset 0xa)",
        Bytes.module().section(1, 1).section(3, 0));
    assertMalformed(
        "length out of bounds: the type section wants 9 bytes, but the file ends after 2 of them: it"
            + " is cut off, or damaged; get it or build it once more (at offset 0x9)",
        Bytes.module().add(1, 9, 1, 0x60));
  }

  @Test
  void everyFunctionMustHaveABody() {
    assertMalformed(
        "function and code section have inconsistent lengths: 1 and 0",
        Bytes.module().section(1, 1, 0x60, 0, 0).section(3, 1, 0));
    assertMalformed(
        "data count and data section have inconsistent lengths: 1 and 0",
        Bytes.module().section(12, 1));
  }

  @Test
  void aTypeThatDoesNotExistIsRefused() {
    assertThatThrownBy(() -> Bytes.module().section(3, 1, 7).read())
        .isInstanceOf(InvalidModuleException.class)
        .hasMessage("test.wasm: unknown type 7 (at offset 0xb)");
  }

  @Test
  void localsAreLimited() {
    assertMalformed("too many locals", bodyWithLocals(Bytes.empty().add(1).u32(50_001).add(0x7f)));
    assertMalformed(
        "too many locals",
        bodyWithLocals(
            Bytes.empty().add(2).u32(0xffff_ffffL).add(0x7f).u32(0xffff_ffffL).add(0x7e)));
    bodyWithLocals(Bytes.empty().add(1).u32(50_000).add(0x7f)).read();
  }

  private static Bytes bodyWithLocals(Bytes locals) {
    return Bytes.module()
        .section(1, 1, 0x60, 0, 0)
        .section(3, 1, 0)
        .section(10, Bytes.empty().add(1).sized(locals.instruction("end")));
  }

  @Test
  void typesAreLimited() {
    Bytes type = Bytes.empty().add(1, 0x60).u32(1_001);
    IntStream.range(0, 1_001).forEach(_ -> type.add(0x7f));
    assertMalformed("too many parameters", Bytes.module().section(1, type.add(0)));
  }

  @Test
  @Timeout(20)
  void indicesThatCollideInAHashTableAreNoProblem() {
    int count = 100_000;
    Bytes names = Bytes.empty().u32(count);
    for (int i = 0; i < count; i++) {
      names.u32(i * 0x8000L).add(0);
    }
    WasmModule module = Bytes.module().custom("name", Bytes.empty().section(1, names)).read();
    assertThat(module.names().functions()).hasSize(count);
  }

  @Test
  void sectionsHaveLimitedNumbersOfEntries() {
    Bytes exports = Bytes.empty().u32(1_000_001);
    IntStream.range(0, 1_000_001).forEach(_ -> exports.add(0, 0, 0));
    assertMalformed(
        "too many exports: at most 1000000 expected, found 1000001",
        Bytes.module().section(7, exports));
  }

  @Test
  void whatIsMalformedNamesTheFileAndTheOffset() {
    MalformedModuleException error =
        catchThrowableOfType(
            MalformedModuleException.class, () -> Bytes.module().section(5, 1, 8, 0).read());
    assertThat(error).hasMessage("test.wasm: malformed limits flags: 0x8 (at offset 0xb)");
    assertThat(error.offset()).isEqualTo(0xb);
    assertThat(error.file()).isEqualTo("test.wasm");
  }

  private static void assertMalformed(String message, Bytes bytes) {
    assertThatThrownBy(bytes::read)
        .isInstanceOf(MalformedModuleException.class)
        .hasMessageStartingWith("test.wasm: " + message);
  }
}
