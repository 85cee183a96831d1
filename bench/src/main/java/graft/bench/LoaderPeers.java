package graft.bench;

import graft.dl.GuestProcess;
import graft.host.EmscriptenHost;
import graft.host.HostOptions;
import graft.testkit.Requires;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One program, built by emcc, that times what it asks of its loader: run by Graft and by Node with
/// Emscripten's own loader.
final class LoaderPeers {
  private static final int LIBRARIES = 200;
  private static final int ENTRIES = 10_000;

  private LoaderPeers() {}

  static String run() throws IOException, InterruptedException {
    Path folder = build();
    Map<String, Double> node = new LinkedHashMap<>();
    Map<String, Double> graft = new LinkedHashMap<>();
    Map<String, Double> again = new LinkedHashMap<>();
    collect(
        node,
        command(
            folder,
            Requires.tool("node").toString(),
            // Emscripten 3.1.6 takes Node's fetch for a browser's.
            "-e",
            "delete globalThis.fetch; require('./main.js')"));
    collect(graft, graft(folder));
    // The libraries are translated now.
    for (int i = 0; i < 5; i++) {
      collect(again, graft(folder));
    }
    RatioTable table =
        new RatioTable().row("ns", "node", "graft, first", "graft, best of 5", "of node");
    node.forEach((what, time) ->
        table.row(
            what,
            RatioTable.number(time, 1),
            RatioTable.number(graft.getOrDefault(what, Double.NaN), 1),
            RatioTable.number(again.getOrDefault(what, Double.NaN), 1),
            RatioTable.number(again.getOrDefault(what, Double.NaN) / time, 2)));
    return "From C: the same program under Emscripten's loader in Node and under Graft: first, and\n"
        + "in further processes of the same JVM\n\n"
        + table;
  }

  private static void collect(Map<String, Double> times, String printed) {
    for (String line : printed.lines().toList()) {
      int space = line.indexOf(' ');
      if (space < 0) {
        throw new IllegalStateException("the benchmark says: " + printed);
      }
      times.merge(line.substring(0, space), Double.valueOf(line.substring(space + 1)), Math::min);
    }
  }

  private static String graft(Path folder) throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    HostOptions options =
        HostOptions.builder()
            .arguments("main.wasm")
            .files(EmscriptenHost.files().standardOutput(printed).build())
            .build();
    try (GuestProcess process =
        GuestProcess.builder()
            .main(folder.resolve("main.wasm"))
            .host(guest -> EmscriptenHost.of(guest, options))
            .load()) {
      process.run(List.of("main.wasm"));
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  private static Path build() throws IOException, InterruptedException {
    Path sources = Requires.root().resolve("bench/loader");
    Path folder = Files.createDirectories(Requires.root().resolve("bench/target/loader"));
    Path side = folder.resolve("side0.so");
    Files.writeString(folder.resolve("big.c"), manyPointers());
    Files.writeString(folder.resolve("variables.c"), manyVariables());
    Files.writeString(folder.resolve("got.c"), manyEntries());
    String emcc = Requires.tool("emcc").toString();
    command(
        folder,
        emcc,
        "-O2",
        sources.resolve("side.c").toString(),
        "-sSIDE_MODULE=1",
        "-o",
        side.toString());
    for (String each : List.of("big", "variables", "got")) {
      command(folder, emcc, "-O1", each + ".c", "-sSIDE_MODULE=1", "-o", each + ".so");
    }
    command(
        folder,
        emcc,
        "-O2",
        sources.resolve("main.c").toString(),
        "-sMAIN_MODULE=1",
        "-sALLOW_MEMORY_GROWTH",
        "-sNODERAWFS",
        "-o",
        "main.js");
    for (int i = 1; i < LIBRARIES; i++) {
      Files.copy(side, folder.resolve("side" + i + ".so"), StandardCopyOption.REPLACE_EXISTING);
    }
    return folder;
  }

  /// Words of data that hold addresses of the library's own variables.
  private static String manyPointers() {
    return manyVariables() + pointers();
  }

  private static String manyVariables() {
    return forAll("int v%1$d = %1$d;\n");
  }

  /// Words of data that hold addresses of another library's variables: each is an entry of the
  /// global offset table.
  private static String manyEntries() {
    return forAll("extern int v%d;\n") + pointers();
  }

  private static String pointers() {
    return "int *pointers[] = {\n" + forAll("&v%d,\n") + "};\n";
  }

  private static String forAll(String line) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < ENTRIES; i++) {
      text.append(String.format(Locale.ROOT, line, i));
    }
    return text.toString();
  }

  static String command(Path folder, String... words) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
    // Where Debian's Emscripten finds its JavaScript tools.
    builder.environment().putIfAbsent("NODE_PATH", "/usr/share/nodejs");
    Process process = builder.start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", words) + ": " + printed);
    }
    return printed;
  }
}
