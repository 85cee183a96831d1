package graft.host.wasi;

import graft.format.ExternType;
import graft.host.HostOptions;
import graft.runtime.Extern;
import graft.runtime.Guest;
import graft.runtime.HostLibrary;
import graft.runtime.HostSymbol;
import graft.runtime.HostSymbols;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All functions of WASI preview 1 for one guest.
public final class WasiFunctions implements HostSymbols {
  private final HostSymbols preview1;
  private final HostSymbols unstable;

  /// The functions with the environment of the options.
  public WasiFunctions(Guest guest, HostOptions options) {
    this(guest, options, options.environment());
  }

  /// The functions with another environment.
  public WasiFunctions(Guest guest, HostOptions options, Map<String, String> environment) {
    WasiDescriptors descriptors = new WasiDescriptors(guest, options);
    WasiPoll poll = new WasiPoll(guest, options);
    preview1 =
        HostSymbols.firstOf(
            Stream.of(
                    descriptors,
                    new WasiProcess(guest, options, environment),
                    new WasiClocks(guest, options),
                    new WasiDirectories(guest, options),
                    new WasiPaths(guest, options),
                    poll,
                    new WasiSockets(options))
                .map(each -> HostLibrary.deferred(MethodHandles.lookup(), each))
                .toArray(HostSymbols[]::new));
    unstable =
        HostLibrary.deferred(
            MethodHandles.lookup(), new WasiUnstable(guest, options, descriptors, poll));
  }

  @Override
  public @Nullable Extern find(String module, String name, ExternType type) {
    if (module.equals(Wasi.UNSTABLE)) {
      Extern own = unstable.find(module, name, type);
      return own != null ? own : preview1.find(Wasi.PREVIEW1, name, type);
    }
    return module.equals(Wasi.PREVIEW1) ? preview1.find(module, name, type) : null;
  }

  @Override
  public List<HostSymbol> symbols() {
    List<HostSymbol> all = new ArrayList<>(preview1.symbols());
    for (HostSymbol each : preview1.symbols()) {
      HostSymbol older = new HostSymbol(Wasi.UNSTABLE, each.name(), each.type());
      all.add(older);
    }
    return all;
  }
}
