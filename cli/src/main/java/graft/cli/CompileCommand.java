package graft.cli;

import graft.compiler.CodeCache;
import graft.compiler.CompiledModule;
import graft.compiler.Compiler;
import graft.compiler.CompilerOptions;
import graft.compiler.TranslationReport;
import graft.format.InvalidModuleException;
import graft.format.MalformedModuleException;
import graft.format.ModuleReader;
import graft.format.Validator;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// `graft compile`: translates all of a module, and tells what it became.
final class CompileCommand implements Command {
  private static final String HEADER =
      row("functions", "methods", "above 8,000", "class/wasm bytes", "ms", "ms/MB") + "  module";

  /// How many functions that cannot be translated are named.
  private static final int SHOWN = 10;

  private static final String MEASURE = " (--code-cache off: only measure)";

  @Override
  public String name() {
    return "compile";
  }

  @Override
  public String synopsis() {
    return "[OPTIONS] FILE...";
  }

  @Override
  public String summary() {
    return "translate all of a module, for the cache of translated code";
  }

  @Override
  public List<Option> options() {
    return List.of(
        TranslatedCode.OPTION,
        Option.of("--jobs", "N", "translate in N threads (default: as many as processors)"),
        Option.flag("--verify", "also load every class and let the JVM verify it"),
        Option.of("--repeat", "N", "translate N times and report the last, when the JVM is warm"),
        Option.flag("--large", "name the methods above 8,000 bytes"));
  }

  @Override
  public String details() {
    return """
    graft run translates what it calls, when it first calls it, and keeps the result for the next
    start; this command does it for whole modules beforehand. The columns: functions of the module;
    methods that they became; methods above 8,000 bytes of bytecode, which HotSpot's compilers leave
    to the interpreter; bytes of class files for each byte of wasm code; processing time of all
    threads, and that for each 1,000,000 bytes of wasm code. A file that is no valid module is
    named, and the others are translated. The exit status is 1 if there was one, if a function
    cannot be translated, or if the result cannot be kept. What the cache has already is translated
    anew.
    """;
  }

  @Override
  public int run(Console console, Arguments arguments) {
    List<String> files = arguments.operands();
    if (files.isEmpty()) {
      throw new UsageException("wants FILE...");
    }
    CodeCache cache = TranslatedCode.cache(console, arguments);
    boolean complete = true;
    boolean hasHeader = false;
    for (String file : files) {
      CompiledModule code;
      TranslationReport report;
      try {
        byte[] bytes = InputFiles.read(console, file, ExitStatus.PROBLEM);
        code = compile(file, bytes, cache);
        report = translate(console, arguments, file, code);
      } catch (Failure | MalformedModuleException | InvalidModuleException e) {
        // The others are worth translating all the same.
        console.out().flush();
        console.err().println(e.getMessage());
        complete = false;
        continue;
      }
      if (!hasHeader) {
        console.out().println(HEADER);
        hasHeader = true;
      }
      console.out().println(row(report) + "  " + file);
      if (arguments.has("--large")) {
        report.largeMethods().forEach(method -> console.out().println("    " + method));
      }
      if (!report.refused().isEmpty()) {
        console.out().flush();
        console.err().println(refusal(file, report.refused()));
        complete = false;
      }
      complete &= isKept(console, code, file);
    }
    String unkept = whyNothingIsKept(console, arguments, cache);
    if (hasHeader && unkept != null) {
      console.out().flush();
      console.err().println(unkept + MEASURE);
      complete = false;
    }
    return (complete ? ExitStatus.SUCCESS : ExitStatus.PROBLEM).code();
  }

  private static String refusal(String file, List<String> functions) {
    String some = String.join(", ", functions.subList(0, Math.min(functions.size(), SHOWN)));
    return file
        + ": cannot be translated: "
        + some
        + (functions.size() > SHOWN ? " and " + (functions.size() - SHOWN) + " more" : "")
        + ": more parameters, results or code than a method of the JVM can have; the others are, and"
        + " a call of these is a trap";
  }

  private static @Nullable String whyNothingIsKept(
      Console console, Arguments arguments, @Nullable CodeCache cache) {
    if (cache == null) {
      return TranslatedCode.isOff(console, arguments)
          ? null
          : "graft compile: nothing is kept: no folder for it; give --code-cache DIR, or set HOME or"
              + " GRAFT_CODE_CACHE";
    }
    return CodeCache.keeps()
        ? null
        : cache
            + ": nothing is kept: the JVM does not tell where Graft's classes are; put its jars on"
            + " the class or module path";
  }

  private static CompiledModule compile(String file, byte[] bytes, @Nullable CodeCache cache) {
    return cache == null
        ? Compiler.compile(Validator.validate(ModuleReader.read(file, bytes)))
        : Compiler.compile(file, bytes, CompilerOptions.DEFAULT, cache);
  }

  private static TranslationReport translate(
      Console console, Arguments arguments, String file, CompiledModule code) {
    int jobs = Numbers.positive(arguments, "--jobs", Runtime.getRuntime().availableProcessors());
    int repeat = Numbers.positive(arguments, "--repeat", 1);
    TranslationReport report;
    try (Progress progress = Progress.of(console, file, sizeOfCode(code))) {
      report = code.translateAll(jobs, arguments.has("--verify"), progress);
    }
    for (int i = 1; i < repeat; i++) {
      report = code.translateAll(jobs, false, _ -> {});
    }
    return report;
  }

  /// Writes what was translated; says why if that fails.
  private static boolean isKept(Console console, CompiledModule code, String file) {
    try {
      code.keep();
      return true;
    } catch (IOException e) {
      boolean ofFile = e instanceof FileSystemException;
      String reason = ofFile ? InputFiles.describeWriting(e) : e.getMessage();
      console.out().flush();
      console
          .err()
          .println(
              file
                  + ": translated code is not kept: "
                  + reason
                  + "; --code-cache DIR names another folder"
                  + MEASURE);
      return false;
    }
  }

  private static long sizeOfCode(CompiledModule code) {
    return code.module().bodies().stream().mapToLong(body -> body.code().sizeInBytes()).sum();
  }

  private static String row(TranslationReport report) {
    double milliseconds = report.nanoseconds() / 1e6;
    double wasmBytes = Math.max(1, report.wasmBytes());
    return row(
        number("%,d", report.functions()),
        number("%,d", report.methods()),
        number("%,d", report.largeMethods().size()),
        number("%.2f", report.classBytes() / wasmBytes),
        number("%.1f", milliseconds),
        number("%.0f", milliseconds / (wasmBytes / 1e6)));
  }

  private static String number(String format, Object number) {
    return String.format(Locale.ROOT, format, number);
  }

  private static String row(String... cells) {
    return String.format(Locale.ROOT, "%9s %8s %12s %17s %9s %8s", (Object[]) cells);
  }
}
