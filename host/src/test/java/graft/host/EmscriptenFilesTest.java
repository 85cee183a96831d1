package graft.host;

import static graft.host.FakeGuest.SCRATCH;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import graft.runtime.Memory;
import graft.vfs.Errno;
import graft.vfs.GuestFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Emscripten's system calls.
final class EmscriptenFilesTest {
  private static final int CWD = -100;
  private static final int CREATE = 0100 | 2;
  private static final int OUT = 0x8000;
  private static final Instant NOW = Instant.ofEpochSecond(10_000_000_000L, 250_000_000);

  private final FakeGuest guest = new FakeGuest();
  private final Memory memory = guest.memory();
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private GuestFiles files;
  private EmscriptenHost host;

  @BeforeEach
  void start() throws IOException {
    files =
        EmscriptenHost.files()
            .standardInput(new ByteArrayInputStream("typed".getBytes(UTF_8)))
            .standardOutput(output)
            .build();
    host =
        EmscriptenHost.of(
            guest, HostOptions.builder().files(files).clock(HostClock.standingAt(NOW)).build());
  }

  private int call(String name, Object... arguments) {
    return (Integer) FakeGuest.call(host, "env", "__syscall_" + name, "i", arguments);
  }

  private void fails(Errno errno, String name, Object... arguments) {
    assertThat(call(name, arguments)).as(name).isEqualTo(-errno.emscripten());
  }

  private int open(String path, int flags) {
    int mode = guest.malloc(4);
    memory.setI32(mode, 0644);
    int fd = call("openat", CWD, guest.string(path), flags, mode);
    assertThat(fd).as(path).isGreaterThanOrEqualTo(3);
    return fd;
  }

  private void write(String path, String text) throws IOException {
    files.write(path, text.getBytes(UTF_8));
  }

  @Test
  void theFileSystemIsAsEmscriptensProgramsKnowIt() {
    for (String path : List.of("/tmp", "/home/web_user", "/dev/shm", "/dev/null", "/dev/urandom")) {
      assertThat(call("stat64", guest.string(path), OUT)).as(path).isZero();
    }
    fails(Errno.ENOENT, "stat64", guest.string("/etc/passwd"), OUT);
    assertThat(call("getcwd", OUT, 10)).isEqualTo(2);
    assertThat(memory.cString(OUT)).isEqualTo("/");
  }

  @Test
  void filesAreOpenedByTheirFlags() throws IOException {
    fails(Errno.ENOENT, "openat", CWD, guest.string("f"), 2, 0);
    int fd = open("f", CREATE);
    fails(Errno.EEXIST, "openat", CWD, guest.string("f"), CREATE | 0200, 0);
    fails(Errno.ENOTDIR, "openat", CWD, guest.string("f"), 0200000, 0);
    assertThat(call("fcntl64", fd, 3, 0)).isEqualTo(2);
    int folder = open("/tmp", 0200000);
    assertThat(call("openat", folder, guest.string("g"), CREATE, 0)).isEqualTo(folder + 1);
    assertThat(files.read("/tmp/g")).isEmpty();
    assertThat(call("openat", folder, guest.string("../f"), 0, 0)).isPositive();
    assertThat(call("openat", fd, guest.string("/f"), 0, 0)).isPositive();
    fails(Errno.ENOTDIR, "openat", fd, guest.string("f"), 0, 0);
  }

  @Test
  void aNewLibrarysStatHasNoPaddings() throws IOException {
    write("/f", "12345");
    files.root().setTimes("f", true, Instant.ofEpochSecond(5_000_000_000L, 7), NOW);
    assertThat(call("stat64", guest.string("/f"), OUT)).isZero();
    assertThat(memory.i32(OUT + 4)).isEqualTo(0100644);
    assertThat(memory.i32(OUT + 8)).isEqualTo(1);
    assertThat(memory.i64(OUT + 24)).isEqualTo(5);
    assertThat(memory.i64(OUT + 40)).isEqualTo(5_000_000_000L);
    assertThat(memory.i32(OUT + 48)).isEqualTo(7);
    assertThat(memory.i64(OUT + 56)).isEqualTo(NOW.getEpochSecond());
    long inode = memory.i64(OUT + 88);
    int fd = open("/f", 0);
    assertThat(call("fstat64", fd, OUT)).isZero();
    assertThat(memory.i64(OUT + 88)).isEqualTo(inode);
    assertThat(call("newfstatat", fd, guest.string(""), OUT, 0x1000)).isZero();
    assertThat(memory.i64(OUT + 24)).isEqualTo(5);
    assertThat(call("lstat64", guest.string("/tmp"), OUT)).isZero();
    assertThat(memory.i32(OUT + 4)).isEqualTo(0040777);
    assertThat(call("stat64", guest.string("/dev/null"), OUT)).isZero();
    assertThat(memory.i32(OUT + 4)).isEqualTo(0020666);
  }

  /// The second one is 3.1.9's, which has names of later libraries.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "emscripten_memcpy_big",
        "emscripten_memcpy_big _emscripten_get_now_is_monotonic __syscall_newfstatat"
            + " _emscripten_date_now"
      })
  void anOldLibrarysStatHasTimesOf32Bits(String imports) throws IOException {
    for (String each : imports.split(" ", -1)) {
      host.find("env", each, FakeGuest.type("i iii"));
    }
    write("/f", "12345");
    files.root().setTimes("f", true, Instant.ofEpochSecond(1_000, 7), Instant.ofEpochSecond(2_000));
    assertThat(call("stat64", guest.string("/f"), OUT)).isZero();
    assertThat(memory.i32(OUT + 12)).isEqualTo(0100644);
    assertThat(memory.i64(OUT + 40)).isEqualTo(5);
    assertThat(memory.i32(OUT + 56)).isEqualTo(1_000);
    assertThat(memory.i32(OUT + 60)).isEqualTo(7);
    assertThat(memory.i32(OUT + 64)).isEqualTo(2_000);
    assertThat(memory.i64(OUT + 80)).isEqualTo(memory.i32(OUT + 8));
  }

  @Test
  void aMiddleAgedLibrarysStatHasBoth() throws IOException {
    host.find("env", "emscripten_memcpy_big", FakeGuest.type("v iii"));
    host.find("env", "_emscripten_get_now_is_monotonic", FakeGuest.type("i"));
    write("/f", "12345");
    assertThat(call("stat64", guest.string("/f"), OUT)).isZero();
    assertThat(memory.i32(OUT + 12)).isEqualTo(0100644);
    assertThat(memory.i64(OUT + 104)).isEqualTo(memory.i32(OUT + 8));
  }

  @Test
  void aNewLibraryIsKnownByWhatItImports() throws IOException {
    host.find("env", "emscripten_memcpy_big", FakeGuest.type("v iii"));
    host.find("env", "_localtime_js", FakeGuest.type("v iii"));
    write("/f", "12345");
    assertThat(call("stat64", guest.string("/f"), OUT)).isZero();
    assertThat(memory.i32(OUT + 4)).isEqualTo(0100644);
  }

  @Test
  void timesAreSetFromTheLibrarysStructures() throws IOException {
    write("/f", "");
    int times = guest.malloc(32);
    memory.fill(times, 32, 0);
    memory.setI64(times, 6_000_000_000L);
    memory.setI32(times + 8, 5);
    memory.setI32(times + 24, 0x3ffffffe);
    Instant before = files.root().status("f", true).modified();
    assertThat(call("utimensat", CWD, guest.string("f"), times, 0)).isZero();
    assertThat(files.root().status("f", true).accessed())
        .isEqualTo(Instant.ofEpochSecond(6_000_000_000L, 5));
    assertThat(files.root().status("f", true).modified()).isEqualTo(before);
    int fd = open("f", 0);
    assertThat(call("utimensat", fd, 0, 0, 0)).isZero();
    assertThat(files.root().status("f", true).modified()).isEqualTo(NOW);
  }

  @Test
  void directoriesAreListed() throws IOException {
    for (int i = 0; i < 5; i++) {
      write("/d/f" + i, "");
    }
    int fd = open("/d", 0200000);
    List<String> names = new ArrayList<>();
    int used;
    while ((used = call("getdents64", fd, SCRATCH, 900)) > 0) {
      for (int at = SCRATCH; at < SCRATCH + used; at += memory.u16(at + 16)) {
        names.add(memory.cString(at + 19) + memory.u8(at + 18));
      }
    }
    assertThat(used).isZero();
    assertThat(names).containsExactly(".4", "..4", "f08", "f18", "f28", "f38", "f48");
    assertThat(FakeGuest.call(host, "wasi_snapshot_preview1", "fd_seek", "i", fd, 0L, 0, OUT))
        .isEqualTo(0);
    assertThat(call("getdents64", fd, SCRATCH, 280)).isEqualTo(280);
    assertThat(memory.cString(SCRATCH + 19)).isEqualTo(".");
    fails(Errno.EINVAL, "getdents64", fd, SCRATCH, 100);
    fails(Errno.ENOTDIR, "getdents64", 1, SCRATCH, 280);
  }

  @Test
  void namesAreChanged() throws IOException {
    write("/a", "text");
    assertThat(call("mkdirat", CWD, guest.string("d"), 0755)).isZero();
    assertThat(call("renameat", CWD, guest.string("a"), CWD, guest.string("d/b"))).isZero();
    assertThat(call("symlinkat", guest.string("d/b"), CWD, guest.string("l"))).isZero();
    assertThat(call("readlinkat", CWD, guest.string("l"), OUT, 2)).isEqualTo(2);
    assertThat(call("linkat", CWD, guest.string("d/b"), CWD, guest.string("h"), 0)).isZero();
    assertThat(call("faccessat", CWD, guest.string("l"), 6, 0)).isZero();
    fails(Errno.EACCES, "faccessat", CWD, guest.string("l"), 1, 0);
    fails(Errno.EINVAL, "faccessat", CWD, guest.string("l"), 8, 0);
    assertThat(call("chmod", guest.string("l"), 0700)).isZero();
    assertThat(call("faccessat", CWD, guest.string("l"), 1, 0)).isZero();
    assertThat(call("fchownat", CWD, guest.string("l"), 5, 5, 0)).isZero();
    fails(Errno.ENOENT, "fchownat", CWD, guest.string("none"), 5, 5, 0);
    fails(Errno.EISDIR, "unlinkat", CWD, guest.string("d"), 0);
    fails(Errno.ENOTEMPTY, "unlinkat", CWD, guest.string("d"), 0x200);
    assertThat(call("unlinkat", CWD, guest.string("d/b"), 0)).isZero();
    assertThat(call("rmdir", guest.string("d"))).isZero();
    assertThat(call("truncate64", guest.string("h"), 2, 0)).isZero();
    assertThat(files.read("/h")).hasSize(2);
    assertThat(call("chdir", guest.string("/tmp"))).isZero();
    assertThat(call("getcwd", OUT, 5)).isEqualTo(5);
    assertThat(memory.cString(OUT)).isEqualTo("/tmp");
    fails(Errno.ERANGE, "getcwd", OUT, 4);
    assertThat(call("mknodat", CWD, guest.string("node"), 0100644, 0)).isZero();
    assertThat(files.read("/tmp/node")).isEmpty();
  }

  @Test
  void descriptorsAreCopiedAndControlled() throws IOException {
    int fd = open("f", CREATE);
    int copy = call("dup", fd);
    assertThat(copy).isEqualTo(fd + 1);
    assertThat(call("dup3", fd, 20, 0)).isEqualTo(20);
    fails(Errno.EINVAL, "dup3", fd, fd, 0);
    int argument = guest.malloc(4);
    memory.setI32(argument, 30);
    assertThat(call("fcntl64", fd, 0, argument)).isEqualTo(30);
    memory.setI32(argument, 02000);
    assertThat(call("fcntl64", fd, 4, argument)).isZero();
    assertThat(call("fcntl64", copy, 3, 0)).isEqualTo(02002);
    assertThat(call("ftruncate64", fd, 7L)).isZero();
    assertThat(call("fallocate", fd, 0, 0, 0, 9, 0)).isZero();
    assertThat(files.read("f")).hasSize(9);
    fails(Errno.EINVAL, "fcntl64", fd, 99, 0);
    fails(Errno.EBADF, "fcntl64", 99, 3, 0);
    fails(Errno.ENOTTY, "ioctl", fd, 0x5413, argument);
    memory.setI32(argument, OUT);
    assertThat(call("ioctl", 1, 0x5413, argument)).isZero();
    assertThat(memory.u16(OUT + 2)).isEqualTo(80);
    assertThat(call("ioctl", 1, 0x5401, argument)).isZero();
    assertThat(call("ioctl", 0, 0x541b, argument)).isZero();
    assertThat(memory.i32(OUT)).isEqualTo(5);
    assertThat(call("fdatasync", fd)).isZero();
    assertThat(call("fadvise64", fd, 0L, 0L, 0)).isZero();
    assertThat(call("umask", 077)).isEqualTo(022);
    assertThat(call("getuid32")).isZero();
  }

  @Test
  void pipesAndPollingWorkTogether() throws IOException {
    assertThat(call("pipe2", OUT, 0)).isZero();
    int reader = memory.i32(OUT);
    int writer = memory.i32(OUT + 4);
    int fds = guest.malloc(24);
    int[] wanted = {reader, writer, 77};
    for (int i = 0; i < 3; i++) {
      memory.setI32(fds + 8 * i, wanted[i]);
      memory.setI16(fds + 8 * i + 4, 5);
    }
    assertThat(call("poll", fds, 1, 50)).isZero();
    assertThat(call("poll", fds, 3, 0)).isEqualTo(2);
    assertThat(memory.u16(fds + 14)).isEqualTo(4);
    assertThat(memory.u16(fds + 22)).isEqualTo(32);
    FakeGuest.call(
        host,
        "wasi_snapshot_preview1",
        "fd_write",
        "i",
        writer,
        guest.iovec(guest.string("hey"), 3),
        1,
        OUT);
    assertThat(call("poll", fds, 1, -1)).isEqualTo(1);
    assertThat(memory.u16(fds + 6)).isEqualTo(1);
    int set = guest.malloc(8);
    memory.setI64(set, 1L << reader | 1L << writer);
    assertThat(call("_newselect", 32, set, 0, 0, 0)).isEqualTo(1);
    assertThat(memory.i64(set)).isEqualTo(1L << reader);
    memory.setI64(set, 1L << reader | 1L << writer);
    assertThat(call("_newselect", 32, 0, set, 0, 0)).isEqualTo(1);
    assertThat(memory.i64(set)).isEqualTo(1L << writer);
    fails(Errno.EBADF, "_newselect", 64, fds, 0, 0, 0);
  }

  @Test
  void statfsFollowsTheSizeThatItIsTold() {
    assertThat(call("statfs64", guest.string("/"), 64, OUT)).isZero();
    assertThat(memory.i32(OUT + 36)).isEqualTo(255);
    assertThat(call("fstatfs64", 1, 88, OUT)).isZero();
    assertThat(memory.i32(OUT + 56)).isEqualTo(255);
    assertThat(memory.i64(OUT + 8)).isEqualTo(1_000_000);
  }

  @Test
  void filesAreMappedAsCopies() throws IOException {
    write("/f", "mapped file");
    int fd = open("/f", 2);
    int allocated = guest.malloc(4);
    assertThat(FakeGuest.call(host, "env", "_mmap_js", "i", 100, 3, 1, fd, 7L, allocated, OUT))
        .isEqualTo(0);
    int address = memory.i32(OUT);
    assertThat(address % 65536).isZero();
    assertThat(memory.cString(address)).isEqualTo("file");
    assertThat(memory.i32(allocated)).isEqualTo(1);
    memory.write(address, "FILES".getBytes(UTF_8));
    assertThat(FakeGuest.call(host, "env", "_munmap_js", "i", address, 100, 3, 1, fd, 7L))
        .isEqualTo(0);
    assertThat(files.read("/f")).isEqualTo("mapped FILE".getBytes(UTF_8));
    int old = (Integer) FakeGuest.call(host, "env", "_mmap_js", "i", 0, 6, 1, 2, fd, 0, allocated);
    assertThat(memory.cString(old)).isEqualTo("mapped");
    assertThat(FakeGuest.call(host, "env", "_mmap_js", "i", 10, 1, 2, 1, 0L, allocated, OUT))
        .isEqualTo(-Errno.EACCES.emscripten());
    assertThat(FakeGuest.call(host, "env", "_mmap_js", "i", 10, 1, 2, 99, 0, 0, allocated, OUT))
        .isEqualTo(-Errno.EBADF.emscripten());
  }

  @Test
  void thereIsNoNetwork() {
    fails(Errno.EAFNOSUPPORT, "socket", 2, 1, 0, 0, 0, 0);
    fails(Errno.ENOTSOCK, "connect", 1, 0, 0, 0, 0, 0);
    fails(Errno.EBADF, "recvfrom", 99, 0, 0, 0, 0, 0);
  }

  @Test
  void hostsAreKnownByNumberOnly() {
    int hints = guest.malloc(32);
    memory.fill(hints, 32, 0);
    assertThat(lookup("127.0.0.1", "8080", hints)).isZero();
    int info = memory.i32(OUT);
    int address = memory.i32(info + 20);
    assertThat(memory.read(address, 8)).isEqualTo(new byte[] {2, 0, 31, (byte) 144, 127, 0, 0, 1});
    assertThat(lookup("localhost", "80", 0)).isZero();
    assertThat(lookup("example.org", "80", 0)).isEqualTo(-2);
    assertThat(lookup("localhost", "http", 0)).isEqualTo(-8);
    memory.setI32(hints + 4, 10);
    assertThat(lookup("localhost", "80", hints)).isEqualTo(-6);
    assertThat(
            FakeGuest.call(host, "env", "getnameinfo", "i", address, 16, OUT, 20, OUT + 20, 5, 0))
        .isEqualTo(0);
    assertThat(memory.cString(OUT)).isEqualTo("127.0.0.1");
    assertThat(memory.cString(OUT + 20)).isEqualTo("8080");
    assertThat(FakeGuest.call(host, "env", "getnameinfo", "i", address, 16, OUT, 5, 0, 0, 0))
        .isEqualTo(-12);
  }

  private int lookup(String node, String service, int hints) {
    return (Integer)
        FakeGuest.call(
            host, "env", "getaddrinfo", "i", guest.string(node), guest.string(service), hints, OUT);
  }

  @Test
  void theEnvironmentHasEmscriptensDefaults() {
    int count = OUT;
    FakeGuest.call(host, "wasi_snapshot_preview1", "environ_sizes_get", "i", count, OUT + 4);
    FakeGuest.call(host, "wasi_snapshot_preview1", "environ_get", "i", OUT + 8, SCRATCH);
    List<String> variables = new ArrayList<>();
    for (int i = 0; i < memory.i32(count); i++) {
      variables.add(memory.cString(memory.i32(OUT + 8 + 4 * i)));
    }
    assertThat(variables).contains("USER=web_user", "HOME=/home/web_user", "PWD=/");
  }
}
