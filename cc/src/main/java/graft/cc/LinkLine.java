package graft.cc;

import graft.ld.LinkInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes the linker's arguments.
final class LinkLine {
  /// What a loader and side modules want of every main module.
  private static final List<String> OF_MAIN =
      List.of("__stack_pointer", "__heap_base", "malloc", "free", "calloc", "realloc");

  /// What the host calls where the program has it: what it gives is allocated there, and what stdio
  /// holds is written after late callbacks.
  private static final List<String> OF_HOST = List.of("malloc", "free", "fflush", "__stdio_exit");

  /// Libraries of the sysroot that are taken along, in this order, if they are there.
  private static final List<String> LIBRARIES =
      List.of(
          "c",
          "wasi-emulated-mman",
          "wasi-emulated-signal",
          "wasi-emulated-process-clocks",
          "wasi-emulated-getpid",
          "c++");

  private final DriverLine line;
  private final Toolchain tools;
  private final List<String> words = new ArrayList<>();

  private LinkLine(DriverLine line, Toolchain tools) {
    this.line = line;
    this.tools = tools;
  }

  /// The arguments of a link.
  ///
  /// @param output the file to write
  static List<String> of(DriverLine line, Toolchain tools, String output) {
    LinkLine link = new LinkLine(line, tools);
    link.addMode();
    link.addExports();
    link.addSizes();
    link.words.addAll(List.of("-o", output));
    link.addFiles();
    return link.words;
  }

  private void addMode() {
    if (line.flags.contains(DriverOption.RELOCATABLE)) {
      words.add("-r");
      return;
    }
    if (!line.optimize.isEmpty() && !line.optimize.matches("[01]")) {
      words.add("-O2");
    }
    if (line.strip) {
      words.add("--strip-all");
    } else if (!line.debug) {
      words.add("--strip-debug");
    }
    words.add("--experimental-pic");
    if (line.settings.has(Setting.SIDE_MODULE)) {
      words.addAll(List.of("-shared", "--export-if-defined=__wasm_call_ctors"));
    } else if (line.settings.has(Setting.MAIN_MODULE)) {
      words.addAll(List.of("-Bdynamic", "--export-table", "--growable-table"));
      // Else every export would run constructors and destructors; so the loader does it once.
      words.addAll(
          List.of(
              "--export-if-defined=__wasm_call_ctors", "--export-if-defined=__wasm_call_dtors"));
    } else {
      // For callbacks: the host calls them by their slots.
      words.addAll(List.of("--export-table", "--growable-table"));
    }
    addUndefined();
    if (!line.settings.has(Setting.SIDE_MODULE) && line.flags.contains(DriverOption.NO_ENTRY)) {
      boolean starts = !hasFlag(DriverOption.NO_START) && !hasFlag(DriverOption.NO_STANDARD);
      words.add(starts ? "--entry=_initialize" : "--no-entry");
    }
  }

  private boolean hasFlag(DriverOption option) {
    return line.flags.contains(option);
  }

  /// Who warns of undefined symbols no more does not stop at them either.
  private void addUndefined() {
    boolean warns = line.settings.has(Setting.WARN_ON_UNDEFINED_SYMBOLS);
    String given = line.settings.given(Setting.ERROR_ON_UNDEFINED_SYMBOLS);
    boolean stops = given != null ? !given.equals("0") : warns;
    if (line.settings.has(Setting.SIDE_MODULE)) {
      // The main module, or another library, will have them.
      stops = given != null && stops;
      warns = stops;
    }
    String how = stops ? "error" : warns ? "warn" : "none";
    if (line.isDynamic()) {
      words.add("--unresolved-symbols=import-dynamic");
      words.add("--report-imports=" + how);
    } else if (!stops) {
      words.addAll(List.of("--import-undefined", "--unresolved-symbols=ignore-all"));
    }
  }

  private void addExports() {
    if (line.flags.contains(DriverOption.RELOCATABLE)) {
      return;
    }
    words.add("--export-used");
    // Who runs the texts of EM_ASM finds them between these two.
    words.addAll(
        List.of("--export-if-defined=__start_em_asm", "--export-if-defined=__stop_em_asm"));
    if (!line.settings.has(Setting.SIDE_MODULE)) {
      OF_HOST.forEach(name -> words.add("--export-if-defined=" + name));
    }
    line.settings
        .exportedFunctions(tools.folder())
        .forEach(
            name -> words.add((name.equals("main") ? "--export-if-defined=" : "--export=") + name));
    boolean everything =
        line.settings.has(Setting.EXPORT_ALL)
            || line.settings.value(Setting.MAIN_MODULE).equals("1");
    if (everything && !line.settings.has(Setting.SIDE_MODULE)) {
      words.add("--export-all");
    }
    if (line.settings.value(Setting.SIDE_MODULE).equals("2") && !everything) {
      words.add("--no-export-dynamic");
    }
    if (line.settings.value(Setting.MAIN_MODULE).equals("2")) {
      OF_MAIN.forEach(name -> words.add("--export=" + name));
    }
    if (line.settings.has(Setting.MAIN_MODULE)) {
      for (DriverLine.Item item : line.items) {
        if (item instanceof DriverLine.Linked linked && isSideModule(linked.file())) {
          words.add("--export-for=" + linked.file());
        }
      }
    }
  }

  private static boolean isSideModule(String file) {
    return file.endsWith(".wasm") || file.endsWith(".so");
  }

  private void addSizes() {
    if (line.flags.contains(DriverOption.RELOCATABLE) || line.settings.has(Setting.SIDE_MODULE)) {
      return;
    }
    words.add("-z");
    words.add("stack-size=" + roundUp(size(Setting.STACK_SIZE), 16));
    if (line.settings.given(Setting.INITIAL_MEMORY) != null) {
      words.add("--initial-memory=" + roundUp(size(Setting.INITIAL_MEMORY), 65536));
    }
    if (line.settings.given(Setting.MAXIMUM_MEMORY) != null) {
      words.add("--max-memory=" + roundUp(size(Setting.MAXIMUM_MEMORY), 65536));
    }
    if (!line.settings.has(Setting.ALLOW_MEMORY_GROWTH)) {
      words.add("--no-growable-memory");
    }
  }

  private long size(Setting setting) {
    return Setting.bytes(setting, line.settings.value(setting));
  }

  private static long roundUp(long value, long unit) {
    return (value + unit - 1) / unit * unit;
  }

  private void addFiles() {
    boolean alone =
        line.flags.contains(DriverOption.RELOCATABLE)
            || line.flags.contains(DriverOption.NO_STANDARD);
    @Nullable Sysroot sysroot =
        alone ? null : Sysroot.find(line.sysroot, tools.environment(), tools.folder());
    if (sysroot != null
        && !line.settings.has(Setting.SIDE_MODULE)
        && !line.flags.contains(DriverOption.NO_START)) {
      words.add(sysroot.startFile(!line.flags.contains(DriverOption.NO_ENTRY)).toString());
    }
    for (DriverLine.Item item : line.items) {
      switch (item) {
        case DriverLine.Source source -> words.add(source.file());
        case DriverLine.Linked linked -> words.add(linked.file());
        case DriverLine.LinkerWords linker -> words.addAll(linker.words());
      }
    }
    if (sysroot != null && !line.flags.contains(DriverOption.NO_LIBRARIES)) {
      addLibraries(sysroot);
    }
  }

  private void addLibraries(Sysroot sysroot) {
    words.add("-L" + sysroot.libraries());
    if (!line.settings.has(Setting.SIDE_MODULE)) {
      boolean whole = line.settings.value(Setting.MAIN_MODULE).equals("1");
      words.add(whole ? "--whole-archive" : "--no-whole-archive");
      LIBRARIES.stream().filter(sysroot::hasLibrary).forEach(name -> words.add("-l" + name));
      words.add("--no-whole-archive");
      if (sysroot.hasLibrary("c++abi")) {
        words.add("-lc++abi");
      }
      words.add("--start-lib");
      // One with MAIN_MODULE has all of that anyway; and there the host's functions have the
      // names of its own, which side modules import.
      BundledFiles.objects().stream()
          .map(LinkInput::name)
          .filter(name -> !line.isDynamic() || !name.endsWith("/host.o"))
          .forEach(words::add);
      words.add("--end-lib");
    }
    Path builtins =
        sysroot.builtins(Clang.installed(line.clang, tools.environment(), tools.folder()));
    if (builtins != null) {
      words.add(builtins.toString());
    }
  }
}
