// README's first Java example; ReadmeTest compares and runs it.
package graft.cli;

import graft.dl.GuestProcess;
import graft.dl.Library;
import graft.host.HostOptions;
import graft.host.WasiHost;
import graft.vfs.GuestFiles;
import java.nio.file.Path;
import java.util.List;

final class RunPainter {
  public static void main(String[] args) throws Exception {
    HostOptions options =
        HostOptions.builder()
            .arguments("painter.wasm", "rings.so")
            .files(GuestFiles.builder().standardOutput(System.out).build())
            .build();
    try (GuestProcess process =
        GuestProcess.builder()
            .main(Path.of("examples/plugins/wasm/painter.wasm"))
            .host(guest -> WasiHost.of(guest, options))
            .load()) {
      int status = process.run(List.of("painter.wasm", "rings.so")); // opens rings.so by itself
      Library plugin = process.open("mandelbrot.so"); // and here we do
      int painter = (Integer) plugin.function("painter").invoke(); // a pointer, as in C
      System.out.println("status " + status + ", an object at " + painter);
    }
  }
}
