package graft.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CustomSectionsTest {
  @Test
  void allOfDylink0IsReadAndUnknownSubsectionsAreSkipped() {
    Dylink dylink = Samples.everything().read().dylink();
    assertThat(dylink)
        .isEqualTo(
            new Dylink(
                1000,
                4,
                200,
                0,
                List.of("liba.so", "libb.so"),
                Map.of("run", 0x100),
                Map.of(new Dylink.ImportName("env", "f"), 1),
                List.of("$ORIGIN/lib"),
                "wasm32",
                false));
    assertThat(dylink.isWeakImport("env", "f")).isTrue();
    assertThat(dylink.isWeakImport("env", "g")).isFalse();
    assertThat(dylink.isTlsExport("run")).isTrue();
    assertThat(dylink.isTlsExport("walk")).isFalse();
  }

  @Test
  void anEmptyDylink0WantsNothing() {
    Dylink dylink = Bytes.module().custom("dylink.0", Bytes.empty()).read().dylink();
    assertThat(dylink.memorySize()).isZero();
    assertThat(dylink.needed()).isEmpty();
    assertThat(dylink.architecture()).isNull();
  }

  @Test
  void theOldDylinkSectionIsRead() {
    Bytes old = Bytes.empty().u32(70_000).add(4, 3, 0, 1).name("side.wasm");
    Dylink dylink = Bytes.module().custom("dylink", old).read().dylink();
    assertThat(dylink.legacy()).isTrue();
    assertThat(dylink.memorySize()).isEqualTo(70_000);
    assertThat(dylink.memoryAlignment()).isEqualTo(4);
    assertThat(dylink.tableSize()).isEqualTo(3);
    assertThat(dylink.needed()).containsExactly("side.wasm");
  }

  @Test
  void theOldestDylinkSectionsHaveNoListOfNeededLibraries() {
    Dylink dylink = Bytes.module().custom("dylink", Bytes.empty().add(8, 2, 1, 0)).read().dylink();
    assertThat(dylink.memorySize()).isEqualTo(8);
    assertThat(dylink.needed()).isEmpty();
  }

  @Test
  void aDylinkSectionBehindOthersCounts() {
    Bytes module = Bytes.module().section(1, 0).custom("dylink.0", Samples.dylink());
    assertThat(module.read().dylink()).isNotNull();
  }

  @Test
  void dylink0GoesBeforeTheOldSection() {
    Bytes module =
        Bytes.module()
            .custom("dylink", Bytes.empty().add(8, 2, 1, 0, 0))
            .custom("dylink.0", Bytes.empty());
    assertThat(module.read().dylink().legacy()).isFalse();
  }

  @Test
  void aMalformedDylinkSectionIsRefused() {
    assertMalformed("dylink.0", Bytes.empty().section(1, 1, 2, 3), "unexpected end of section");
    assertMalformed("dylink.0", Bytes.empty().section(1, 0, 0, 0, 0, 0), "section size mismatch");
    assertMalformed("dylink.0", Bytes.empty().section(2, 1, 9), "length out of bounds");
    assertMalformed("dylink.0", Bytes.empty().add(77, 5), "unexpected end of section");
    assertMalformed("dylink.0", Bytes.empty().section(1, 0, 32, 0, 0), "malformed dylink section");
    assertMalformed("dylink", Bytes.empty().add(1), "unexpected end of section");
    assertMalformed("dylink", Bytes.empty().add(0, 0, 0, 0, 0, 0), "section size mismatch");
  }

  private static void assertMalformed(String name, Bytes contents, String message) {
    assertThatThrownBy(() -> Bytes.module().custom(name, contents).read())
        .isInstanceOf(MalformedModuleException.class)
        .hasMessageStartingWith("test.wasm: " + message);
  }

  @Test
  void theProducersAreRead() {
    Producers producers = Producers.of(Samples.everything().read());
    assertThat(producers.fields().keySet()).containsExactly("language", "processed-by");
    assertThat(producers.fields().get("processed-by"))
        .containsExactly(
            new Producers.Producer("clang", "22.1"), new Producers.Producer("graft", "0.1"));
    assertThat(Producers.of(Bytes.module().read()).fields()).isEmpty();
    WasmModule malformed = Bytes.module().custom("producers", Bytes.empty().add(9)).read();
    assertThatThrownBy(() -> Producers.of(malformed)).isInstanceOf(MalformedModuleException.class);
  }

  @Test
  void theTargetFeaturesAreRead() {
    TargetFeatures features = TargetFeatures.of(Samples.everything().read());
    assertThat(features.used()).containsExactly("simd128");
    assertThat(features.disallowed()).containsExactly("a");
    assertThat(features.required()).isEmpty();
    assertThat(TargetFeatures.of(Bytes.module().read()).used()).isEmpty();
    WasmModule malformed =
        Bytes.module().custom("target_features", Bytes.empty().add(1, '?').name("x")).read();
    assertThatThrownBy(() -> TargetFeatures.of(malformed))
        .hasMessage("test.wasm: malformed feature prefix: 63 (at offset 0x1b)");
  }
}
