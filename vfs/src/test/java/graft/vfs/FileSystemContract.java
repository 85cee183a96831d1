package graft.vfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every writable file system does, whatever it is made of.
abstract class FileSystemContract {
  private GuestFiles files;
  private Folder root;

  /// An empty folder of the kind under test.
  abstract Mount mount() throws IOException;

  @BeforeEach
  void mountIt() throws IOException {
    files = GuestFiles.builder().mount("/", mount()).build();
    root = files.root();
  }

  @AfterEach
  void unmountIt() {
    files.close();
  }

  static void fails(Errno errno, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(errno));
  }

  private static OpenOptions mode(String letters) {
    return new OpenOptions(
        letters.contains("r"),
        letters.contains("w"),
        letters.contains("a"),
        letters.contains("c"),
        letters.contains("x"),
        letters.contains("t"),
        letters.contains("d"),
        !letters.contains("n"),
        false,
        0644);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private static String readAll(OpenFile file) throws ErrnoException {
    ByteBuffer buffer = ByteBuffer.allocate(1000);
    while (file.read(buffer) > 0) {}
    return new String(buffer.array(), 0, buffer.position(), UTF_8);
  }

  private String content(String path) throws ErrnoException {
    return new String(files.read(path), UTF_8);
  }

  private void write(String path, String text) throws ErrnoException {
    files.write(path, text.getBytes(UTF_8));
  }

  private List<String> list(String path) throws ErrnoException {
    OpenFile folder = root.open(path, mode("r"));
    List<String> names = new ArrayList<>();
    for (DirectoryEntry each : folder.entries(0, 1000)) {
      names.add(each.name());
    }
    folder.close();
    return names;
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    OpenFile file = root.open("a", mode("rwc"));
    assertThat(file.write(bytes("hello world"))).isEqualTo(11);
    assertThat(readAll(file)).isEmpty();
    assertThat(file.seek(6, Whence.START)).isEqualTo(6);
    assertThat(readAll(file)).isEqualTo("world");
    assertThat(file.seek(-5, Whence.END)).isEqualTo(6);
    assertThat(file.seek(-1, Whence.CURRENT)).isEqualTo(5);
    fails(Errno.EINVAL, () -> file.seek(-6, Whence.CURRENT));
    file.close();
    assertThat(content("/a")).isEqualTo("hello world");
  }

  @Test
  void positionalReadsAndWritesLeaveThePositionAlone() throws IOException {
    OpenFile file = root.open("a", mode("rwc"));
    file.write(bytes("0123456789"));
    file.write(bytes("AB"), 2);
    ByteBuffer two = ByteBuffer.allocate(2);
    file.read(two, 3);
    assertThat(new String(two.array(), UTF_8)).isEqualTo("B4");
    file.write(bytes("."));
    file.close();
    assertThat(content("a")).isEqualTo("01AB456789.");
  }

  @Test
  void writingBehindTheEndFillsWithZeroes() throws IOException {
    OpenFile file = root.open("a", mode("rwc"));
    file.seek(3, Whence.START);
    file.write(bytes("x"));
    file.close();
    assertThat(content("a")).isEqualTo("\0\0\0x");
  }

  @Test
  void appendingAlwaysWritesAtTheEnd() throws IOException {
    write("a", "one");
    OpenFile file = root.open("a", mode("rwa"));
    OpenFile other = root.open("a", mode("w"));
    file.write(bytes("two"));
    other.seek(0, Whence.END);
    other.write(bytes("three"));
    file.seek(0, Whence.START);
    file.write(bytes("four"));
    file.close();
    other.close();
    assertThat(content("a")).isEqualTo("onetwothreefour");
  }

  @Test
  void aFileIsOnlyUsedAsItWasOpened() throws IOException {
    write("a", "text");
    OpenFile reader = root.open("a", mode("r"));
    fails(Errno.EBADF, () -> reader.write(bytes("x")));
    fails(Errno.EINVAL, () -> reader.truncate(0));
    OpenFile writer = root.open("a", mode("w"));
    fails(Errno.EBADF, () -> writer.read(ByteBuffer.allocate(1)));
    reader.close();
    writer.close();
  }

  @Test
  void createExclusiveAndTruncateDoWhatTheySay() throws IOException {
    fails(Errno.ENOENT, () -> root.open("a", mode("rw")));
    root.open("a", mode("wcx")).close();
    fails(Errno.EEXIST, () -> root.open("a", mode("wcx")));
    write("a", "text");
    root.open("a", mode("wct")).close();
    assertThat(content("a")).isEmpty();
    fails(Errno.EISDIR, () -> root.open("b/", mode("wc")));
    fails(Errno.ENOTDIR, () -> root.open("a/", mode("r")));
    fails(Errno.ENOTDIR, () -> root.open("a", mode("rd")));
    fails(Errno.ENOTDIR, () -> root.open("a/b", mode("wc")));
    fails(Errno.ENOENT, () -> root.open("", mode("r")));
  }

  @Test
  void truncateMakesFilesShorterAndLonger() throws IOException {
    write("a", "0123456789");
    root.truncate("a", 4);
    assertThat(content("a")).isEqualTo("0123");
    root.truncate("a", 6);
    assertThat(content("a")).isEqualTo("0123\0\0");
    fails(Errno.EINVAL, () -> root.truncate("a", -1));
    OpenFile file = root.open("a", mode("rw"));
    file.allocate(0, 5);
    assertThat(file.status().sizeInBytes()).isEqualTo(6);
    file.allocate(4, 5);
    assertThat(file.status().sizeInBytes()).isEqualTo(9);
    fails(Errno.EINVAL, () -> file.allocate(0, 0));
    file.sync(true);
    file.close();
  }

  @Test
  void largeTransfersAreWhole() throws IOException {
    byte[] large = new byte[3_500_000];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) ((i * 31) >> 3);
    }
    files.write("/large", large);
    assertThat(files.read("/large")).isEqualTo(large);
  }

  @Test
  void statusSaysWhatAFileIs() throws IOException {
    write("a", "text");
    root.createDirectory("d", 0777);
    root.symlink("a", "l");
    FileStatus status = root.status("a", true);
    assertThat(status.type()).isEqualTo(FileType.REGULAR);
    assertThat(status.sizeInBytes()).isEqualTo(4);
    assertThat(status.links()).isEqualTo(1);
    assertThat(root.status("d", true).type()).isEqualTo(FileType.DIRECTORY);
    assertThat(root.status("l", true)).isEqualTo(root.status("a", true));
    FileStatus link = root.status("l", false);
    assertThat(link.type()).isEqualTo(FileType.SYMBOLIC_LINK);
    assertThat(link.sizeInBytes()).isEqualTo(1);
    assertThat(link.inode()).isNotEqualTo(status.inode());
    fails(Errno.ENOENT, () -> root.status("none", true));
    fails(Errno.ENOTDIR, () -> root.status("a/b", true));
    fails(Errno.ENOTDIR, () -> root.status("a/", true));
  }

  @Test
  void newFilesGetPermissionsLessTheMask() throws IOException {
    files.setMask(027);
    root.open("a", mode("wc")).close();
    root.createDirectory("d", 0777);
    assertThat(root.status("a", true).permissions()).isEqualTo(0640);
    assertThat(root.status("d", true).permissions()).isEqualTo(0750);
    root.setPermissions("a", true, 0400);
    assertThat(root.status("a", true).permissions()).isEqualTo(0400);
    root.checkAccess("a", true, true, false, false);
    fails(Errno.EACCES, () -> root.checkAccess("a", true, false, false, true));
    assertThat(files.setMask(022)).isEqualTo(027);
  }

  @Test
  void timesAreSetAndRead() throws IOException {
    write("a", "");
    Instant accessed = Instant.ofEpochSecond(1_000_000, 500_000_000);
    Instant modified = Instant.ofEpochSecond(2_000_000);
    root.setTimes("a", true, accessed, modified);
    assertThat(root.status("a", true).accessed()).isEqualTo(accessed);
    assertThat(root.status("a", true).modified()).isEqualTo(modified);
    OpenFile file = root.open("a", mode("r"));
    file.setTimes(null, accessed);
    assertThat(file.status().accessed()).isEqualTo(accessed);
    assertThat(file.status().modified()).isEqualTo(accessed);
    file.close();
  }

  @Test
  void directoriesAreListedInOrder() throws IOException {
    write("/d/b", "");
    write("/d/a", "");
    root.createDirectory("d/c", 0755);
    assertThat(list("d")).containsExactly(".", "..", "a", "b", "c");
    OpenFile folder = root.open("d", mode("rd"));
    List<DirectoryEntry> entries = folder.entries(0, 100);
    assertThat(entries.get(0).inode()).isEqualTo(root.status("d", true).inode());
    assertThat(entries.get(1).inode()).isEqualTo(root.status("/", true).inode());
    assertThat(entries.get(4).type()).isEqualTo(FileType.DIRECTORY);
    folder.close();
    OpenFile file = root.open("d/a", mode("r"));
    fails(Errno.ENOTDIR, () -> file.entries(0, 1));
    file.close();
    fails(Errno.EISDIR, () -> root.open("d", mode("rw")));
    OpenFile directory = root.open("d", mode("r"));
    fails(Errno.EISDIR, () -> directory.read(ByteBuffer.allocate(1)));
    directory.close();
  }

  @Test
  void cookiesHoldWhileEntriesGo() throws IOException {
    for (int i = 0; i < 10; i++) {
      write("/d/f" + i, "");
    }
    OpenFile folder = root.open("d", mode("r"));
    long cookie = 0;
    int seen = 0;
    while (true) {
      List<DirectoryEntry> next = folder.entries(cookie, 3);
      if (next.isEmpty()) {
        break;
      }
      for (DirectoryEntry each : next) {
        if (each.type() == FileType.REGULAR) {
          root.removeFile("d/" + each.name());
          seen++;
        }
        cookie = each.next();
      }
    }
    assertThat(seen).isEqualTo(10);
    assertThat(folder.entries(0, 100)).hasSize(2);
    folder.close();
    root.removeDirectory("d");
  }

  @Test
  void removingTakesTheRightCallForEach() throws IOException {
    write("/d/a", "");
    root.createDirectory("d/e", 0755);
    fails(Errno.ENOTEMPTY, () -> root.removeDirectory("d"));
    fails(Errno.EISDIR, () -> root.removeFile("d"));
    fails(Errno.ENOTDIR, () -> root.removeDirectory("d/a"));
    fails(Errno.ENOENT, () -> root.removeFile("d/b"));
    fails(Errno.EINVAL, () -> root.removeDirectory("d/."));
    fails(Errno.ENOTEMPTY, () -> root.removeDirectory("d/e/.."));
    fails(Errno.EBUSY, () -> root.removeDirectory("/"));
    root.removeFile("d/a");
    root.removeDirectory("d/e");
    root.removeDirectory("d/");
    fails(Errno.ENOENT, () -> root.status("d", true));
  }

  @Test
  void aRemovedFileLivesWhileItIsOpen() throws IOException {
    write("a", "text");
    OpenFile file = root.open("a", mode("rw"));
    root.removeFile("a");
    assertThat(readAll(file)).isEqualTo("text");
    file.write(bytes("more"));
    assertThat(file.status().sizeInBytes()).isEqualTo(8);
    file.close();
    assertThat(list("/")).doesNotContain("a");
  }

  @Test
  void renameReplacesWhatPosixSaysItReplaces() throws IOException {
    write("/a", "a");
    write("/b", "b");
    write("/full/x", "");
    root.createDirectory("empty", 0755);
    root.rename("a", root, "b");
    assertThat(content("b")).isEqualTo("a");
    fails(Errno.ENOENT, () -> root.rename("a", root, "c"));
    fails(Errno.EISDIR, () -> root.rename("b", root, "empty"));
    fails(Errno.ENOTDIR, () -> root.rename("empty", root, "b"));
    fails(Errno.ENOTEMPTY, () -> root.rename("empty", root, "full"));
    fails(Errno.EINVAL, () -> root.rename("full", root, "full/y"));
    fails(Errno.ENOTDIR, () -> root.rename("b", root, "c/"));
    fails(Errno.EBUSY, () -> root.rename("full/.", root, "c"));
    root.rename("full", root, "empty");
    assertThat(list("/")).contains("empty").doesNotContain("full");
    root.rename("b", root.folder("empty"), "c");
    assertThat(list("empty")).containsExactly(".", "..", "c", "x");
    root.rename("empty", root, "empty");
  }

  @Test
  void hardLinksAreTheSameFile() throws IOException {
    write("a", "text");
    root.link("a", false, root, "b");
    assertThat(root.status("b", true).inode()).isEqualTo(root.status("a", true).inode());
    assertThat(root.status("b", true).links()).isEqualTo(2);
    root.rename("a", root, "b");
    assertThat(list("/")).contains("a", "b");
    fails(Errno.EEXIST, () -> root.link("a", false, root, "b"));
    root.createDirectory("d", 0755);
    fails(Errno.EPERM, () -> root.link("d", false, root, "e"));
  }

  @Test
  void linksAreFollowedInsideOfTheTree() throws IOException {
    write("/d/e/f", "deep");
    root.symlink("d/e", "rel");
    root.symlink("/d/e", "abs");
    root.symlink("../f", "d/e/up");
    root.symlink("nowhere", "dangling");
    assertThat(content("rel/f")).isEqualTo("deep");
    assertThat(content("abs/f")).isEqualTo("deep");
    assertThat(root.readLink("abs")).isEqualTo("/d/e");
    assertThat(root.resolve("abs/../e/f")).isEqualTo("/d/e/f");
    fails(Errno.ENOENT, () -> root.open("dangling", mode("r")));
    fails(Errno.ELOOP, () -> root.open("rel", mode("rn")));
    fails(Errno.EINVAL, () -> root.readLink("d"));
    fails(Errno.EEXIST, () -> root.symlink("x", "abs"));
    fails(Errno.EEXIST, () -> root.open("dangling", mode("wcx")));
    root.open("dangling", mode("wc")).close();
    assertThat(list("/")).contains("nowhere");
    fails(Errno.ENOENT, () -> root.status("d/e/up", true));
    root.removeFile("rel");
    assertThat(list("d/e")).contains("f");
  }

  @Test
  void linksInACircleAreNoticed() throws IOException {
    root.symlink("b", "a");
    root.symlink("a", "b");
    fails(Errno.ELOOP, () -> root.status("a", true));
    root.symlink("self/self", "self");
    fails(Errno.ELOOP, () -> root.status("self/x", true));
  }

  @Test
  void nothingLeadsOutOfTheTree() throws IOException {
    write("inside", "inside");
    assertThat(content("/../../inside")).isEqualTo("inside");
    root.symlink("../../../../../../../../../../etc", "up");
    root.symlink("/etc/passwd", "passwd");
    fails(Errno.ENOENT, () -> root.open("up/passwd", mode("r")));
    fails(Errno.ENOENT, () -> root.open("passwd", mode("r")));
    fails(Errno.ENOENT, () -> root.open("../etc/passwd", mode("r")));
    fails(Errno.ENOENT, () -> root.rename("inside", root, "up/x"));
    assertThat(root.status("..", true)).isEqualTo(root.status("/", true));
    fails(Errno.EINVAL, () -> root.open("in\0side", mode("r")));
    fails(Errno.ENAMETOOLONG, () -> root.open("n".repeat(256), mode("wc")));
    fails(Errno.ENAMETOOLONG, () -> root.open("n/".repeat(3000), mode("r")));
  }

  @Test
  void aWasiDirectoryConfinesItsPaths() throws IOException {
    write("/d/sub/f", "text");
    write("/secret", "");
    int descriptor = files.descriptors().add(root.open("d", mode("rd")));
    Folder confined = files.within(descriptor);
    assertThat(confined.status("sub/../sub/./f", true).sizeInBytes()).isEqualTo(4);
    fails(Errno.EPERM, () -> confined.status("..", true));
    fails(Errno.EPERM, () -> confined.status("sub/../../secret", true));
    fails(Errno.EPERM, () -> confined.status("/secret", true));
    root.symlink("../secret", "d/relative");
    root.symlink("/secret", "d/absolute");
    fails(Errno.EPERM, () -> confined.status("relative", true));
    fails(Errno.EPERM, () -> confined.status("absolute", true));
    fails(Errno.EPERM, () -> confined.open("absolute", mode("wc")));
    fails(Errno.EPERM, () -> confined.symlink("/etc", "l"));
    fails(Errno.EPERM, () -> confined.rename("../secret", confined, "got"));
    fails(Errno.EPERM, () -> confined.rename("sub", confined, "../got"));
    fails(Errno.EPERM, () -> confined.createDirectory("../got", 0755));
    fails(Errno.EPERM, () -> confined.removeFile("../secret"));
    assertThat(confined.readLink("absolute")).isEqualTo("/secret");
    assertThat(files.at(descriptor).status("../secret", true).sizeInBytes()).isZero();
  }

  /// A way to a directory that was there: something that walks paths from it.
  private interface Start {
    Folder from(GuestFiles guest) throws IOException;
  }

  private static final List<Start> STARTS =
      List.of(
          guest -> guest.at(descriptor(guest)),
          guest -> guest.within(descriptor(guest)),
          guest -> guest.root().folder("d"));

  private static int descriptor(GuestFiles guest) throws IOException {
    return guest.descriptors().add(guest.root().open("d", mode("rd")));
  }

  /// Shows a guest `/shown`, which has an empty directory `d`; beside it, not shown, is `/outside`.
  private GuestFiles shown() throws IOException {
    write("/outside/secret", "secret");
    root.createDirectory("outside/folder", 0755);
    root.createDirectory("shown", 0755);
    root.createDirectory("shown/d", 0755);
    return GuestFiles.builder().mount("/", Mount.folder(root.hostPath("/shown"))).build();
  }

  private void hide() throws IOException {
    root.removeFile("outside/secret");
    root.removeDirectory("outside/folder");
    root.removeDirectory("outside");
    root.removeFile("shown/d");
    root.rename("shown", root, "done" + root.status("shown", true).inode());
  }

  private static void leadsNowhere(Folder folder) {
    fails(Errno.ENOENT, () -> folder.open("secret", mode("r")));
    fails(Errno.ENOENT, () -> folder.open("secret", mode("wt")));
    fails(Errno.ENOENT, () -> folder.open("made", mode("wc")));
    fails(Errno.ENOENT, () -> folder.open(".", mode("rd")));
    fails(Errno.ENOENT, () -> folder.status("secret", true));
    fails(Errno.ENOENT, () -> folder.status(".", true));
    fails(Errno.ENOENT, () -> folder.truncate("secret", 0));
    fails(Errno.ENOENT, () -> folder.createDirectory("made", 0755));
    fails(Errno.ENOENT, () -> folder.removeFile("secret"));
    fails(Errno.ENOENT, () -> folder.removeDirectory("folder"));
    fails(Errno.ENOENT, () -> folder.rename("secret", folder, "made"));
    fails(Errno.ENOENT, () -> folder.link("secret", false, folder, "made"));
    fails(Errno.ENOENT, () -> folder.symlink("secret", "made"));
    fails(Errno.ENOENT, () -> folder.readLink("secret"));
    fails(Errno.ENOENT, () -> folder.setPermissions("secret", true, 0777));
    fails(Errno.ENOENT, () -> folder.setTimes("secret", true, Instant.EPOCH, null));
    fails(Errno.ENOENT, () -> folder.checkAccess("secret", true, true, false, false));
    fails(Errno.ENOENT, () -> folder.folder("folder"));
    fails(Errno.ENOENT, () -> folder.resolve("secret"));
    fails(Errno.ENOENT, () -> folder.hostPath("secret"));
  }

  private void theSecretIsUntouched() throws IOException {
    assertThat(content("/outside/secret")).isEqualTo("secret");
    assertThat(list("/outside")).containsExactly(".", "..", "folder", "secret");
  }

  @Test
  void anOpenDirectoryThatWasReplacedByALinkLeadsNowhere() throws IOException {
    for (Start start : STARTS) {
      for (boolean removed : new boolean[] {false, true}) {
        for (String target : new String[] {"../outside", "absolute"}) {
          try (GuestFiles guest = shown()) {
            Folder held = start.from(guest);
            guest.setWorkingDirectory(held);
            replace(guest, removed, target);
            leadsNowhere(held);
            leadsNowhere(guest.workingDirectory());
            fails(Errno.ENOENT, () -> guest.root().rename("l", held, "made"));
            fails(Errno.ENOENT, () -> guest.root().link("l", false, held, "made"));
            fails(Errno.ENOENT, () -> guest.read("secret"));
            fails(Errno.ENOENT, () -> guest.write("secret", new byte[1]));
            theSecretIsUntouched();
            hide();
          }
        }
      }
    }
  }

  /// Puts a link where the guest's directory `d` was, and a link `l` beside it.
  private void replace(GuestFiles guest, boolean removed, String target) throws IOException {
    if (removed) {
      guest.root().removeDirectory("d");
    } else {
      guest.root().rename("d", guest.root(), "e");
    }
    String outside = String.valueOf(root.hostPath("/outside"));
    guest.root().symlink(target.equals("absolute") ? outside : target, "d");
    guest.root().symlink("nothing", "l");
  }

  @Test
  void anOpenDirectoryThatWasReplacedByALinkTellsNothing() throws IOException {
    try (GuestFiles guest = shown()) {
      OpenFile directory = guest.root().open("d", mode("rd"));
      OpenFile listed = guest.root().open("d", mode("rd"));
      assertThat(listed.entries(0, 100)).hasSize(2);
      Instant before = root.status("outside", true).modified();
      replace(guest, false, "../outside");
      fails(Errno.ENOENT, directory::status);
      fails(Errno.ENOENT, () -> directory.entries(0, 100));
      fails(Errno.ENOENT, () -> listed.entries(1, 100));
      fails(Errno.ENOENT, () -> directory.setTimes(null, Instant.EPOCH));
      fails(Errno.ENOENT, () -> directory.setPermissions(0777));
      assertThat(root.status("outside", true).modified()).isEqualTo(before);
      assertThat(root.status("outside", true).permissions()).isEqualTo(0755);
    }
  }

  @Test
  void anotherDirectoryOfTheSameNameIsNotTheOpenOne() throws IOException {
    try (GuestFiles guest = shown()) {
      Folder held = guest.root().folder("d");
      guest.root().rename("d", guest.root(), "e");
      guest.root().createDirectory("d", 0755);
      fails(Errno.ENOENT, () -> held.open("made", mode("wc")));
      guest.root().removeDirectory("d");
      guest.root().rename("e", guest.root(), "d");
      held.open("made", mode("wc")).close();
      assertThat(list("/shown/d")).contains("made");
    }
  }

  @Test
  void aLinkAboveAnOpenDirectoryLeadsNowhere() throws IOException {
    try (GuestFiles guest = shown()) {
      guest.root().createDirectory("d/folder", 0755);
      Folder held = guest.root().folder("d/folder");
      Folder confined = guest.within(guest.descriptors().add(held.open(".", mode("rd"))));
      replace(guest, false, "../outside");
      fails(Errno.ENOENT, () -> held.open("../secret", mode("r")));
      fails(Errno.ENOENT, () -> held.open("made", mode("wc")));
      fails(Errno.ENOENT, () -> confined.open("made", mode("wc")));
      theSecretIsUntouched();
      assertThat(list("/outside/folder")).hasSize(2);
    }
  }

  @Test
  void anOpenFileStaysItselfWhenALinkIsPutAboveIt() throws IOException {
    try (GuestFiles guest = shown()) {
      guest.write("/d/secret", new byte[] {1});
      OpenFile file = guest.root().open("d/secret", mode("rw"));
      replace(guest, false, "../outside");
      FileStatus before = root.status("outside/secret", true);
      assertThat(file.status().sizeInBytes()).isEqualTo(1);
      fails(Errno.ENOENT, () -> file.setTimes(Instant.EPOCH, Instant.EPOCH));
      fails(Errno.ENOENT, () -> file.setPermissions(0777));
      assertThat(file.write(bytes("inside"))).isEqualTo(6);
      file.truncate(3);
      assertThat(root.status("outside/secret", true).modified()).isEqualTo(before.modified());
      assertThat(root.status("outside/secret", true).permissions()).isEqualTo(before.permissions());
      theSecretIsUntouched();
    }
  }

  @Test
  void aMountThatWasReplacedThroughAnotherLeadsNowhere() throws IOException {
    shown().close();
    try (GuestFiles guest =
        GuestFiles.builder()
            .mount("/all", Mount.folder(root.hostPath("/shown")))
            .mount("/d", Mount.folder(root.hostPath("/shown/d")))
            .build()) {
      guest.setWorkingDirectory(guest.root().folder("d"));
      guest.root().rename("all/d", guest.root(), "all/e");
      guest.root().symlink("../outside", "all/d");
      leadsNowhere(guest.workingDirectory());
      fails(Errno.ENOENT, () -> guest.read("/d/secret"));
      fails(Errno.ENOENT, () -> guest.read("/all/d/secret"));
      OpenFile top = guest.root().open("/", mode("r"));
      assertThat(top.entries(0, 100)).extracting(DirectoryEntry::name).contains("all");
      top.close();
      theSecretIsUntouched();
    }
  }

  @Test
  void aFurtherNameOfALinkIsALink() throws IOException {
    try (GuestFiles guest = shown()) {
      guest.root().symlink("../outside/secret", "l");
      guest.root().link("l", false, guest.root(), "m");
      assertThat(guest.root().readLink("m")).isEqualTo("../outside/secret");
      fails(Errno.ENOENT, () -> guest.root().link("l", true, guest.root(), "n"));
      fails(Errno.ENOENT, () -> guest.read("/m"));
    }
  }

  @Test
  void linksThatPointOutLeadBackIn() throws IOException {
    try (GuestFiles guest = shown()) {
      String outside = String.valueOf(root.hostPath("/outside"));
      root.symlink("../../outside", "shown/d/before");
      root.symlink(outside, "shown/d/absolute");
      guest.root().symlink("d/before/../../outside", "mixed");
      for (String each : List.of("d/before", "d/absolute", "mixed")) {
        fails(Errno.ENOENT, () -> guest.read("/" + each + "/secret"));
        fails(Errno.ENOENT, () -> guest.root().removeFile(each + "/secret"));
        fails(Errno.ENOENT, () -> guest.root().rename("d", guest.root(), each + "/made"));
        fails(Errno.ENOENT, () -> guest.root().link("d/before", false, guest.root(), each + "/l"));
      }
      guest.write("/outside/secret", new byte[1]);
      assertThat(guest.read("/d/before/secret")).hasSize(1);
      theSecretIsUntouched();
    }
  }

  @Test
  void relativePathsLeadNoDeeperThanAbsoluteOnes() throws IOException {
    String name = "n".repeat(200);
    int depth = 0;
    while (depth < 100) {
      try {
        files.workingDirectory().createDirectory(name, 0755);
        files.setWorkingDirectory(files.workingDirectory().folder(name));
        depth++;
      } catch (ErrnoException e) {
        assertThat(e.errno()).isEqualTo(Errno.ENAMETOOLONG);
        break;
      }
    }
    assertThat(depth).isBetween(10, 20);
    assertThat(files.workingDirectory().path()).hasSize(depth * 201);
    fails(Errno.ENAMETOOLONG, () -> files.workingDirectory().status(name, true));
  }

  @Test
  void aNameIsOneNameWhateverIsInIt() throws IOException {
    write("/secret", "secret");
    root.createDirectory("d", 0755);
    for (String name :
        List.of("..\\secret", "a\\b", "...", "C:", "~", "-", " ", "a\nb", "%2e%2e")) {
      write("/d/" + name, name);
      assertThat(content("/d/" + name)).isEqualTo(name);
      assertThat(list("/d")).containsExactly(".", "..", name);
      root.rename("d/" + name, root, "d/moved");
      root.removeFile("d/moved");
    }
    fails(Errno.EINVAL, () -> root.open("d/..\0/secret", mode("wc")));
    fails(Errno.EINVAL, () -> root.createDirectory("\0", 0755));
    fails(Errno.EINVAL, () -> root.rename("secret", root, "d/\0secret"));
    fails(Errno.ENAMETOOLONG, () -> root.createDirectory("ä".repeat(128), 0755));
    fails(Errno.ENAMETOOLONG, () -> root.symlink("x", "n".repeat(256)));
    fails(Errno.ENAMETOOLONG, () -> root.rename("secret", root, "n".repeat(256)));
    assertThat(list("/d")).hasSize(2);
  }

  @Test
  void namesBeyondAsciiAreKept() throws IOException {
    write("/ä/日本語", "ok");
    assertThat(list("ä")).containsExactly(".", "..", "日本語");
    assertThat(content("ä/日本語")).isEqualTo("ok");
  }

  @Test
  void theWorkingDirectoryIsWhereRelativePathsStart() throws IOException {
    write("/d/e/f", "text");
    files.setWorkingDirectory(root.folder("d"));
    assertThat(content("e/f")).isEqualTo("text");
    assertThat(files.workingDirectory().path()).isEqualTo("/d");
    files.setWorkingDirectory(files.workingDirectory().folder("e/.."));
    assertThat(files.workingDirectory().path()).isEqualTo("/d");
    fails(Errno.ENOTDIR, () -> root.folder("d/e/f"));
  }

  @Test
  void aReadOnlyMountRefusesEveryChange() throws IOException {
    write("/a", "text");
    root.createDirectory("d", 0755);
    try (GuestFiles readOnly =
        GuestFiles.builder().mount("/", Mount.readOnly(root.hostPath("/"))).build()) {
      Folder fixed = readOnly.root();
      assertThat(readOnly.read("/a")).isEqualTo("text".getBytes(UTF_8));
      fails(Errno.EROFS, () -> fixed.open("a", mode("w")));
      fails(Errno.EROFS, () -> fixed.open("a", mode("rt")));
      fails(Errno.EROFS, () -> fixed.open("b", mode("wc")));
      fails(Errno.EROFS, () -> fixed.createDirectory("e", 0755));
      fails(Errno.EROFS, () -> fixed.removeDirectory("d"));
      fails(Errno.EROFS, () -> fixed.removeFile("a"));
      fails(Errno.EROFS, () -> fixed.rename("a", fixed, "b"));
      fails(Errno.EROFS, () -> fixed.link("a", false, fixed, "b"));
      fails(Errno.EROFS, () -> fixed.symlink("a", "b"));
      fails(Errno.EROFS, () -> fixed.truncate("a", 0));
      fails(Errno.EROFS, () -> fixed.setTimes("a", true, Instant.EPOCH, null));
      fails(Errno.EROFS, () -> fixed.setPermissions("a", true, 0600));
      OpenFile file = fixed.open("a", mode("r"));
      fails(Errno.EROFS, () -> file.setTimes(Instant.EPOCH, null));
      fails(Errno.EROFS, () -> file.setPermissions(0600));
      file.close();
      fails(Errno.EROFS, () -> fixed.checkAccess("a", true, false, true, false));
      fixed.checkAccess("a", true, true, false, false);
    }
  }
}
