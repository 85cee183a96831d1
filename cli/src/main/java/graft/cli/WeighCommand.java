package graft.cli;

import graft.dl.ModuleFile;
import graft.dl.ModuleSource;
import graft.format.ModuleReader;
import graft.format.WasmModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `graft weigh`: what programs cost to download, linked dynamically and statically.
final class WeighCommand implements Command {
  @Override
  public String name() {
    return "weigh";
  }

  @Override
  public String synopsis() {
    return "[OPTIONS] MAIN.wasm...";
  }

  @Override
  public String summary() {
    return "measure what programs cost to download, linked dynamically and statically";
  }

  @Override
  public List<Option> options() {
    return List.of(
        Option.of("--lib", "FILE", "a library that the programs need or may open"),
        Option.of("--lib-path", "DIR", "look for needed libraries in this folder, too"),
        Option.of(
            "--static",
            "FILE",
            "the same program linked statically with all that it needs and opens; the first one is"
                + " the first program's, and so on"),
        Option.flag("--json", "print JSON"),
        Option.of("--html", "FILE", "write a page with a chart there, too"));
  }

  @Override
  public String details() {
    return """
    Programs are visited in the order given: what an earlier one has brought is in the cache of
    the later ones. Libraries that a program needs come before it starts; others of --lib when it
    opens them. Needed libraries are looked for among --lib, in the folders of --lib-path and in
    the program's. Times reckon with one round for a program, one more for all that it needs
    (with a manifest), or one for each level of what needs what (file by file); a second load
    fetches nothing and takes one round, in which the server is asked whether all is still right.

    Sizes are measured: gzip by the JDK at its best, brotli by the program brotli or Node if there
    is one in PATH. What a static link would leave out only a static link tells: make it with
    graft ld or graft cc and give it to --static.
    """;
  }

  @Override
  public int run(Console console, Arguments arguments) throws IOException {
    if (arguments.operands().isEmpty()) {
      throw new UsageException("wants MAIN.wasm");
    }
    List<String> linked = arguments.values("--static");
    if (linked.size() > arguments.operands().size()) {
      throw new UsageException("--static: there are more of them than programs");
    }
    String path = console.environment().getOrDefault("PATH", "");
    Map<String, WasmModule> mains = new LinkedHashMap<>();
    Map<String, WasmModule> libraries = new LinkedHashMap<>();
    Map<String, PackedSize> linkedSizes = new HashMap<>();
    List<Path> folders = new ArrayList<>();
    for (String each : arguments.values("--lib-path")) {
      folders.add(InputFiles.folder(console, "--lib-path", each));
    }
    Set<String> named = new LinkedHashSet<>();
    for (String each : arguments.values("--lib")) {
      String name = fileName(each);
      libraries.put(name, read(console, each));
      named.add(name);
    }
    for (int i = 0; i < arguments.operands().size(); i++) {
      String main = arguments.operands().get(i);
      String name = mains.containsKey(fileName(main)) ? main : fileName(main);
      mains.put(name, read(console, main));
      if (i < linked.size()) {
        linkedSizes.put(name, PackedSize.of(linkedStatically(console, linked.get(i)), path));
      }
      Path parent = console.resolve(main).toAbsolutePath().getParent();
      List<Path> places = new ArrayList<>(folders);
      if (parent != null) {
        places.add(parent);
      }
      findNeeded(console, main, mains.get(name), places, libraries);
    }
    String page = arguments.value("--html");
    Path parent = page == null ? null : console.resolve(page).toAbsolutePath().getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      throw new UsageException("--html: " + page + ": no such directory to write into");
    }
    Weighing weighing = Weighing.of(mains, libraries, named, linkedSizes, path);
    console
        .out()
        .print(arguments.has("--json") ? WeighJson.of(weighing) + "\n" : WeighText.of(weighing));
    if (page != null) {
      Files.writeString(console.resolve(page), WeighPage.of(weighing), StandardCharsets.UTF_8);
    }
    return ExitStatus.SUCCESS.code();
  }

  private static void findNeeded(
      Console console,
      String main,
      WasmModule module,
      List<Path> places,
      Map<String, WasmModule> libraries) {
    Deque<Map.Entry<String, WasmModule>> open = new ArrayDeque<>();
    open.add(Map.entry(main, module));
    while (!open.isEmpty()) {
      Map.Entry<String, WasmModule> user = open.remove();
      for (String name : Weighing.needed(user.getValue())) {
        if (libraries.containsKey(name)) {
          continue;
        }
        String file =
            places.stream()
                .map(place -> ModuleSource.folder(place))
                .map(place -> find(place, name))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() ->
                    new Failure(
                        ExitStatus.PROBLEM.code(),
                        user.getKey()
                            + ": needs "
                            + name
                            + ": not among --lib, and not in "
                            + String.join(", ", places.stream().map(Path::toString).toList())
                            + "; --lib FILE or --lib-path DIR says where it is"));
        WasmModule library = read(console, file);
        libraries.put(name, library);
        open.add(Map.entry(name, library));
      }
    }
    // Those of --lib need others, too.
    for (var each : List.copyOf(libraries.entrySet())) {
      for (String name : Weighing.needed(each.getValue())) {
        if (!libraries.containsKey(name)) {
          findNeeded(console, each.getKey(), each.getValue(), places, libraries);
        }
      }
    }
  }

  /// Looks as the loader does: nothing outside of the folder is found.
  private static Optional<String> find(ModuleSource place, String name) {
    try {
      return Optional.ofNullable(place.find(name)).map(ModuleFile::location);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// The bytes of a file of `--static`.
  ///
  /// @throws Failure if it is the program itself, or another that needs libraries
  private static byte[] linkedStatically(Console console, String file) {
    WasmModule module = read(console, file);
    Set<String> needed = Weighing.needed(module);
    if (!needed.isEmpty()) {
      throw new Failure(
          ExitStatus.PROBLEM.code(),
          "--static: "
              + file
              + " is not linked statically: it needs "
              + String.join(", ", needed)
              + "; graft cc OBJECTS -o FILE, without -s MAIN_MODULE, links all into one");
    }
    return module.bytes();
  }

  private static WasmModule read(Console console, String file) {
    return ModuleReader.read(file, InputFiles.read(console, file, ExitStatus.PROBLEM));
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
