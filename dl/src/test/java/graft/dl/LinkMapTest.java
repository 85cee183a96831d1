package graft.dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What guests learn of the link map: `dlinfo` and `dl_iterate_phdr`.
final class LinkMapTest {
  private static final int CALL = 0x10;
  private static final int LOCAL_GET = 0x20;
  private static final int RTLD_DI_LINKMAP = 2;
  private static final int RTLD_DI_SERINFO = 4;
  private static final int RTLD_DI_SERINFOSIZE = 5;
  private static final int RTLD_DI_ORIGIN = 6;
  private static final int RTLD_DI_TLS_MODID = 9;
  private static final int UNKNOWN_REQUEST = 77;
  private static final int PT_LOAD = 1;

  /// The callback of `dl_iterate_phdr`.
  interface Visitor {
    int visit(int info, int size, int data);
  }

  private static GuestProcess load() {
    TinyModule main =
        TinyModule.side(16, 0)
            .importFunction("env", "dl_iterate_phdr", "ii:i")
            .importFunction("env", "dlinfo", "iii:i")
            .importFunction("env", "dlopen", "ii:i")
            .importFunction("env", "dlerror", ":i")
            .function("iterate", "ii:i", LOCAL_GET, 0, LOCAL_GET, 1, CALL, 0)
            .function("info", "iii:i", LOCAL_GET, 0, LOCAL_GET, 1, LOCAL_GET, 2, CALL, 1)
            .function("self", "ii:i", LOCAL_GET, 0, LOCAL_GET, 1, CALL, 2)
            .function("error", ":i", CALL, 3);
    return GuestProcess.builder().main("main.wasm", main.build()).load();
  }

  private static int call(GuestProcess process, String name, Integer... arguments) {
    Object result = process.main().function(name).invoke((Object[]) arguments);
    return result instanceof Integer number ? number : -99;
  }

  @Test
  void everyLibraryHasAHeaderThatSaysWhereItsDataIs() {
    try (GuestProcess process = load()) {
      Library side = process.open("side.so", TinyModule.side(48, 0).build());
      process.open("gone.so", TinyModule.side(4, 0).build()).close();
      List<String> seen = new ArrayList<>();
      Visitor visitor =
          (info, size, data) -> {
            GuestBuffer fields = process.view(info, size);
            GuestBuffer header = process.view(fields.i32(8), 32);
            assertThat(fields.i16(12)).isEqualTo((short) 1);
            assertThat(header.i32(0)).isEqualTo(PT_LOAD);
            seen.add(process.memory().cString(fields.i32(4)) + " " + header.i32(20) + " " + data);
            assertThat(fields.i64(16)).as("loads").isEqualTo(3);
            assertThat(fields.i64(24)).as("unloads").isEqualTo(1);
            if (seen.size() == 2) {
              assertThat(fields.i32(0)).isEqualTo(side.memoryBase());
            }
            return 0;
          };
      try (Callback pointer = process.callback(MethodHandles.lookup(), Visitor.class, visitor)) {
        assertThat(call(process, "iterate", pointer.pointer(), 7)).isZero();
      }
      assertThat(seen).containsExactly("main.wasm 16 7", "side.so 48 7");
    }
  }

  @Test
  void iteratingEndsWhenTheCallbackSaysSoAndLeavesTheStackAsItWas() {
    try (GuestProcess process = load()) {
      process.open("side.so", TinyModule.side(48, 0).build());
      int before = process.stack().position();
      List<Integer> seen = new ArrayList<>();
      Visitor stops =
          (info, size, data) -> {
            seen.add(info);
            return 5;
          };
      Visitor fails =
          (info, size, data) -> {
            throw new IllegalStateException("thrown by the callback");
          };
      try (Callback pointer = process.callback(MethodHandles.lookup(), Visitor.class, stops);
          Callback failing = process.callback(MethodHandles.lookup(), Visitor.class, fails)) {
        assertThat(call(process, "iterate", pointer.pointer(), 0)).isEqualTo(5);
        assertThat(seen).hasSize(1);
        assertThatThrownBy(() -> call(process, "iterate", failing.pointer(), 0))
            .hasMessage("thrown by the callback");
      }
      assertThat(process.stack().position()).isEqualTo(before);
    }
  }

  @Test
  void theLinkMapIsAListInTheOrderOfLoading() {
    try (GuestProcess process = load()) {
      Library side = process.open("side.so", TinyModule.side(48, 0).build());
      int handle = call(process, "self", 0, 1);
      try (GuestBuffer result = process.allocate(4)) {
        assertThat(call(process, "info", handle, RTLD_DI_LINKMAP, result.address())).isZero();
        GuestBuffer main = process.view(result.i32(0), 20);
        assertThat(process.memory().cString(main.i32(4))).isEqualTo("main.wasm");
        assertThat(main.i32(16)).as("previous").isZero();
        GuestBuffer next = process.view(main.i32(12), 20);
        assertThat(process.memory().cString(next.i32(4))).isEqualTo("side.so");
        assertThat(next.i32(0)).isEqualTo(side.memoryBase());
        assertThat(next.i32(12)).as("next").isZero();
        assertThat(next.i32(16)).as("previous").isEqualTo(main.address());
      }
    }
  }

  @Test
  void whatIsNotKnownIsAnErrorOfDlerror() {
    try (GuestProcess process = load()) {
      int handle = call(process, "self", 0, 1);
      assertThat(call(process, "info", handle, UNKNOWN_REQUEST, 8)).isEqualTo(-1);
      assertThat(process.memory().cString(call(process, "error")))
          .isEqualTo("dlinfo: unsupported request 77");
      assertThat(call(process, "info", 12345, RTLD_DI_LINKMAP, 8)).isEqualTo(-1);
      assertThat(process.memory().cString(call(process, "error"))).contains("handle");
    }
  }

  @Test
  void nodesStayWhereTheyAreAndThoseOfClosedLibrariesAreTakenOut() {
    try (GuestProcess process = load()) {
      Library gone = process.open("gone.so", TinyModule.side(48, 0).build());
      process.open("side.so", TinyModule.side(48, 0).build());
      int handle = call(process, "self", 0, 1);
      try (GuestBuffer result = process.allocate(4)) {
        call(process, "info", handle, RTLD_DI_LINKMAP, result.address());
        GuestBuffer main = process.view(result.i32(0), 20);
        GuestBuffer side = process.view(process.view(main.i32(12), 20).i32(12), 20);
        assertThat(process.memory().cString(side.i32(4))).isEqualTo("side.so");
        gone.close();
        assertThat(main.i32(12)).as("next of main").isEqualTo(side.address());
        assertThat(side.i32(16)).as("previous of side.so").isEqualTo(main.address());
        process.open("late.so", TinyModule.side(48, 0).build());
        call(process, "info", handle, RTLD_DI_LINKMAP, result.address());
        assertThat(result.i32(0)).isEqualTo(main.address());
        GuestBuffer late = process.view(side.i32(12), 20);
        assertThat(process.memory().cString(late.i32(4))).isEqualTo("late.so");
      }
    }
  }

  @Test
  void originAndSearchPathAreTold() {
    TinyModule main =
        TinyModule.side(16, 0)
            .importFunction("env", "dlinfo", "iii:i")
            .importFunction("env", "dlopen", "ii:i")
            .function("info", "iii:i", LOCAL_GET, 0, LOCAL_GET, 1, LOCAL_GET, 2, CALL, 0)
            .function("self", "ii:i", LOCAL_GET, 0, LOCAL_GET, 1, CALL, 1);
    try (GuestProcess process =
            GuestProcess.builder()
                .main("main.wasm", main.build())
                .librarySource(ModuleSource.of(Map.of()))
                .load();
        GuestBuffer result = process.allocate(100)) {
      int handle = call(process, "self", 0, 1);
      assertThat(call(process, "info", handle, RTLD_DI_ORIGIN, result.address())).isZero();
      assertThat(process.memory().cString(result.address())).isEqualTo(".");
      assertThat(call(process, "info", handle, RTLD_DI_TLS_MODID, result.address())).isZero();
      assertThat(result.i32(0)).isZero();

      assertThat(call(process, "info", handle, RTLD_DI_SERINFOSIZE, result.address())).isZero();
      assertThat(List.of(result.i32(0), result.i32(4))).containsExactly(8 + 8 + 7, 1);
      assertThat(call(process, "info", handle, RTLD_DI_SERINFO, result.address())).isZero();
      assertThat(process.memory().cString(result.i32(8))).isEqualTo("memory");
      result.setI32(0, 22);
      assertThat(call(process, "info", handle, RTLD_DI_SERINFO, result.address())).isEqualTo(-1);
    }
  }
}
