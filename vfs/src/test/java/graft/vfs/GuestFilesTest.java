package graft.vfs;

import static graft.vfs.FileSystemContract.fails;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mounts side by side, devices, standard streams, pipes.
final class GuestFilesTest {
  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private static List<String> list(GuestFiles files, String path) throws IOException {
    OpenFile folder = files.root().open(path, OpenOptions.READ);
    return folder.entries(0, 100).stream().map(DirectoryEntry::name).toList();
  }

  @Test
  void mountsAreSeenWhereTheyAreMounted(@TempDir Path host) throws IOException {
    Files.writeString(host.resolve("hosted"), "from the host");
    try (GuestFiles files =
        GuestFiles.builder()
            .mount("/", Mount.memory(1 << 20))
            .mount("/mnt/data", Mount.folder(host))
            .build()) {
      files.write("/mnt/beside", new byte[1]);
      files.write("/mnt/data/made", new byte[2]);
      assertThat(list(files, "/")).containsExactly(".", "..", "dev", "mnt");
      assertThat(list(files, "/mnt")).containsExactly(".", "..", "beside", "data");
      assertThat(list(files, "/mnt/data")).containsExactly(".", "..", "hosted", "made");
      assertThat(host.resolve("made")).hasSize(2);
      assertThat(files.mountPoints()).containsExactly("/", "/mnt/data");
      Folder root = files.root();
      assertThat(root.resolve("mnt/data/..")).isEqualTo("/mnt");
      fails(Errno.EXDEV, () -> root.rename("mnt/beside", root, "mnt/data/beside"));
      fails(Errno.EXDEV, () -> root.link("mnt/beside", false, root, "mnt/data/beside"));
      fails(Errno.EBUSY, () -> root.rename("mnt/data", root, "elsewhere"));
      fails(Errno.EBUSY, () -> root.removeDirectory("mnt/data"));
      assertThat(root.hostPath("mnt/data/hosted")).isEqualTo(host.toRealPath().resolve("hosted"));
      assertThat(root.status("mnt", true).device())
          .isNotEqualTo(root.status("mnt/data", true).device());
    }
  }

  @Test
  void otherLettersDoNotUncoverWhatAMountHides() throws IOException {
    try (FileSystem host = Jimfs.newFileSystem(Configuration.osX())) {
      Path shown = Files.createDirectories(host.getPath("/shown/data")).getParent();
      Path other = Files.createDirectory(host.getPath("/other"));
      Files.writeString(shown.resolve("data/hidden"), "");
      try (GuestFiles files =
          GuestFiles.builder()
              .mount("/", Mount.folder(shown))
              .mount("/data", Mount.readOnly(other))
              .build()) {
        Folder root = files.root();
        for (String name : List.of("data", "DATA", "Data")) {
          assertThat(list(files, "/" + name)).containsExactly(".", "..");
          fails(Errno.ENOENT, () -> files.read("/" + name + "/hidden"));
          fails(Errno.EROFS, () -> files.write("/" + name + "/made", new byte[1]));
          fails(Errno.EBUSY, () -> root.rename(name, root, "elsewhere"));
          fails(Errno.EBUSY, () -> root.removeDirectory(name));
        }
        files.write("/date", new byte[1]);
        assertThat(files.read("/DATE")).hasSize(1);
      }
    }
  }

  @Test
  void aMountHidesNothingBesideIt(@TempDir Path host) throws IOException {
    Path archive = host.resolve("a.zip");
    try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
      for (String name : List.of("data", "Data", "dätä")) {
        Files.createDirectory(zip.getPath("/" + name));
        Files.writeString(zip.getPath("/" + name + "/f"), name);
      }
    }
    try (GuestFiles files =
        GuestFiles.builder()
            .mount("/", Mount.zip(archive))
            .mount("/data", Mount.memory(1 << 20))
            .build()) {
      fails(Errno.ENOENT, () -> files.read("/data/f"));
      assertThat(files.read("/Data/f")).isEqualTo("Data".getBytes(UTF_8));
      assertThat(files.read("/dätä/f")).isEqualTo("dätä".getBytes(UTF_8));
    }
  }

  @Test
  void withoutARootOnlyMountsAndDevicesAreThere(@TempDir Path host) throws IOException {
    try (GuestFiles files = GuestFiles.builder().mount("/a/b", Mount.folder(host)).build()) {
      assertThat(list(files, "/")).containsExactly(".", "..", "a", "dev");
      fails(Errno.EROFS, () -> files.write("/x", new byte[1]));
      fails(Errno.EROFS, () -> files.write("/a/x", new byte[1]));
      fails(Errno.ENOENT, () -> files.read("/etc/passwd"));
      assertThat(files.root().status("/a", true).type()).isEqualTo(FileType.DIRECTORY);
      assertThat(files.root().hostPath("/a")).isNull();
    }
  }

  @Test
  void mountPathsAreAbsolute() {
    GuestFiles.Builder builder = GuestFiles.builder();
    assertThatThrownBy(() -> builder.mount("a", Mount.memory(1 << 20)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.mount("/a/../b", Mount.memory(1 << 20)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void archivesCanBeRead(@TempDir Path host) throws IOException {
    Path archive = host.resolve("a.zip");
    try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
      Files.createDirectory(zip.getPath("/lib"));
      Files.writeString(zip.getPath("/lib/a.py"), "print(1)");
    }
    try (GuestFiles files = GuestFiles.builder().mount("/zip", Mount.zip(archive)).build()) {
      assertThat(files.read("/zip/lib/a.py")).isEqualTo("print(1)".getBytes(UTF_8));
      assertThat(list(files, "/zip/lib")).containsExactly(".", "..", "a.py");
      fails(Errno.EROFS, () -> files.write("/zip/x", new byte[1]));
      OpenFile file = files.root().open("/zip/lib/a.py", OpenOptions.READ);
      ByteBuffer three = ByteBuffer.allocate(3);
      assertThat(file.read(three, 6)).isEqualTo(2);
      assertThat(file.status().sizeInBytes()).isEqualTo(8);
      file.close();
    }
  }

  @Test
  void devicesBehave() throws IOException {
    try (GuestFiles files = GuestFiles.builder().random(new Random(1)).build()) {
      Folder root = files.root();
      OpenFile nothing = root.open("/dev/null", OpenOptions.READ_WRITE_CREATE);
      assertThat(nothing.write(bytes("gone"))).isEqualTo(4);
      assertThat(nothing.read(ByteBuffer.allocate(4))).isZero();
      byte[] expected = new byte[8];
      new Random(1).nextBytes(expected);
      ByteBuffer random = ByteBuffer.allocate(8);
      root.open("/dev/urandom", OpenOptions.READ).read(random);
      assertThat(random.array()).isEqualTo(expected);
      assertThat(root.status("/dev/null", true).type()).isEqualTo(FileType.CHARACTER_DEVICE);
      fails(Errno.ENXIO, () -> root.open("/dev/tty", OpenOptions.READ));
      fails(Errno.EBUSY, () -> root.removeFile("/dev/null"));
      fails(Errno.ENOTDIR, () -> root.open("/dev/null/x", OpenOptions.READ));
    }
  }

  @Test
  void standardStreamsAreTheEmbedders() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (GuestFiles files =
        GuestFiles.builder()
            .standardInput(new ByteArrayInputStream("typed".getBytes(UTF_8)))
            .standardOutput(out)
            .standardError(err)
            .terminal(true)
            .build()) {
      Descriptors open = files.descriptors();
      ByteBuffer read = ByteBuffer.allocate(10);
      assertThat(open.get(0).available()).isEqualTo(5);
      assertThat(open.get(0).read(read)).isEqualTo(5);
      assertThat(open.get(0).read(read)).isZero();
      open.get(1).write(bytes("out"));
      open.get(2).write(bytes("err"));
      files.root().open("/dev/stdout", OpenOptions.READ_WRITE_CREATE).write(bytes("put"));
      files.root().open("/dev/tty", OpenOptions.READ_WRITE_CREATE).write(bytes("!"));
      assertThat(out.toString(UTF_8)).isEqualTo("output!");
      assertThat(err.toString(UTF_8)).isEqualTo("err");
      assertThat(open.get(1).isTerminal()).isTrue();
      fails(Errno.EBADF, () -> open.get(1).read(read));
      fails(Errno.ESPIPE, () -> open.get(1).seek(0, Whence.CURRENT));
    }
  }

  @Test
  void descriptorsAreGivenFromTheLowest() throws IOException {
    try (GuestFiles files = GuestFiles.builder().mount("/", Mount.memory(1 << 20)).build()) {
      Descriptors open = files.descriptors();
      OpenFile file = files.root().open("a", OpenOptions.READ_WRITE_CREATE);
      assertThat(open.add(file)).isEqualTo(3);
      assertThat(open.add(file, 10)).isEqualTo(10);
      open.duplicate(3, 7);
      open.close(3);
      assertThat(open.add(files.root().open("b", OpenOptions.READ_WRITE_CREATE))).isEqualTo(3);
      fails(Errno.EBADF, () -> open.get(4));
      fails(Errno.EBADF, () -> open.get(-1));
      fails(Errno.EBADF, () -> open.renumber(7, 5));
      open.renumber(7, 3);
      assertThat(open.get(3)).isSameAs(file);
      file.write(bytes("still open"));
      open.close(3);
      file.write(bytes("still open"));
      open.close(10);
      fails(Errno.EBADF, () -> file.write(bytes("closed")));
      fails(Errno.EINVAL, () -> open.add(file, Descriptors.LIMIT));
    }
  }

  @Test
  void thereIsALimitToOpenFiles() throws IOException {
    try (GuestFiles files = GuestFiles.builder().build()) {
      OpenFile file = files.root().open("/dev/null", OpenOptions.READ);
      for (int i = 3; i < Descriptors.LIMIT; i++) {
        files.descriptors().add(file);
      }
      fails(Errno.EMFILE, () -> files.descriptors().add(file));
    }
  }

  @Test
  void pipesCarryBytesAndEndWhenTheWriterIsClosed() throws IOException {
    Pipe pipe = new Pipe();
    ByteBuffer buffer = ByteBuffer.allocate(4);
    fails(Errno.EAGAIN, () -> pipe.reader().read(buffer));
    pipe.writer().write(bytes("hello "));
    pipe.writer().write(bytes("pipe"));
    assertThat(pipe.reader().available()).isEqualTo(10);
    assertThat(pipe.reader().read(buffer)).isEqualTo(4);
    assertThat(new String(buffer.array(), UTF_8)).isEqualTo("hell");
    pipe.writer().close();
    assertThat(pipe.reader().isHungUp()).isTrue();
    ByteBuffer rest = ByteBuffer.allocate(10);
    assertThat(pipe.reader().read(rest)).isEqualTo(6);
    assertThat(pipe.reader().read(rest)).isZero();
    fails(Errno.ESPIPE, () -> pipe.reader().seek(0, Whence.CURRENT));
    Pipe other = new Pipe();
    other.reader().close();
    fails(Errno.EPIPE, () -> other.writer().write(bytes("x")));
  }
}
