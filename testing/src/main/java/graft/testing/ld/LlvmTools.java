package graft.testing.ld;

import graft.testkit.Requires;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Runs LLVM's tools in a folder.
record LlvmTools(Path folder) {
  /// What a tool did.
  record Answer(int status, String out, String err) {}

  /// Under its own name, which is in its messages.
  static String tool(String name) {
    return Requires.file("/usr/lib/llvm-22/bin/" + name, "apt-get install lld-22 llvm-22")
        .toString();
  }

  Answer execute(List<String> words) throws IOException, InterruptedException {
    File said = folder.resolve("stdout").toFile();
    File complained = folder.resolve("stderr").toFile();
    Process process =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectOutput(said)
            .redirectError(complained)
            .start();
    process.getOutputStream().close();
    int status = process.waitFor();
    return new Answer(
        status,
        Files.readString(said.toPath(), StandardCharsets.UTF_8),
        Files.readString(complained.toPath(), StandardCharsets.UTF_8));
  }

  /// Whether LLVM can read an object or module: of what it writes it cannot read all.
  boolean isReadable(String object) throws IOException, InterruptedException {
    return execute(List.of(tool("llvm-readobj"), "--symbols", object)).status == 0;
  }
}
