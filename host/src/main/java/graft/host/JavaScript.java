package graft.host;

import graft.runtime.Guest;
import graft.runtime.HostSymbols;

/// Runs JavaScript that is written inside of C (`EM_ASM`, `EM_JS`). It is found by {@link
/// java.util.ServiceLoader} when a guest first calls such a function; the module `graft.js` is one.
@FunctionalInterface
public interface JavaScript {
  /// What one guest needs: functions such as `emscripten_asm_const_int`, and those that {@link
  /// HostSymbols#script} makes. It is over when the guest is closed.
  ///
  /// @param options what the guest may see of the world; its JavaScript sees no more
  HostSymbols functions(Guest guest, HostOptions options);
}
