package graft.host;

import graft.format.ExternType;
import graft.host.wasi.WasiFunctions;
import graft.runtime.Extern;
import graft.runtime.Guest;
import graft.runtime.HostSymbol;
import graft.runtime.HostSymbols;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The functions of [WASI preview
/// 1](https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md), module
/// `wasi_snapshot_preview1`, all 46 of them (sockets answer that there are none), also under the
/// older name `wasi_unstable`, with that version's layouts.
///
/// The guest's mounts are its preopened directories, from descriptor 3 on.
public final class WasiHost implements HostSymbols {
  private final WasiFunctions functions;

  private WasiHost(WasiFunctions functions) {
    this.functions = functions;
  }

  /// The functions for one guest process.
  public static WasiHost of(Guest guest, HostOptions options) {
    return new WasiHost(new WasiFunctions(guest, options));
  }

  @Override
  public @Nullable Extern find(String module, String name, ExternType type) {
    return functions.find(module, name, type);
  }

  @Override
  public List<HostSymbol> symbols() {
    return functions.symbols();
  }
}
