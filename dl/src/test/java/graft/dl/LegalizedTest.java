package graft.dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.runtime.Func;
import graft.runtime.HostFunction;
import graft.runtime.HostLibrary;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Modules that pass i64 as two i32, together with modules that do not.
final class LegalizedTest {
  private static final int CALL = 0x10;
  private static final int GLOBAL_GET = 0x23;
  private static final int LOCAL_GET = 0x20;
  private static final int I64_ADD = 0x7c;
  private static final int I32_ADD = 0x6a;
  private static final long VALUE = 0x1234_5678_9876_5432L;

  /// The high half of the latest result.
  public static final class High {
    private int value;

    @HostFunction
    public void setTempRet0(int high) {
      value = high;
    }

    @HostFunction
    public int getTempRet0() {
      return value;
    }
  }

  private final High high = new High();

  private GuestProcess load(TinyModule main, TinyModule library) {
    return GuestProcess.builder()
        .main("main.wasm", main.build())
        .librarySource(ModuleSource.of(Map.of("a.so", library.build())))
        .host(_ -> HostLibrary.of(MethodHandles.lookup(), high))
        .load();
  }

  @Test
  void twoIntegersAreImportedWhereTheLibraryTakesALong() {
    TinyModule main =
        TinyModule.side(0, 0)
            .needed("a.so")
            .importFunction("env", "add", "iiii:i")
            .function(
                "run", "iiii:i", LOCAL_GET, 0, LOCAL_GET, 1, LOCAL_GET, 2, LOCAL_GET, 3, CALL, 0);
    TinyModule library =
        TinyModule.side(0, 0).function("add", "jj:j", LOCAL_GET, 0, LOCAL_GET, 1, I64_ADD);
    try (GuestProcess process = load(main, library)) {
      Object low = process.main().function("run").invoke((int) VALUE, (int) (VALUE >>> 32), -1, 0);
      long sum = VALUE + 0xffff_ffffL;
      assertThat(low).isEqualTo((int) sum);
      assertThat(high.value).isEqualTo((int) (sum >>> 32));
    }
  }

  @Test
  void aLongIsImportedWhereTheLibraryTakesTwoIntegers() {
    TinyModule main =
        TinyModule.side(0, 0)
            .needed("a.so")
            .importFunction("env", "f", "ij:j")
            .function("run", "ij:j", LOCAL_GET, 0, LOCAL_GET, 1, CALL, 0);
    TinyModule library =
        TinyModule.side(0, 0)
            .importFunction("env", "setTempRet0", "i:")
            .function("f", "iii:i", LOCAL_GET, 2, CALL, 0, LOCAL_GET, 0, LOCAL_GET, 1, I32_ADD);
    try (GuestProcess process = load(main, library)) {
      assertThat(process.main().function("run").invoke(3, VALUE))
          .isEqualTo((VALUE & ~0xffff_ffffL) | Integer.toUnsignedLong((int) VALUE + 3));
    }
  }

  @Test
  void aLibraryThatIsCalledInSuchAWayStaysWhileItsCallerDoes() {
    TinyModule main = TinyModule.side(0, 0);
    TinyModule caller =
        TinyModule.side(0, 0)
            .importFunction("env", "wide", "ii:i")
            .function("run", "ii:i", LOCAL_GET, 0, LOCAL_GET, 1, CALL, 0);
    TinyModule library = TinyModule.side(0, 0).function("wide", "j:j", LOCAL_GET, 0);
    try (GuestProcess process = load(main, library)) {
      Library wide = process.open("a.so", OpenFlag.GLOBAL);
      Library user = process.open("caller.so", caller.build());
      wide.close();
      assertThat(user.function("run").invoke(7, 0)).isEqualTo(7);
      user.close();
      assertThat(process.libraries()).extracting(Library::name).isEqualTo(List.of("main.wasm"));
    }
  }

  @Test
  void theSlotOfWhatStandsBetweenIsFreeWhenTheLibraryIsClosed() {
    TinyModule caller =
        TinyModule.side(0, 0)
            .importFunction("env", "wide", "ii:i")
            .importGlobal("GOT.func", "again", true)
            .export("again", 0, 0)
            .function("address", ":i", GLOBAL_GET, 2);
    TinyModule library = TinyModule.side(0, 0).function("wide", "j:j", LOCAL_GET, 0);
    try (GuestProcess process = load(TinyModule.side(0, 0), library)) {
      process.open("a.so", OpenFlag.GLOBAL);
      int slot = 0;
      for (int i = 0; i < 100; i++) {
        Library user = process.open("caller.so", caller.build());
        slot = (Integer) user.function("address").invoke();
        assertThat(((Func) process.table().get(slot)).invoke(7, 0)).isEqualTo(7);
        user.close();
      }
      assertThat(process.table().size()).isLessThan(64);
      Func stale = (Func) process.table().get(slot);
      assertThatThrownBy(() -> stale.invoke(7, 0))
          .hasMessageContaining("wide of caller.so, which is closed");
    }
  }
}
