package graft.cc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What the compiler writes beside objects, where the objects themselves are not kept: dependencies
/// for make, and debugging information in files of its own.
///
/// As clang has it, the dependencies of `-o prog.wasm` are in `prog.d`; but those of all sources
/// are, not of the last one only. Without `-o`, and for debugging information, names are those of
/// the sources.
final class SideOutputs {
  private final DriverLine line;
  private final Toolchain tools;
  private final String output;
  private final Set<Path> written = new HashSet<>();

  /// @param output what is linked in the end
  SideOutputs(DriverLine line, Toolchain tools, String output) {
    this.line = line;
    this.tools = tools;
    this.output = output;
  }

  /// What the compiler is told besides.
  ///
  /// @param folder where it may write
  List<String> words(DriverLine.Source source, Path folder) {
    List<String> words = new ArrayList<>();
    if (writesDependencies()) {
      words.addAll(List.of("-MF", folder.resolve("object.d").toString()));
      if (line.compileWords.stream().noneMatch(SideOutputs::isTarget)) {
        words.addAll(List.of("-MQ", output));
      }
    }
    if (line.compileWords.contains(DriverOption.SPLIT_DWARF.spelling)) {
      String file = DriverLine.stem(source.file()) + ".dwo";
      for (String option : List.of("-split-dwarf-file", "-split-dwarf-output")) {
        words.addAll(List.of("-Xclang", option, "-Xclang", file));
      }
    }
    return words;
  }

  private boolean writesDependencies() {
    return line.compileWords.contains("-MD") || line.compileWords.contains("-MMD");
  }

  private static boolean isTarget(String word) {
    return word.startsWith(DriverOption.DEPENDENCY_TARGET.spelling)
        || word.startsWith(DriverOption.DEPENDENCY_QUOTED.spelling);
  }

  /// Puts what was written where it belongs.
  void take(DriverLine.Source source, Path folder) throws IOException {
    Path dependencies = folder.resolve("object.d");
    if (!Files.exists(dependencies)) {
      return;
    }
    Path file = tools.folder().resolve(dependencyFile(source));
    String before = written.add(file) ? "" : Files.readString(file);
    Files.writeString(file, before + Files.readString(dependencies));
    Files.delete(dependencies);
  }

  private String dependencyFile(DriverLine.Source source) {
    List<String> words = line.compileWords;
    String option = DriverOption.DEPENDENCY_FILE.spelling;
    int last = -1;
    for (int i = 0; i < words.size(); i++) {
      last = words.get(i).startsWith(option) ? i : last;
    }
    if (last >= 0) {
      String joined = words.get(last).substring(option.length());
      return joined.isEmpty() ? words.get(last + 1) : joined;
    }
    if (line.output == null) {
      return DriverLine.stem(source.file()) + ".d";
    }
    int folder = output.lastIndexOf('/') + 1;
    return output.substring(0, folder) + DriverLine.stem(output) + ".d";
  }
}
