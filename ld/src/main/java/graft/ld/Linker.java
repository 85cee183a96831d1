package graft.ld;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Links objects to a module, a shared library or another object, in this JVM.
///
/// ```java
/// LinkResult result =
///     Linker.link(
///         List.of("--no-entry", "--export=add", "-o", "add.wasm", "add.o"),
///         List.of(new LinkInput("add.o", object)));
/// byte[] module = result.output().orElseThrow();
/// ```
///
/// A link keeps nothing and shares nothing: any number may run at once. It takes as many threads of
/// its own as the machine has processors, or as `--threads` says; `--threads=1` is the caller's
/// only.
public final class Linker {
  private Linker() {}

  /// Links.
  ///
  /// @param arguments wasm-ld's options and the names of files, as on a command line
  /// @param inputs files that need not be read; others are looked for in the current folder
  /// @return the output, which is not written to any file, and what there was to say; options that
  ///   only ask (`--help`, `--version`, `--export-for` without inputs) are answered in the report's
  ///   messages, and there is no output and no error
  public static LinkResult link(List<String> arguments, List<LinkInput> inputs) {
    return link(arguments, inputs, Path.of(""));
  }

  /// The same, with another folder to look for files.
  ///
  /// @param arguments wasm-ld's options and the names of files, as on a command line
  /// @param inputs files that need not be read
  /// @param folder where other files are looked for
  public static LinkResult link(List<String> arguments, List<LinkInput> inputs, Path folder) {
    Diagnostics diagnostics = new Diagnostics();
    FileSource files = FileSource.of(folder, inputs, diagnostics);
    byte @Nullable [] output = null;
    try (Link link = new Link(arguments, files, diagnostics)) {
      ModuleImage image = link.run();
      output = image == null ? null : image.toByteArray();
    } catch (Diagnostics.Stop e) {
      // Said already.
    } catch (OutOfMemoryError e) {
      diagnostics.outOfMemory();
    }
    return new LinkResult(
        diagnostics.hasErrors() ? Optional.empty() : Optional.ofNullable(output),
        new LinkReport(diagnostics.messages()));
  }
}
