package graft.vfs;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What can go wrong with a file: POSIX's names, with the numbers that guests know them by. Since
/// 1.38.47 Emscripten's C library uses [WASI's
/// numbers](https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md#errno) wherever
/// WASI has one.
public enum Errno {
  SUCCESS(0, 0, "No error"),
  E2BIG(1, 1, "Argument list too long"),
  EACCES(2, 2, "Permission denied"),
  EADDRINUSE(3, 3, "Address already in use"),
  EADDRNOTAVAIL(4, 4, "Cannot assign requested address"),
  EAFNOSUPPORT(5, 5, "Address family not supported by protocol"),
  EAGAIN(6, 6, "Resource temporarily unavailable"),
  EALREADY(7, 7, "Operation already in progress"),
  EBADF(8, 8, "Bad file descriptor"),
  EBADMSG(9, 9, "Bad message"),
  EBUSY(10, 10, "Device or resource busy"),
  ECANCELED(11, 11, "Operation canceled"),
  ECHILD(12, 12, "No child processes"),
  ECONNABORTED(13, 13, "Software caused connection abort"),
  ECONNREFUSED(14, 14, "Connection refused"),
  ECONNRESET(15, 15, "Connection reset by peer"),
  EDEADLK(16, 16, "Resource deadlock avoided"),
  EDESTADDRREQ(17, 17, "Destination address required"),
  EDOM(18, 18, "Numerical argument out of domain"),
  EDQUOT(19, 19, "Disk quota exceeded"),
  EEXIST(20, 20, "File exists"),
  EFAULT(21, 21, "Bad address"),
  EFBIG(22, 22, "File too large"),
  EHOSTUNREACH(23, 23, "No route to host"),
  EIDRM(24, 24, "Identifier removed"),
  EILSEQ(25, 25, "Invalid or incomplete multibyte or wide character"),
  EINPROGRESS(26, 26, "Operation now in progress"),
  EINTR(27, 27, "Interrupted system call"),
  EINVAL(28, 28, "Invalid argument"),
  EIO(29, 29, "Input/output error"),
  EISCONN(30, 30, "Transport endpoint is already connected"),
  EISDIR(31, 31, "Is a directory"),
  ELOOP(32, 32, "Too many levels of symbolic links"),
  EMFILE(33, 33, "Too many open files"),
  EMLINK(34, 34, "Too many links"),
  EMSGSIZE(35, 35, "Message too long"),
  EMULTIHOP(36, 36, "Multihop attempted"),
  ENAMETOOLONG(37, 37, "File name too long"),
  ENETDOWN(38, 38, "Network is down"),
  ENETRESET(39, 39, "Network dropped connection on reset"),
  ENETUNREACH(40, 40, "Network is unreachable"),
  ENFILE(41, 41, "Too many open files in system"),
  ENOBUFS(42, 42, "No buffer space available"),
  ENODEV(43, 43, "No such device"),
  ENOENT(44, 44, "No such file or directory"),
  ENOEXEC(45, 45, "Exec format error"),
  ENOLCK(46, 46, "No locks available"),
  ENOLINK(47, 47, "Link has been severed"),
  ENOMEM(48, 48, "Cannot allocate memory"),
  ENOMSG(49, 49, "No message of desired type"),
  ENOPROTOOPT(50, 50, "Protocol not available"),
  ENOSPC(51, 51, "No space left on device"),
  ENOSYS(52, 52, "Function not implemented"),
  ENOTCONN(53, 53, "Transport endpoint is not connected"),
  ENOTDIR(54, 54, "Not a directory"),
  ENOTEMPTY(55, 55, "Directory not empty"),
  ENOTRECOVERABLE(56, 56, "State not recoverable"),
  ENOTSOCK(57, 57, "Socket operation on non-socket"),
  ENOTSUP(58, 138, "Operation not supported"),
  ENOTTY(59, 59, "Inappropriate ioctl for device"),
  ENXIO(60, 60, "No such device or address"),
  EOVERFLOW(61, 61, "Value too large for defined data type"),
  EOWNERDEAD(62, 62, "Owner died"),
  EPERM(63, 63, "Operation not permitted"),
  EPIPE(64, 64, "Broken pipe"),
  EPROTO(65, 65, "Protocol error"),
  EPROTONOSUPPORT(66, 66, "Protocol not supported"),
  EPROTOTYPE(67, 67, "Protocol wrong type for socket"),
  ERANGE(68, 68, "Numerical result out of range"),
  EROFS(69, 69, "Read-only file system"),
  ESPIPE(70, 70, "Illegal seek"),
  ESRCH(71, 71, "No such process"),
  ESTALE(72, 72, "Stale file handle"),
  ETIMEDOUT(73, 73, "Connection timed out"),
  ETXTBSY(74, 74, "Text file busy"),
  EXDEV(75, 75, "Invalid cross-device link"),
  ENOTCAPABLE(76, 63, "Capabilities insufficient");

  private static final Map<String, Errno> BY_MESSAGE = new HashMap<>();

  static {
    for (Errno each : values()) {
      BY_MESSAGE.put(each.message, each);
    }
  }

  private final int wasi;
  private final int emscripten;
  private final String message;

  Errno(int wasi, int emscripten, String message) {
    this.wasi = wasi;
    this.emscripten = emscripten;
    this.message = message;
  }

  /// The number in WASI preview 1.
  public int wasi() {
    return wasi;
  }

  /// The number in Emscripten's `errno.h`.
  public int emscripten() {
    return emscripten;
  }

  /// The C library's text: `No such file or directory`.
  public String message() {
    return message;
  }

  /// The one with the given text, which is how `java.nio.file` passes on what the system said.
  static @Nullable Errno ofMessage(String message) {
    return BY_MESSAGE.get(message);
  }
}
