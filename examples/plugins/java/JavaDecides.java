// The way "Java decides": the program wants no plugin, and Java fetches one for it.
//
//   graft serve --port 8080 examples/plugins/wasm &
//   java -cp ... examples/plugins/java/JavaDecides.java http://127.0.0.1:8080/

import graft.dl.GuestProcess;
import graft.dl.Library;
import graft.host.EmscriptenHost;
import graft.host.HostOptions;
import graft.host.WasiHost;
import graft.runtime.HostSymbols;
import graft.source.DiskCache;
import graft.source.Fetcher;
import graft.source.Sources;
import graft.vfs.GuestFiles;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

final class JavaDecides {
  public static void main(String[] args) throws Exception {
    String place = args[0]; // a folder, manifest or archive: its path, or its address
    GuestFiles files = GuestFiles.builder().standardOutput(System.out).build();
    HostOptions options =
        HostOptions.builder().arguments("gallery.wasm", "nothing").files(files).build();
    try (Fetcher fetcher = // one for all processes: each file comes once
            Fetcher.builder()
                .cache(DiskCache.in(DiskCache.defaultFolder(System.getenv())))
                .allow(Sources.isAddress(place) ? Set.of(URI.create(place)) : Set.of())
                .build();
        GuestProcess process =
            GuestProcess.builder()
                .main(Path.of("examples/plugins/wasm/gallery.wasm"))
                .librarySource(Sources.of(place, Path.of(""), fetcher))
                .host(guest ->
                    HostSymbols.firstOf(
                        WasiHost.of(guest, options), EmscriptenHost.of(guest, options)))
                .load()) { // fetches what gallery.wasm needs
      process.run(List.of("gallery.wasm", "nothing"));
      Library plugin = process.open("rings.so", Duration.ofSeconds(10)); // fetched now
      int painter = process.pointerTo(plugin.function("painter"));
      process.main().function("show_painter").invoke(painter);
    }
  }
}
