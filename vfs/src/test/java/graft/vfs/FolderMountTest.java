package graft.vfs;

import static graft.vfs.FileSystemContract.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A folder of the host.
final class FolderMountTest extends FileSystemContract {
  @TempDir private Path temporary;

  @Override
  Mount mount() throws IOException {
    return Mount.folder(temporary);
  }

  @Test
  void linksThatTheHostMadeDoNotLeadOut() throws IOException {
    Path shown = Files.createDirectories(temporary.resolve("shown"));
    Path secret = Files.writeString(temporary.resolve("secret"), "secret");
    Files.createSymbolicLink(shown.resolve("absolute"), secret);
    Files.createSymbolicLink(shown.resolve("relative"), Path.of("../secret"));
    Files.createSymbolicLink(shown.resolve("folder"), temporary);
    try (GuestFiles files = GuestFiles.builder().mount("/", Mount.folder(shown)).build()) {
      for (String path : new String[] {"absolute", "relative", "folder/secret"}) {
        fails(Errno.ENOENT, () -> files.read("/" + path));
        fails(Errno.ENOENT, () -> files.root().truncate(path, 0));
      }
      files.write("/relative", new byte[] {1});
    }
    assertThat(secret).hasContent("secret");
    assertThat(shown.resolve("secret")).hasBinaryContent(new byte[] {1});
  }

  @Test
  void aFolderIsWhereItsLinkLeads() throws IOException {
    Path real = Files.createDirectories(temporary.resolve("real"));
    Path link = Files.createSymbolicLink(temporary.resolve("link"), real);
    assertThat(Mount.folder(link).root()).isEqualTo(real.toRealPath());
    Path file = Files.writeString(real.resolve("file"), "");
    assertThatThrownBy(() -> Mount.folder(file)).isInstanceOf(NotDirectoryException.class);
  }
}
