package graft.bench;

import graft.testkit.Requires;
import graft.testkit.WasiClang;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What the linkers are measured with; compiled once, below `target/bench/ld`.
final class LinkPrograms {
  private static final int SOURCES = 50;
  private static final int COPIES = 50;

  private final Path work;

  LinkPrograms() throws IOException {
    work = Files.createDirectories(BenchFiles.folder().resolve("ld"));
  }

  /// The arguments of each link, without `-o`, by name.
  Map<String, List<String>> links() throws IOException, InterruptedException {
    Map<String, List<String>> links = new LinkedHashMap<>();
    links.put("hello", hello());
    links.put("many", many());
    links.put("programs", programs());
    return links;
  }

  private List<String> hello() throws IOException, InterruptedException {
    Path source = work.resolve("hello.c");
    write(source, "#include <stdio.h>\nint main(void) { puts(\"hello\"); return 0; }\n");
    return List.of(
        "-L" + WasiClang.LIBRARIES,
        WasiClang.LIBRARIES + "/crt1.o",
        compile(source, "hello.o", List.of("-O2")),
        "-lc",
        WasiClang.builtins());
  }

  // 2,500 objects of about 20 KB: fifty sources, compiled once, each under fifty names.

  private List<String> many() throws IOException, InterruptedException {
    Path folder = Files.createDirectories(work.resolve("many"));
    List<Callable<String>> tasks = new ArrayList<>();
    for (int i = 0; i < SOURCES; i++) {
      Path source = folder.resolve("source" + i + ".cpp");
      write(source, source(i));
      String object = "many/source" + i + ".o";
      tasks.add(() -> compile(source, object, List.of("-O1", "-std=c++17")));
    }
    List<String> originals = parallel(tasks);
    Path response = folder.resolve("objects.rsp");
    Path last = folder.resolve("last.cpp");
    write(last, last());
    List<String> words = new ArrayList<>();
    words.add(compile(last, "many/last.o", List.of("-O1")));
    for (int i = 0; i < SOURCES * COPIES; i++) {
      Path original = Path.of(originals.get(i % SOURCES));
      Path copy = folder.resolve("unit" + i + ".o");
      if (isOlder(copy, original)) {
        String text = Files.readString(original, StandardCharsets.ISO_8859_1);
        text = text.replace("q00000", unit('q', i)).replace("r00000", unit('q', i + 1));
        Files.writeString(copy, text, StandardCharsets.ISO_8859_1);
      }
      words.add(copy.toString());
    }
    Files.writeString(response, String.join("\n", words) + "\n");
    return List.of(
        "-L" + WasiClang.LIBRARIES,
        WasiClang.LIBRARIES + "/crt1.o",
        "@" + response,
        "-lc++",
        "-lc++abi",
        "-lc",
        WasiClang.builtins());
  }

  private static String unit(char letter, int number) {
    String digits = Integer.toString(number);
    return letter + "0".repeat(5 - digits.length()) + digits;
  }

  /// Each unit calls the next one; this is behind the last.
  private static String last() {
    return "namespace "
        + unit('q', SOURCES * COPIES)
        + " { int run(int depth) { return depth; } }\nnamespace "
        + unit('q', 0)
        + " { int run(int); }\nint main() { return "
        + unit('q', 0)
        + "::run(0) == 0; }\n";
  }

  /// Classes, containers, text and function objects, other ones in each source.
  private static String source(int number) {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        #include <algorithm>
        #include <cstdio>
        #include <functional>
        #include <map>
        #include <memory>
        #include <string>
        #include <vector>
        namespace r00000 { int run(int depth); }
        namespace q00000 {
        struct Shape {
          virtual ~Shape() {}
          virtual double area() const { return 0; }
          virtual std::string name() const { return "shape q00000"; }
        };
        static std::vector<std::string> words{"one of q00000", "two", "three"};
        static std::map<std::string, int> table;
        """);
    for (int i = 0; i < 1 + number % 2; i++) {
      text.append(
          """
          struct Kind@ : Shape {
            double width = @.5;
            std::vector<int> items;
            explicit Kind@(int count) : items(count, @) {}
            double area() const override {
              double sum = width;
              for (int each : items) { sum += each * width; }
              return sum;
            }
            std::string name() const override { return "kind @ of q00000 with " + std::to_string(items.size()); }
          };
          int work@(int depth) {
            std::vector<std::unique_ptr<Shape>> shapes;
            for (int i = 0; i < depth + @; i++) { shapes.push_back(std::make_unique<Kind@>(i)); }
            std::sort(shapes.begin(), shapes.end(),
                [](const auto &a, const auto &b) { return a->area() < b->area(); });
            std::function<int(int)> add = [&](int x) { return x + (int)shapes.size(); };
            for (auto &shape : shapes) { table[shape->name()] += add(@); }
            std::printf("%d shapes in q00000, %zu names\\n", depth, table.size());
            return (int)table.size();
          }
          """
              .replace("@", Integer.toString(i + 1)));
    }
    text.append("int run(int depth) {\n  int sum = (int)words.size() - 3;\n");
    for (int i = 0; i < 1 + number % 2; i++) {
      text.append("  if (depth > 3000) { sum += work").append(i + 1).append("(depth); }\n");
    }
    return text.append("  return sum + r00000::run(depth);\n}\n}\n").toString();
  }

  // SQLite, Lua and zlib with debugging information.

  private List<String> programs() throws IOException, InterruptedException {
    Path sources = Requires.root().resolve("target/ld-twins/sources");
    List<String> flags = new ArrayList<>(List.of("-O1", "-g"));
    flags.addAll(WasiClang.databaseFlags(sources, work.resolve("include")));
    Files.createDirectories(work.resolve("programs"));
    List<Callable<String>> tasks = new ArrayList<>();
    for (Path file : WasiClang.databaseSources(sources)) {
      String folder = file.getName(file.getNameCount() - 2).toString();
      String object = "programs/" + folder + "-" + file.getFileName() + ".o";
      tasks.add(() -> compile(file, object, flags));
    }
    List<String> words =
        new ArrayList<>(List.of("-L" + WasiClang.LIBRARIES, WasiClang.LIBRARIES + "/crt1.o"));
    words.addAll(parallel(tasks));
    words.addAll(
        List.of(
            "-lwasi-emulated-signal",
            "-lwasi-emulated-process-clocks",
            "-lc",
            WasiClang.builtins()));
    return words;
  }

  // Compiling.

  private static List<String> parallel(List<Callable<String>> tasks)
      throws IOException, InterruptedException {
    List<String> results = new ArrayList<>();
    try (ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      for (Future<String> result : threads.invokeAll(tasks)) {
        results.add(result.get());
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
    return results;
  }

  private String compile(Path source, String name, List<String> flags)
      throws IOException, InterruptedException {
    Path object = work.resolve(name);
    if (isOlder(object, source)) {
      WasiClang.compile(source, object, flags);
    }
    return object.toString();
  }

  private static boolean isOlder(Path file, Path than) throws IOException {
    return !Files.exists(file)
        || Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(than)) < 0;
  }

  private static void write(Path file, String text) throws IOException {
    if (!Files.exists(file) || !Files.readString(file).equals(text)) {
      Files.writeString(file, text);
    }
  }
}
