package graft.testing.ld;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// Makes inputs of all kinds, and command lines that link some of them.
final class RandomLinks {
  private static final int OBJECTS = 150;

  /// Words of an option with a comma between, and how often of 1,000 links it is there.
  private static final Map<String, Integer> OPTIONS =
      Map.ofEntries(
          Map.entry("--allow-undefined", 400),
          Map.entry("--unresolved-symbols=import-dynamic", 130),
          Map.entry("--unresolved-symbols=ignore-all", 250),
          Map.entry("--warn-unresolved-symbols", 60),
          Map.entry("--import-undefined", 60),
          Map.entry("--noinhibit-exec", 60),
          Map.entry("--allow-multiple-definition", 850),
          Map.entry("--no-entry", 700),
          Map.entry("--entry=f1", 30),
          Map.entry("--experimental-pic", 800),
          Map.entry("--no-check-features", 800),
          Map.entry("-Bsymbolic", 60),
          Map.entry("-Bdynamic", 200),
          Map.entry("--emit-relocs", 80),
          Map.entry("--export-all", 80),
          Map.entry("--export-dynamic", 80),
          Map.entry("--no-export-dynamic", 20),
          Map.entry("--export=f1", 60),
          Map.entry("--export=d1", 60),
          Map.entry("--export-if-defined=g1", 60),
          Map.entry("--export-if-defined=tab1", 40),
          Map.entry("--export-if-defined=t1", 40),
          Map.entry("--export=own3", 30),
          Map.entry("-u,f2", 60),
          Map.entry("-u,d2", 60),
          Map.entry("--export-table", 50),
          Map.entry("--growable-table", 50),
          Map.entry("--import-table", 50),
          Map.entry("--table-base=5", 40),
          Map.entry("--export-memory", 30),
          Map.entry("--export-memory=mem", 30),
          Map.entry("--import-memory", 60),
          Map.entry("--import-memory=a,b", 0),
          Map.entry("--initial-memory=262144", 50),
          Map.entry("--initial-heap=65536", 30),
          Map.entry("--max-memory=655360", 80),
          Map.entry("--no-growable-memory", 30),
          Map.entry("--shared-memory,--max-memory=655360", 150),
          Map.entry("--global-base=70000", 30),
          Map.entry("--no-stack-first", 60),
          Map.entry("--page-size=1", 30),
          Map.entry("-z,stack-size=131072", 30),
          Map.entry("--no-gc-sections", 150),
          Map.entry("--print-gc-sections", 100),
          Map.entry("--no-merge-data-segments", 80),
          Map.entry("-O0", 40),
          Map.entry("-O2", 100),
          Map.entry("-s", 60),
          Map.entry("-S", 60),
          Map.entry("--compress-relocations", 60),
          Map.entry("--keep-section=mine", 30),
          Map.entry("--keep-section=name", 20),
          Map.entry("--build-id", 30),
          Map.entry("--build-id=sha1", 30),
          Map.entry("--build-id=0x1234", 20),
          Map.entry("--wrap=f1", 80),
          Map.entry("--wrap=d1", 20),
          Map.entry("--trace-symbol=f1", 50),
          Map.entry("-y,d1", 50),
          Map.entry("--trace", 40),
          Map.entry("--why-extract=-", 60),
          Map.entry("--print-map", 60),
          Map.entry("--Map=out.map", 60),
          Map.entry("--no-demangle", 40),
          Map.entry("--fatal-warnings", 30),
          Map.entry("--error-limit=0", 100),
          Map.entry("--error-limit=2", 30),
          Map.entry("--no-shlib-sigcheck", 40),
          Map.entry("--soname=lib.so", 30),
          Map.entry("--rpath=/lib", 30),
          Map.entry("--extra-features=extended-const", 50),
          Map.entry("--extra-features=atomics,bulk-memory", 0),
          Map.entry("--features=atomics", 20),
          Map.entry("--whole-archive", 60));

  private static final List<String> MODES = List.of("", "", "", "-shared", "-pie", "-r");

  private final LlvmTools tools;
  private final Path folder;
  private final long seed;
  private final PrintStream out;

  RandomLinks(LlvmTools tools, long seed, PrintStream out) {
    this.tools = tools;
    this.folder = tools.folder();
    this.seed = seed;
    this.out = out;
  }

  /// Objects, archives, libraries; an object that cannot be assembled is told.
  ///
  /// @param wide whether addresses have 64 bits
  List<String> inputs(boolean wide) throws IOException, InterruptedException {
    String prefix = wide ? "w" : "o";
    SplittableRandom random = new SplittableRandom(seed * 31 + (wide ? 1 : 0));
    List<String> objects = new ArrayList<>();
    int untold = 3;
    for (int i = 0; i < OBJECTS / (wide ? 3 : 1); i++) {
      String name = prefix + i;
      RandomObject object = new RandomObject(random.split(), i, wide);
      Files.writeString(folder.resolve(name + ".s"), object.text());
      List<String> words = new ArrayList<>(List.of(LlvmTools.tool("llvm-mc"), "-filetype=obj"));
      words.addAll(object.options());
      words.addAll(List.of(name + ".s", "-o", name + ".o"));
      LlvmTools.Answer answer = tools.execute(words);
      if (answer.status() == 0 && tools.isReadable(name + ".o")) {
        objects.add(name + ".o");
      } else if (answer.status() != 0 && untold-- > 0) {
        out.println(name + ".s: llvm-mc-22 says: " + answer.err().lines().limit(2).toList());
      }
    }
    List<String> all = new ArrayList<>(objects);
    for (int i = 0; i < 12; i++) {
      String name = prefix + i + ".a";
      Files.deleteIfExists(folder.resolve(name));
      List<String> words =
          new ArrayList<>(List.of(LlvmTools.tool("llvm-ar"), i % 3 == 0 ? "rcS" : "rcs"));
      if (i % 4 == 1) {
        words.add("--thin");
      }
      words.add(name);
      words.addAll(some(random, objects, 1 + random.nextInt(6)));
      tools.execute(words);
      all.add(name);
    }
    for (int i = 0; i < 12; i++) {
      String name = prefix + i + (i < 8 ? ".so" : ".joined.o");
      List<String> words = new ArrayList<>(List.of(LlvmTools.tool("wasm-ld"), "-o", name));
      words.addAll(
          List.of(
              "-mwasm" + (wide ? 64 : 32), "--allow-multiple-definition", "--no-check-features"));
      words.addAll(
          i < 8
              ? List.of("-shared", "--experimental-pic", "--unresolved-symbols=import-dynamic")
              : List.of("-r"));
      words.addAll(some(random, objects, 1 + random.nextInt(3)));
      if (tools.execute(words).status() == 0 && tools.isReadable(name)) {
        all.add(name);
      }
    }
    for (int i = 0; i < 4; i++) {
      String name = prefix + i + ".stub.so";
      List<String> names =
          some(random, List.of("f1: f2", "f3", "f4: own2, d1", "_start: f1", "_ZN3app5countEi"), 2);
      Files.writeString(folder.resolve(name), "#STUB\n" + String.join("\n", names) + "\n");
      all.add(name);
    }
    return all;
  }

  private static List<String> some(SplittableRandom random, List<String> from, int count) {
    List<String> result = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      result.add(from.get(random.nextInt(from.size())));
    }
    return result;
  }

  /// Each a word or some that belong together.
  static List<List<String>> words(SplittableRandom random, List<String> inputs, boolean wide) {
    List<List<String>> words = new ArrayList<>();
    words.add(List.of(wide ? "-mwasm64" : "-mwasm32"));
    String mode = MODES.get(random.nextInt(MODES.size()));
    if (!mode.isEmpty()) {
      words.add(List.of(mode));
    }
    int often = random.nextInt(3) == 0 ? 1500 : 1000;
    for (Map.Entry<String, Integer> option : new TreeMap<>(OPTIONS).entrySet()) {
      if (random.nextInt(often) < option.getValue()) {
        String text = option.getKey();
        words.add(
            text.contains("=") && !text.contains(",-") ? List.of(text) : List.of(text.split(",")));
      }
    }
    int count = 1 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      String input = inputs.get(random.nextInt(inputs.size()));
      words.add(
          random.nextInt(8) == 0 ? List.of("--start-lib", input, "--end-lib") : List.of(input));
    }
    return words;
  }
}
