package graft.testing.twins;

import graft.testkit.Requires;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Ways to build a program as WebAssembly.
enum Toolchain {
  /// clang-22 and wasm-ld-22, without a C library: relocations are functions of their own.
  LLD22 {
    @Override
    List<List<String>> commands(TwinSource.Part part, Path common) {
      return part.isMain() ? clang(part, MAIN_LINK) : clang(part, SIDE_LINK);
    }
  },
  /// Emscripten 3.1.6, whose linker is that of LLVM 14: relocations are the start function.
  EMCC {
    @Override
    List<List<String>> commands(TwinSource.Part part, Path common) {
      return emcc(part, common);
    }
  },
  /// A main module by Emscripten with libraries by wasm-ld-22.
  MIXED {
    @Override
    List<List<String>> commands(TwinSource.Part part, Path common) {
      return part.isMain() ? emcc(part, common) : clang(part, SIDE_LINK);
    }
  },
  /// `graft cc` with WASI's C library.
  CC {
    @Override
    List<List<String>> commands(TwinSource.Part part, Path common) {
      return cc(part, common);
    }
  };

  private static final List<String> SIDE_LINK =
      List.of(
          "-shared",
          "--unresolved-symbols=import-dynamic",
          "--export-if-defined=__wasm_call_ctors");

  private static final List<String> MAIN_LINK =
      List.of(
          "-pie",
          "--unresolved-symbols=import-dynamic",
          "--import-memory",
          "--export=run",
          "--export-if-defined=__wasm_call_ctors",
          "--export-dynamic",
          "--no-entry");

  /// The commands that build a part, in the folder for its output; sources and libraries are there.
  ///
  /// @param common the folder with `console.c`
  abstract List<List<String>> commands(TwinSource.Part part, Path common);

  /// The name of a case, which says what host it wants.
  String caseName(TwinSource program) {
    return switch (this) {
      case LLD22 -> "lld22_" + program.name();
      case EMCC -> "em316_" + program.name();
      case MIXED -> "em316_lld22_" + program.name();
      case CC -> "wasi_" + program.name();
    };
  }

  /// What stands before an option that only Emscripten knows.
  private static final String FOR_EMCC = "-emcc:";

  /// Whether an option is one of both compilers.
  private static boolean isCompilers(String option) {
    return option.equals("-pthread") || option.startsWith("-std=") || option.startsWith("-O");
  }

  private static boolean has(TwinSource.Part part, String option) {
    return part.options().contains(option);
  }

  private static List<List<String>> clang(TwinSource.Part part, List<String> link) {
    List<List<String>> commands = new ArrayList<>();
    List<String> linker = new ArrayList<>(List.of("wasm-ld-22", "--experimental-pic", "-Bdynamic"));
    linker.addAll(link);
    for (String source : part.sources()) {
      List<String> compile = new ArrayList<>(List.of("clang-22", "-fPIC", "-O1", "-nostdlib"));
      compile.addAll(List.of("-Wno-everything", "-fvisibility=default", "-DFREESTANDING"));
      if (has(part, "-tls")) {
        compile.addAll(List.of("--target=wasm32-unknown-emscripten", "-matomics", "-mbulk-memory"));
      } else {
        compile.add("--target=wasm32-unknown-unknown");
      }
      if (has(part, "-legacy-eh") || has(part, "-exnref")) {
        compile.addAll(List.of("-fwasm-exceptions", "-mexception-handling", "-mllvm"));
        compile.add("-wasm-use-legacy-eh=" + has(part, "-legacy-eh"));
      } else if (part.isCxx()) {
        compile.addAll(List.of("-fno-exceptions", "-fno-rtti"));
      }
      compile.addAll(List.of("-c", source, "-o", source + ".o"));
      commands.add(compile);
      linker.add(source + ".o");
    }
    if (has(part, "-tls")) {
      linker.addAll(List.of("--shared-memory", "--export=__wasm_init_tls", "--export=__tls_base"));
      linker.addAll(
          part.isMain()
              ? List.of("--max-memory=67108864")
              : List.of("--export=__tls_size", "--export=__tls_align"));
    }
    for (String option : part.options()) {
      if (option.startsWith("-rpath=")) {
        linker.addAll(List.of("-rpath", option.substring("-rpath=".length())));
      } else if (option.startsWith("-B")) {
        linker.add(option);
      }
    }
    linker.addAll(part.libraries());
    linker.addAll(List.of("-o", part.isMain() ? "main.wasm" : part.name()));
    commands.add(linker);
    return commands;
  }

  private static List<List<String>> emcc(TwinSource.Part part, Path common) {
    List<String> words = new ArrayList<>(List.of(part.isCxx() ? "em++" : "emcc"));
    words.addAll(List.of("-Wno-everything", "-L."));
    words.addAll(part.sources());
    words.addAll(part.libraries());
    for (String option : part.options()) {
      switch (option) {
        case "-eh" -> words.add("-fexceptions");
        case "-wasm-eh" -> words.add("-fwasm-exceptions");
        case "-wasm-sjlj" -> words.addAll(List.of("-fwasm-exceptions", "-sSUPPORT_LONGJMP=wasm"));
        default -> {
          if (option.startsWith(FOR_EMCC)) {
            words.add(option.substring(FOR_EMCC.length()));
          } else if (isCompilers(option)) {
            words.add(option);
          }
        }
      }
    }
    if (!part.isMain()) {
      if (words.stream().noneMatch(word -> word.startsWith("-sSIDE_MODULE="))) {
        words.add("-sSIDE_MODULE=1");
      }
      words.addAll(List.of("-o", part.name()));
      return List.of(words);
    }
    // em++ would take it for C++.
    List<String> console =
        List.of("emcc", "-fPIC", "-c", common.resolve("console.c").toString(), "-o", "console.o");
    List<String> compile = new ArrayList<>(console);
    if (words.contains("-pthread")) {
      compile.add(1, "-pthread");
    }
    words.add("console.o");
    if (words.stream().noneMatch(word -> word.startsWith("-sMAIN_MODULE="))) {
      words.addAll(List.of("-sMAIN_MODULE=1", "-sERROR_ON_UNDEFINED_SYMBOLS=0"));
    }
    words.addAll(List.of("-o", "main.js"));
    return List.of(compile, words);
  }

  private static List<List<String>> cc(TwinSource.Part part, Path common) {
    String graft = Requires.root().resolve("graft").toString();
    List<String> words = new ArrayList<>(List.of(graft, "cc", "-w"));
    words.addAll(part.sources());
    words.addAll(part.libraries());
    for (String option : part.options()) {
      if (option.startsWith("-rpath=") || option.startsWith("-B")) {
        words.add("-Wl," + option);
      } else if (isCompilers(option)) {
        words.add(option);
      }
    }
    if (!part.isMain()) {
      words.addAll(List.of("-sSIDE_MODULE=1", "-o", part.name()));
      return List.of(words);
    }
    // As with emcc, and natively: some want what nobody has.
    words.addAll(List.of("console.o", "-sMAIN_MODULE=1", "-sERROR_ON_UNDEFINED_SYMBOLS=0"));
    words.addAll(List.of("-o", "main.wasm"));
    String console = common.resolve("console.c").toString();
    return List.of(List.of(graft, "cc", "-c", console, "-o", "console.o"), words);
  }

  /// The commands that build a part natively.
  static List<List<String>> natively(TwinSource.Part part, Path common) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of(part.isCxx() ? "g++" : "gcc", "-w", "-fPIC", "-O1"));
    words.addAll(part.sources());
    if (part.isMain()) {
      words.addAll(List.of("-x", "c", common.resolve("console.c").toString(), "-x", "none"));
      words.addAll(List.of("-pie", "-rdynamic", "-Wl,-rpath,$ORIGIN"));
    } else {
      words.addAll(List.of("-shared", "-Wl,-soname," + fileName(part.name())));
    }
    words.addAll(List.of("-Wl,--no-as-needed", "-Wl,--allow-shlib-undefined"));
    words.addAll(part.libraries());
    for (String option : part.options()) {
      if (option.startsWith("-rpath=") || option.startsWith("-B")) {
        words.add("-Wl," + option);
      } else if (isCompilers(option)) {
        words.add(option);
      }
    }
    words.addAll(List.of("-ldl", "-lm", "-o", part.isMain() ? "main" : part.name()));
    return List.of(words);
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
