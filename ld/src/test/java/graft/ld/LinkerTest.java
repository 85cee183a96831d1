package graft.ld;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.format.Export;
import graft.format.Limits;
import graft.format.MalformedModuleException;
import graft.format.MemoryType;
import graft.format.ModuleReader;
import graft.format.Validator;
import graft.format.WasmModule;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Links small objects, and reads the output back.
final class LinkerTest {
  private static final LinkInput MAIN =
      new LinkInput(
          "main.o", new TinyObject().imports("used").function("_start", "used").data("d").bytes());
  private static final LinkInput LIBRARY =
      new LinkInput("lib.o", new TinyObject().function("used").function("unused", "used").bytes());

  @TempDir Path folder;

  private static LinkResult link(List<LinkInput> inputs, String... options) {
    List<String> arguments = new ArrayList<>(List.of("-o", "out.wasm"));
    arguments.addAll(List.of(options));
    inputs.forEach(input -> arguments.add(input.name()));
    return Linker.link(arguments, inputs);
  }

  private static WasmModule module(LinkResult result) {
    assertThat(result.report().errors()).isEmpty();
    WasmModule module = ModuleReader.readForeign("out.wasm", result.output().orElseThrow());
    Validator.validate(module);
    return module;
  }

  private static List<String> functions(WasmModule module) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < module.functionCount(); i++) {
      names.add(module.functionName(i));
    }
    return names;
  }

  @Test
  void whatNothingRefersToIsLeftOut() {
    assertThat(functions(module(link(List.of(MAIN, LIBRARY))))).containsExactly("_start", "used");
    assertThat(functions(module(link(List.of(MAIN, LIBRARY), "--no-gc-sections"))))
        .containsExactly("__wasm_call_ctors", "_start", "used", "unused");
  }

  @Test
  void theEntryPointAndTheMemoryAreExported() {
    WasmModule module = module(link(List.of(MAIN, LIBRARY)));
    assertThat(module.exports().stream().map(Export::name)).containsExactly("memory", "_start");
  }

  @Test
  void pagesOfOneByteAreReadBackButNotByWhoRunsModules() {
    LinkResult result = link(List.of(MAIN, LIBRARY), "--page-size=1", "--initial-memory=70001");
    WasmModule module = module(result);
    assertThat(module.memories())
        .containsExactly(new MemoryType(Limits.of(70_001, null), 1))
        .asString()
        .isEqualTo("[70001 (pagesize 1)]");
    byte[] bytes = result.output().orElseThrow();
    assertThatThrownBy(() -> ModuleReader.read("out.wasm", bytes))
        .isInstanceOf(MalformedModuleException.class)
        .hasMessageContaining("malformed limits flags: 0x8");
  }

  @Test
  void anArchiveMemberJoinsOnlyWhenNeeded() {
    LinkInput other = new LinkInput("other.o", new TinyObject().function("other").bytes());
    LinkInput archive = new LinkInput("lib.a", TinyObject.archive(List.of(other, LIBRARY)));
    LinkResult result = link(List.of(MAIN, archive), "--no-gc-sections", "--trace");
    assertThat(functions(module(result))).contains("used").doesNotContain("other");
    assertThat(result.report().messages())
        .extracting(LinkReport.Message::text)
        .containsExactly("main.o", "lib.a(lib.o)");
  }

  @Test
  void membersThatNeedOneAnotherByTheThousandAllJoin() {
    List<LinkInput> members = new ArrayList<>();
    for (int i = 3_000; i > 0; i--) {
      members.add(
          new LinkInput(
              "m" + i + ".o",
              new TinyObject().imports("f" + (i - 1)).function("f" + i, "f" + (i - 1)).bytes()));
    }
    LinkInput start =
        new LinkInput(
            "start.o", new TinyObject().imports("f3000").function("_start", "f3000").bytes());
    LinkInput end = new LinkInput("end.o", new TinyObject().function("f0").bytes());
    LinkInput archive = new LinkInput("chain.a", TinyObject.archive(members));
    assertThat(functions(module(link(List.of(archive, end, start)))))
        .hasSize(3_002)
        .contains("f1", "f3000");
  }

  @Test
  void aResponseFileThatNamesItselfIsAnError() throws IOException {
    Files.writeString(folder.resolve("self.rsp"), "@self.rsp @self.rsp main.o");
    assertThat(Linker.link(List.of("@self.rsp"), List.of(MAIN), folder).report().errors())
        .contains("recursive expansion of: '" + folder.resolve("self.rsp") + "'")
        .anyMatch(error -> error.startsWith("cannot open @self.rsp"));
  }

  @Test
  void filesFromMemoryAreFoundUnderAllTheirSpellings() {
    LinkInput words = new LinkInput("words.rsp", "./main.o -L. -lx -Llib/ -ly".getBytes(UTF_8));
    LinkInput other = new LinkInput("other.o", new TinyObject().function("other").bytes());
    List<LinkInput> inputs =
        List.of(
            MAIN,
            words,
            new LinkInput("libx.a", TinyObject.archive(List.of(LIBRARY))),
            new LinkInput("./lib/liby.a", TinyObject.archive(List.of(other))));
    LinkResult result =
        Linker.link(List.of("@words.rsp", "--export=other", "-o", "out.wasm"), inputs);
    assertThat(functions(module(result))).containsExactlyInAnyOrder("_start", "used", "other");
  }

  @Test
  void whatAnArchiveLeavesUndefinedStandsBesideIt() {
    LinkInput archive = new LinkInput("libx.a", TinyObject.archive(List.of()));
    assertThat(link(List.of(MAIN, archive)).report().errors())
        .containsExactly("main.o: undefined symbol: used");
    LinkInput imports = new LinkInput("libx.imports", "#STUB\nused\n".getBytes(UTF_8));
    LinkResult result =
        Linker.link(
            List.of("main.o", "-L", ".", "-lx", "-o", "out.wasm"), List.of(MAIN, archive, imports));
    assertThat(result.report().errors()).isEmpty();
  }

  @Test
  void anErrorLimitBelowZeroIsNoLimit() {
    assertThat(link(List.of(MAIN), "--error-limit=-1").report().errors()).hasSize(1);
  }

  @Test
  void aLinkReplacesTheOldFileInOneStep() throws IOException {
    Files.write(folder.resolve("main.o"), MAIN.bytes());
    Files.write(folder.resolve("lib.o"), LIBRARY.bytes());
    Path output = Files.writeString(folder.resolve("out.wasm"), "old");
    Path other = Files.createLink(folder.resolve("other"), output);
    PrintStream out = new PrintStream(OutputStream.nullOutputStream(), true, UTF_8);
    assertThat(LinkCommand.run(out, out, folder, List.of("main.o", "lib.o", "-o", "out.wasm")))
        .isZero();
    assertThat(other).hasContent("old");
    assertThat(Files.size(output)).isGreaterThan(3);
    assertThat(Files.isExecutable(output)).isTrue();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(4);
    }
  }

  @Test
  void everyUndefinedSymbolIsReported() {
    LinkInput input =
        new LinkInput(
            "a.o",
            new TinyObject()
                .imports("first")
                .imports("_Z6secondi")
                .function("_start", "first", "_Z6secondi")
                .bytes());
    LinkResult result = link(List.of(input));
    assertThat(result.output()).isEmpty();
    assertThat(result.report().errors())
        .containsExactly("a.o: undefined symbol: first", "a.o: undefined symbol: second(int)");
    assertThat(functions(module(link(List.of(input), "--allow-undefined"))))
        .containsExactly("first", "second(int)", "_start");
  }

  @Test
  void twoDefinitionsOfANameAreAnErrorUnlessOneIsWeak() {
    LinkInput twice = new LinkInput("twice.o", new TinyObject().function("used").bytes());
    assertThat(link(List.of(MAIN, LIBRARY, twice)).report().errors())
        .containsExactly("duplicate symbol: used\n>>> defined in lib.o\n>>> defined in twice.o");
    LinkInput weak =
        new LinkInput("weak.o", new TinyObject().function("used", SymbolFlags.WEAK).bytes());
    module(link(List.of(MAIN, LIBRARY, weak)));
    module(link(List.of(weak, MAIN, LIBRARY)));
  }

  @Test
  void aMissingEntryPointIsReported() {
    assertThat(link(List.of(LIBRARY)).report().errors())
        .containsExactly("entry symbol not defined (pass --no-entry to suppress): _start");
  }

  @Test
  void linkingInTwoStepsGivesTheSameFunctions() {
    LinkResult partial = link(List.of(MAIN, LIBRARY), "-r");
    assertThat(partial.report().errors()).isEmpty();
    LinkInput combined = new LinkInput("combined.o", partial.output().orElseThrow());
    assertThat(functions(module(link(List.of(combined))))).containsExactly("_start", "used");
  }

  @Test
  void linksAtTheSameTimeGiveTheSameBytes() throws Exception {
    byte[] expected = link(List.of(MAIN, LIBRARY)).output().orElseThrow();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<LinkResult>> results = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        results.add(threads.submit(() -> link(List.of(MAIN, LIBRARY))));
      }
      for (Future<LinkResult> result : results) {
        assertThat(result.get().output().orElseThrow()).isEqualTo(expected);
      }
    }
  }

  @Test
  void aSideModuleIsCheckedAgainstItsMainModule() {
    LinkInput side =
        new LinkInput(
            "side.o", new TinyObject().imports("used").function("_start", "used").bytes());
    LinkInput main =
        new LinkInput(
            "main.wasm",
            link(List.of(LIBRARY), "--no-entry", "--export=used").output().orElseThrow());
    String[] shared = {
      "-shared",
      "--experimental-pic",
      "--no-gc-sections",
      "--unresolved-symbols=import-dynamic",
      "--check-against=main.wasm"
    };
    List<String> arguments = new ArrayList<>(List.of(shared));
    arguments.addAll(List.of("-o", "side.so", "side.o"));
    assertThat(Linker.link(arguments, List.of(side, main)).report().errors()).isEmpty();
    LinkInput less =
        new LinkInput("main.wasm", link(List.of(LIBRARY), "--no-entry").output().orElseThrow());
    assertThat(Linker.link(arguments, List.of(side, less)).report().errors())
        .containsExactly("side.o: undefined symbol: used: not exported by main.wasm");
    LinkInput near =
        new LinkInput(
            "main.wasm",
            link(
                    List.of(new LinkInput("near.o", new TinyObject().function("usedd").bytes())),
                    "--no-entry",
                    "--export=usedd")
                .output()
                .orElseThrow());
    assertThat(Linker.link(arguments, List.of(side, near)).report().errors())
        .containsExactly(
            "side.o: undefined symbol: used: not exported by main.wasm; did you mean usedd?");
  }

  @Test
  void whatAMainModuleMustExportIsListedWithoutALink() {
    List<LinkInput> modules = new ArrayList<>();
    for (String[] names :
        List.of(new String[] {"first", "second"}, new String[] {"used", "first"})) {
      LinkInput object =
          new LinkInput(
              "side.o", new TinyObject().imports(names[1]).function(names[0], names[1]).bytes());
      LinkResult side =
          link(
              List.of(object),
              "-shared",
              "--experimental-pic",
              "--export-dynamic",
              "--no-gc-sections",
              "--unresolved-symbols=import-dynamic");
      modules.add(new LinkInput(names[0] + ".so", side.output().orElseThrow()));
    }
    LinkResult list =
        Linker.link(List.of("--export-for=first.so", "--export-for=used.so"), modules);
    assertThat(list.report().messages())
        .extracting(LinkReport.Message::text)
        .containsExactly("__stack_pointer\nsecond");
    LinkInput library =
        new LinkInput(
            "lib.o",
            new TinyObject().function("second").function("other").function("third").bytes());
    List<LinkInput> inputs = new ArrayList<>(modules);
    inputs.add(library);
    WasmModule main =
        module(
            Linker.link(
                List.of(
                    "--no-entry",
                    "--export-for=first.so",
                    "--export-for=used.so",
                    "--no-check-features",
                    "lib.o",
                    "-o",
                    "m"),
                inputs));
    assertThat(main.exports()).extracting(Export::name).contains("second").doesNotContain("other");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--no-entry",
        "--emit-relocs",
        "-r",
        "--strip-all",
        "--build-id",
        "-O2",
        "-pie",
        "-shared",
        "--export-all"
      })
  void theSizesOfTheReportAddUpToThatOfTheFile(String option) throws IOException {
    LinkInput archive = new LinkInput("lib.a", TinyObject.archive(List.of(LIBRARY)));
    Path file = folder.resolve("sizes.json");
    LinkResult result =
        link(
            List.of(MAIN, archive),
            option,
            "--experimental-pic",
            "--no-gc-sections",
            "--size-report=" + file,
            "--size-report");
    int size = result.output().orElseThrow().length;
    Matcher sizes = Pattern.compile("\"size\":(\\d+)").matcher(Files.readString(file));
    assertThat(sizes.results().mapToLong(each -> Long.parseLong(each.group(1))).sum())
        .isEqualTo(size);
    assertThat(Files.readString(file))
        .contains("\"total\":" + size)
        .contains("\"archive\":\"lib.a\",\"object\":\"lib.o\",\"symbol\":\"used\"");
    assertThat(result.report().messages())
        .extracting(LinkReport.Message::text)
        .singleElement()
        .asString()
        .contains("total " + size + " bytes", "lib.a(lib.o)");
  }

  @Test
  void thePageOfSizesNeedsNothingElse() throws IOException {
    Path file = folder.resolve("sizes.html");
    link(List.of(MAIN, LIBRARY), "--size-report=" + file);
    assertThat(Files.readString(file))
        .contains("<!doctype html>", "\"object\":\"lib.o\"")
        .doesNotContain("http://", "https://", "src=");
  }

  @Test
  void theOutputIsTheSameWhateverTheNumberOfThreads() {
    List<LinkInput> inputs = new ArrayList<>();
    for (int file = 0; file < 40; file++) {
      TinyObject object = new TinyObject();
      for (int i = 0; i < 100; i++) {
        object.function("_ZN4unit" + "4f" + (100 + i) + "E" + file, SymbolFlags.WEAK);
      }
      inputs.add(new LinkInput("unit" + file + ".o", object.data("d" + file).bytes()));
    }
    String[] options = {"--no-entry", "--no-gc-sections", "--emit-relocs", "-O2"};
    byte[] expected = link(inputs, with(options, "--threads=1")).output().orElseThrow();
    for (String threads : List.of("--threads=2", "--threads=7", "--threads=64")) {
      assertThat(link(inputs, with(options, threads)).output().orElseThrow()).isEqualTo(expected);
    }
    LinkInput damaged = new LinkInput("unit3.o", new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0, 10, 99});
    inputs.set(3, damaged);
    inputs.set(7, new LinkInput("unit7.o", damaged.bytes()));
    List<String> errors = link(inputs, with(options, "--threads=1")).report().errors();
    assertThat(errors).hasSize(2);
    assertThat(link(inputs, with(options, "--threads=7")).report().errors()).isEqualTo(errors);
  }

  @Test
  void whatIsSaidOfNamesComesBehindWhatIsSaidOfFiles() {
    List<LinkInput> inputs = new ArrayList<>();
    for (int file = 0; file < 40; file++) {
      byte[] object = new TinyObject().function(file == 9 ? "f3" : "f" + file).bytes();
      inputs.add(new LinkInput("unit" + file + ".o", object));
    }
    for (String threads : List.of("--threads=1", "--threads=2", "--threads=7")) {
      String[] options = {"--no-entry", "--no-gc-sections", "--trace", threads};
      assertThat(link(inputs, options).report().messages())
          .extracting(LinkReport.Message::text)
          .hasSize(41)
          .startsWith("unit0.o", "unit1.o")
          .endsWith("unit38.o", "unit39.o")
          .element(10)
          .asString()
          .contains("duplicate symbol: f3", "unit3.o", "unit9.o");
    }
    inputs.set(39, new LinkInput("unit39.o", new byte[] {'B', 'C'}));
    // Other files do not even join: which of them there are is not known.
    assertThat(link(inputs, "--trace", "--threads=2").report().messages())
        .extracting(LinkReport.Message::text)
        .singleElement()
        .asString()
        .contains("unit39.o");
  }

  @Test
  void soManyErrorsOfEarlyFilesStopTheLinkOnce() {
    List<LinkInput> inputs = new ArrayList<>();
    for (int file = 0; file < 40; file++) {
      byte[] object = new TinyObject().function("f").bytes();
      inputs.add(new LinkInput("unit" + file + ".o", object));
    }
    assertThat(link(inputs, "--error-limit=5").report().errors())
        .hasSize(6)
        .last()
        .asString()
        .contains("too many errors");
  }

  private static String[] with(String[] options, String more) {
    return Stream.concat(Stream.of(options), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void anUnknownOptionIsAnErrorAndHelpNamesThemAll() {
    assertThat(link(List.of(MAIN), "--no-such-option").report().errors())
        .contains("unknown argument: --no-such-option");
    String help = Linker.link(List.of("--help"), List.of()).report().messages().get(0).text();
    for (Opt option : Opt.values()) {
      assertThat(help).contains(option.spelling());
    }
  }

  @Test
  void bitcodeIsAClearError() {
    LinkInput bitcode = new LinkInput("lto.o", new byte[] {'B', 'C', (byte) 0xc0, (byte) 0xde});
    assertThat(link(List.of(bitcode)).report().errors())
        .containsExactly(
            "lto.o: LLVM bitcode: link-time optimization is not supported; compile without"
                + " -flto");
  }

  @Test
  void archivesOfAixAreReadAsOthersAre() {
    List<LinkInput> members = List.of(LIBRARY, new LinkInput("odd.o", LIBRARY.bytes()));
    LinkResult expected = link(List.of(MAIN, new LinkInput("lib.a", TinyObject.archive(members))));
    LinkResult found = link(List.of(MAIN, new LinkInput("lib.a", TinyObject.bigArchive(members))));
    assertThat(functions(module(found))).isNotEmpty();
    assertThat(found.output().orElseThrow()).isEqualTo(expected.output().orElseThrow());
  }

  @Test
  void whatIsOnlyAskedIsAnsweredInTheReport() {
    LinkResult result = Linker.link(List.of("--help"), List.of());
    assertThat(result.output()).isEmpty();
    assertThat(result.report().errors()).isEmpty();
    assertThat(result.report().messages().get(0).text()).contains("--export");
  }
}
