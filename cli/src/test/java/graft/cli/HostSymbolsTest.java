package graft.cli;

import graft.dl.GuestProcess;
import graft.dl.LoaderFunctions;
import graft.host.EmscriptenHost;
import graft.host.HostOptions;
import graft.runtime.HostSymbol;
import graft.testkit.Golden;
import graft.testkit.Requires;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The linker's list of what `graft run` supplies. `-Dbless` writes it.
final class HostSymbolsTest {
  @Test
  void theLinkerKnowsWhatTheHostSupplies() {
    Set<String> names = new TreeSet<>(LoaderFunctions.names());
    GuestProcess.builder()
        .main(Requires.root().resolve("examples/plugins/wasm/painter.wasm"))
        .host(guest -> {
          EmscriptenHost host = EmscriptenHost.of(guest, HostOptions.builder().build());
          host.symbols().stream()
              .filter(symbol -> symbol.module().equals("env"))
              .map(HostSymbol::name)
              .forEach(names::add);
          return host;
        })
        .load()
        .close();
    Golden.matches(
        Requires.root().resolve("ld/src/main/resources/graft/ld/host-symbols.txt"),
        "# What graft run supplies in module env. HostSymbolsTest keeps this list.\n"
            + String.join("\n", names)
            + "\n");
  }
}
