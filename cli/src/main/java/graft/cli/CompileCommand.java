package graft.cli;

import graft.compiler.CompiledModule;
import graft.compiler.Compiler;
import graft.compiler.TranslationReport;
import graft.format.ModuleReader;
import graft.format.Validator;
import java.util.List;
import java.util.Locale;

/// `graft compile`: what modules become when all of them is translated.
final class CompileCommand implements Command {
  private static final String HEADER =
      row("functions", "methods", "above 8,000", "class/wasm bytes", "ms", "ms/MB") + "  module";

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
    return "translate modules and measure the result";
  }

  @Override
  public List<Option> options() {
    return List.of(
        Option.flag("--verify", "also load every class and let the JVM verify it"),
        Option.of("--repeat", "N", "translate N times and report the last, when the JVM is warm"),
        Option.flag("--large", "name the methods above 8,000 bytes"));
  }

  @Override
  public String details() {
    return """
    graft run translates a function when it is first called, and writes nothing to disk; this
    command validates and translates everything, to measure. HotSpot's compilers leave methods
    above 8,000 bytes of bytecode to the interpreter: there should be none.
    """;
  }

  @Override
  public int run(Console console, Arguments arguments) {
    List<String> files = arguments.operands();
    if (files.isEmpty()) {
      throw new UsageException("wants FILE...");
    }
    int repeat = Numbers.positive(arguments, "--repeat", 1);
    for (String file : files) {
      byte[] bytes = InputFiles.read(console, file, ExitStatus.PROBLEM);
      CompiledModule code = Compiler.compile(Validator.validate(ModuleReader.read(file, bytes)));
      TranslationReport report = code.translateAll(arguments.has("--verify"));
      for (int i = 1; i < repeat; i++) {
        report = code.translateAll(false);
      }
      if (file.equals(files.get(0))) {
        console.out().println(HEADER);
      }
      console.out().println(row(report) + "  " + file);
      if (arguments.has("--large")) {
        report.largeMethods().forEach(method -> console.out().println("    " + method));
      }
    }
    return ExitStatus.SUCCESS.code();
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
