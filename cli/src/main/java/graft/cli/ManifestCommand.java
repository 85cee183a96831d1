package graft.cli;

import graft.source.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// `graft manifest`: describes the libraries in a folder.
final class ManifestCommand implements Command {
  @Override
  public String name() {
    return "manifest";
  }

  @Override
  public String synopsis() {
    return "DIR";
  }

  @Override
  public String summary() {
    return "describe the libraries in a folder: names, hashes, sizes, what they need";
  }

  @Override
  public List<Option> options() {
    return List.of();
  }

  @Override
  public String details() {
    return """
    Prints JSON that graft run --source takes: in a file beside the libraries, or from a server.
    "url" may be any address, relative to the manifest or not; "when" may be "start" (fetch it
    before the program starts), "background" (begin then) or "demand" (when it is first needed,
    which is the default).
    """;
  }

  @Override
  public int run(Console console, Arguments arguments) throws IOException {
    Path folder = InputFiles.folder(console, name(), arguments.operand("DIR"));
    console.out().print(new String(Manifest.of(folder).toJson(), StandardCharsets.UTF_8));
    return ExitStatus.SUCCESS.code();
  }
}
