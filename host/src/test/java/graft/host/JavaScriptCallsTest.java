package graft.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.runtime.Func;
import graft.runtime.Trap;
import org.junit.jupiter.api.Test;

/// JavaScript inside of C where nobody can run it: the module graft.js is not here.
final class JavaScriptCallsTest {
  private final EmscriptenHost host =
      EmscriptenHost.of(new FakeGuest(), HostOptions.builder().build());

  @Test
  void aCallNamesTheFunctionAndTheDependencyThatIsMissing() {
    Func asm = (Func) host.find("env", "emscripten_asm_const_int", FakeGuest.type("i iii"));
    assertThat(asm).isNotNull();
    assertThatThrownBy(() -> asm.invoke(0, 0, 0))
        .isInstanceOf(Trap.class)
        .hasMessageContaining("emscripten_asm_const_int: ")
        .hasMessageContaining("graft:graft-js");
    Func function = host.script("greet", FakeGuest.type("v i"), () -> "()<::>{}");
    assertThatThrownBy(() -> function.invoke(0))
        .isInstanceOf(Trap.class)
        .hasMessageContaining("greet: ")
        .hasMessageContaining("graft:graft-js");
  }

  @Test
  void onlyWhatEmscriptensJavaScriptDefinesIsFoundInIt() {
    EmscriptenHost glued =
        EmscriptenHost.of(
            new FakeGuest(), HostOptions.builder().glue(() -> "function add(a,b){}").build());
    assertThat(glued.find("env", "add", FakeGuest.type("i ii"))).isNotNull();
    assertThat(glued.find("env", "other", FakeGuest.type("i ii"))).isNull();
    assertThat(host.find("env", "add", FakeGuest.type("i ii"))).isNull();
  }
}
