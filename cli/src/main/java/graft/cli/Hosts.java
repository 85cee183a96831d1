package graft.cli;

import graft.dl.GuestProcessBuilder;
import graft.format.WasmModule;
import graft.host.EmscriptenHost;
import graft.host.HostOptions;
import graft.host.WasiHost;
import graft.runtime.HostSymbols;

/// The host functions that every guest of a command gets: WASI's and Emscripten's.
final class Hosts {
  private Hosts() {}

  /// Adds them to a process.
  ///
  /// @param emscripten whether Emscripten made the program: it then sees the environment variables
  ///   that Emscripten's programs always see
  static GuestProcessBuilder add(
      GuestProcessBuilder process, HostOptions options, boolean emscripten) {
    return emscripten
        ? process.host(guest -> EmscriptenHost.of(guest, options))
        : process.host(guest ->
            HostSymbols.firstOf(
                WasiHost.of(guest, options),
                // Many programs of WASI want nothing of it.
                HostSymbols.later(() -> EmscriptenHost.of(guest, options))));
  }

  /// Whether Emscripten made a module.
  static boolean isEmscriptens(WasmModule module) {
    return module.exports().stream().anyMatch(each -> isEmscriptens(each.name()))
        || module.imports().stream().anyMatch(each -> isEmscriptens(each.name()));
  }

  private static boolean isEmscriptens(String name) {
    return name.startsWith("emscripten_") || name.startsWith("_emscripten_");
  }
}
