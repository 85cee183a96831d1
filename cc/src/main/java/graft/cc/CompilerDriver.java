package graft.cc;

import graft.ld.LinkCommand;
import graft.ld.LinkInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The `graft cc` and `graft c++` commands: compile with an installed clang, link with Graft.
///
/// ```java
/// int status =
///     CompilerDriver.C.run(System.in, System.out, System.err, Path.of(""), System.getenv(),
///         List.of("b.cpp", "-s", "SIDE_MODULE=1", "-o", "b.wasm"));
/// ```
public enum CompilerDriver {
  /// `graft cc`: the names of files say what language they are in.
  C("cc"),
  /// `graft c++`: files that look like C are C++, too.
  CXX("c++");

  private final String command;

  CompilerDriver(String command) {
    this.command = command;
  }

  /// Runs the command.
  ///
  /// @param in what the source `-` is
  /// @param out where results go
  /// @param err where complaints go
  /// @param folder where relative paths begin
  /// @param environment the environment variables that it looks at (`PATH`, `GRAFT_CLANG`,
  ///   `WASI_SYSROOT`, `HOME`, `XDG_CACHE_HOME`); the compiler gets all of them
  /// @param args emcc's arguments
  /// @return the exit status: 0, or 1 if there were errors
  public int run(
      InputStream in,
      PrintStream out,
      PrintStream err,
      Path folder,
      Map<String, String> environment,
      List<String> args) {
    Toolchain tools = new Toolchain(in, out, err, folder, environment);
    try {
      DriverLine line = DriverLine.parse(args, folder);
      if (line.flags.contains(DriverOption.HELP)) {
        out.print(DriverHelp.of(command));
        return 0;
      }
      if (line.flags.contains(DriverOption.VERSION)) {
        return version(line, tools);
      }
      if (line.question != null) {
        return ask(line, line.question, tools);
      }
      for (String warning : line.warnings) {
        warn(tools, warning);
      }
      if (line.items.isEmpty()) {
        if (line.flags.contains(DriverOption.VERBOSE)) {
          return version(line, tools);
        }
        throw new DriverException("no input files");
      }
      return line.isOnlyCompiled() ? compile(line, tools) : link(line, tools);
    } catch (DriverException e) {
      err.println("graft " + command + ": error: " + e.text());
      return 1;
    } finally {
      out.flush();
      err.flush();
    }
  }

  private void warn(Toolchain tools, String text) {
    tools.err().println("graft " + command + ": warning: " + text);
  }

  private int version(DriverLine line, Toolchain tools) {
    tools.out().println("graft " + command + ": compiles with clang, links with:");
    LinkCommand.run(tools.out(), tools.err(), tools.folder(), List.of("--version"));
    Clang clang = Clang.find(line.clang, tools.environment(), tools.folder());
    return tools.run(List.of(clang.program().toString(), "--version")).status();
  }

  private static int ask(DriverLine line, String question, Toolchain tools) {
    if (question.equals(DriverOption.BUILTINS.spelling)) {
      Clang clang = Clang.installed(line.clang, tools.environment(), tools.folder());
      Path builtins =
          Sysroot.find(line.sysroot, tools.environment(), tools.folder()).builtins(clang);
      tools.out().println(builtins == null ? "libclang_rt.builtins-wasm32.a" : builtins);
      return builtins == null ? 1 : 0;
    }
    if (question.equals(DriverOption.SEARCH_DIRS.spelling)) {
      Sysroot sysroot = Sysroot.find(line.sysroot, tools.environment(), tools.folder());
      tools.out().println("libraries: =" + sysroot.libraries());
      return 0;
    }
    String file = DriverOption.FILE_NAME.spelling;
    if (question.startsWith(file)) {
      String name = question.substring(file.length());
      Sysroot sysroot = Sysroot.find(line.sysroot, tools.environment(), tools.folder());
      Path found = sysroot.libraries().resolve(name);
      // As clang has it: what is not found is printed as it is.
      tools.out().println(Files.exists(found) ? found : name);
      return 0;
    }
    Clang clang = Clang.find(line.clang, tools.environment(), tools.folder());
    return tools.run(List.of(clang.program().toString(), Compilation.TARGET, question)).status();
  }

  private int compile(DriverLine line, Toolchain tools) {
    Compilation compilation = new Compilation(line, tools, this == CXX);
    int status = 0;
    for (DriverLine.Item item : line.items) {
      if (item instanceof DriverLine.Source source) {
        int own = compilation.compile(source, mode(line), outputOf(line, source), List.of());
        status = own == 0 ? status : 1;
      } else if (item instanceof DriverLine.Linked linked) {
        if (!Files.exists(tools.folder().resolve(linked.file()))) {
          throw new DriverException(linked.file() + ": no such file");
        }
        warn(tools, linked.file() + ": not used, as nothing is linked");
      }
    }
    return status;
  }

  private static @Nullable String mode(DriverLine line) {
    return line.flags.contains(DriverOption.PREPROCESS)
        ? "-E"
        : line.flags.contains(DriverOption.SYNTAX) ? "-fsyntax-only" : modeOfOutput(line);
  }

  private static @Nullable String modeOfOutput(DriverLine line) {
    return line.flags.contains(DriverOption.ASSEMBLY)
        ? "-S"
        : line.flags.contains(DriverOption.COMPILE) ? "-c" : null;
  }

  private static @Nullable String outputOf(DriverLine line, DriverLine.Source source) {
    if (line.output != null || !line.flags.contains(DriverOption.COMPILE)) {
      return line.output;
    }
    return DriverLine.isHeader(source)
        ? source.file() + ".gch"
        : DriverLine.stem(source.file()) + ".o";
  }

  private int link(DriverLine line, Toolchain tools) {
    List<LinkInput> inputs = new ArrayList<>(BundledFiles.objects());
    String output = line.output == null ? "a.out.wasm" : line.output;
    Map<String, String> files = new HashMap<>();
    if (!compileForLink(line, tools, inputs, output, files)) {
      return 1;
    }
    List<String> words = LinkLine.of(line, tools, output);
    if (line.isShown()) {
      tools.err().println("graft ld " + Toolchain.quoted(onDisk(words, files, tools)));
    }
    if (line.flags.contains(DriverOption.DRY_RUN)) {
      return 0;
    }
    return LinkCommand.run(tools.out(), tools.err(), tools.folder(), inputs, words);
  }

  /// The linker's arguments as they work by themselves: what it gets from memory is a file.
  private static List<String> onDisk(
      List<String> words, Map<String, String> files, Toolchain tools) {
    try {
      files.putAll(BundledFiles.objectFiles(tools.environment()));
    } catch (IOException e) {
      throw new DriverException("cannot write objects to the cache (XDG_CACHE_HOME): " + e);
    }
    return words.stream().map(word -> files.getOrDefault(word, word)).toList();
  }

  /// Compiles all sources. The linker gets each object under its source's name, so that its
  /// messages name files that the user knows.
  ///
  /// @param files takes the object's path for each source
  private boolean compileForLink(
      DriverLine line,
      Toolchain tools,
      List<LinkInput> inputs,
      String output,
      Map<String, String> files) {
    List<DriverLine.Source> sources =
        line.items.stream()
            .filter(DriverLine.Source.class::isInstance)
            .map(DriverLine.Source.class::cast)
            .toList();
    if (sources.isEmpty()) {
      return true;
    }
    Compilation compilation = new Compilation(line, tools, this == CXX);
    SideOutputs side = new SideOutputs(line, tools, output);
    if (line.flags.contains(DriverOption.DRY_RUN)) {
      for (DriverLine.Source source : sources) {
        String object = unusedObject(source);
        files.put(source.file(), object);
        compilation.compile(source, "-c", object, List.of());
      }
      return true;
    }
    boolean good = true;
    try {
      Path objects = Files.createTempDirectory("graft-cc");
      try {
        for (DriverLine.Source source : sources) {
          Path object = objects.resolve("object.o");
          files.put(source.file(), object.toString());
          boolean compiled =
              compilation.compile(source, "-c", object.toString(), side.words(source, objects))
                  == 0;
          side.take(source, objects);
          if (compiled) {
            inputs.add(new LinkInput(source.file(), Files.readAllBytes(object)));
          } else {
            good = false;
          }
        }
      } finally {
        delete(objects);
      }
    } catch (IOException e) {
      throw new DriverException("cannot keep objects: " + e);
    }
    return good;
  }

  /// Where somebody who repeats the commands may have the object.
  private static String unusedObject(DriverLine.Source source) {
    String name = DriverLine.stem(source.file()) + "-" + Long.toHexString(System.nanoTime()) + ".o";
    return Path.of(System.getProperty("java.io.tmpdir"), name).toString();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
