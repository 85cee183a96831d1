package graft.testing.ld;

import graft.testkit.Requires;
import graft.testkit.WasiClang;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The programs that are linked twice, compiled by clang-22.
final class TwinPrograms {
  private static final String PRINTED =
      """
      brown,fox,quick,the\t2584\t3\t 2.50
      rows=111 total=45399 last=row 499\s
      zlib 1.2.13: 20000 to\
      """;

  private final Path work;
  private final Path sources;
  private final Path own = Requires.root().resolve("testing/src/main/twins");

  /// @param work where objects go
  /// @param sources with `lua`, `zlib` and `sqlite` in it
  TwinPrograms(Path work, Path sources) {
    this.work = work;
    this.sources = sources;
  }

  /// Compiles everything.
  ///
  /// @return all links to make
  List<Twin> twins() throws IOException, InterruptedException {
    List<Twin> twins = new ArrayList<>();
    for (String level : List.of("-O0", "-O2", "-O2 -g")) {
      List<String> flags = List.of(level.split(" "));
      String hello = compile(own.resolve("hello.c"), flags, "hello" + level);
      twins.addAll(programs("hello " + level, List.of(hello), "1 words, 3.250, no home\n"));
      String stream = compile(own.resolve("iostream.cpp"), flags, "iostream" + level);
      twins.addAll(programs("iostream " + level, List.of(stream), "1 1\n4 2\n9 3\n2\n"));
    }
    twins.addAll(large());
    twins.addAll(dynamic());
    return twins;
  }

  /// As it is, small, and with all that linkers do.
  private static List<Twin> programs(String name, List<String> objects, String printed) {
    return List.of(
        program(name, List.of(), objects, printed),
        program(name + ", small", List.of("-O2", "-s"), objects, printed),
        program(
            name + ", relocations",
            List.of("--emit-relocs", "--no-gc-sections", "--build-id"),
            objects,
            printed),
        program(
            name + ", whole archives",
            List.of("--export-all", "--whole-archive", "-lc", "-lc++", "--no-whole-archive"),
            objects,
            printed));
  }

  private static Twin program(
      String name, List<String> options, List<String> objects, String printed) {
    List<String> words = new ArrayList<>();
    words.add("-L" + WasiClang.LIBRARIES);
    words.addAll(options);
    words.add(WasiClang.LIBRARIES + "/crt1.o");
    words.addAll(objects);
    words.addAll(List.of("-lc", "-lc++", WasiClang.builtins(), "-z", "stack-size=262144"));
    return new Twin(name, words, true, printed);
  }

  private List<Twin> large() throws IOException, InterruptedException {
    List<Twin> twins = new ArrayList<>();
    for (String level : List.of("-Os", "-O1 -g")) {
      List<String> objects = new ArrayList<>();
      List<String> flags = new ArrayList<>(List.of(level.split(" ")));
      flags.addAll(WasiClang.databaseFlags(sources, work.resolve("include")));
      for (Path file : WasiClang.databaseSources(sources)) {
        objects.add(compile(file, flags, file.getName(file.getNameCount() - 2) + "-" + level));
      }
      List<String> merged = new ArrayList<>(List.of("-r"));
      merged.addAll(objects);
      twins.add(new Twin("Lua, SQLite, zlib " + level + " -r", merged, false, ""));
      objects.add("-lwasi-emulated-signal");
      objects.add("-lwasi-emulated-process-clocks");
      twins.addAll(programs("Lua, SQLite, zlib " + level, objects, PRINTED));
    }
    return twins;
  }

  /// Libraries, relocatable programs, and several objects in one.
  private List<Twin> dynamic() throws IOException, InterruptedException {
    List<String> pic = List.of("-O1", "-fPIC", "-fvisibility=default");
    String hello = compile(own.resolve("hello.c"), pic, "hello-pic");
    String stream = compile(own.resolve("iostream.cpp"), pic, "iostream-pic");
    List<Twin> twins = new ArrayList<>();
    for (String object : List.of(hello, stream)) {
      for (String mode : List.of("-shared", "-pie", "-shared -Bsymbolic", "-shared -O2 -s")) {
        List<String> words = new ArrayList<>(List.of(mode.split(" ")));
        words.addAll(
            List.of("--experimental-pic", "--unresolved-symbols=import-dynamic", "--no-entry"));
        words.add(object);
        twins.add(new Twin(Path.of(object).getFileName() + " " + mode, words, false, ""));
      }
      twins.add(
          new Twin(
              Path.of(object).getFileName() + " -r",
              List.of("-r", object, WasiClang.LIBRARIES + "/crt1.o"),
              false,
              ""));
    }
    return twins;
  }

  private String compile(Path source, List<String> flags, String name)
      throws IOException, InterruptedException {
    Path object =
        work.resolve(
            name.replace(' ', '_')
                + "-"
                + source.getFileName().toString().replaceAll("\\.c.*", "")
                + ".o");
    if (Files.exists(object)
        && Files.getLastModifiedTime(object).compareTo(Files.getLastModifiedTime(source)) > 0) {
      return object.toString();
    }
    List<String> all = new ArrayList<>(List.of("-fignore-exceptions"));
    all.addAll(flags);
    WasiClang.compile(source, object, all);
    return object.toString();
  }
}
