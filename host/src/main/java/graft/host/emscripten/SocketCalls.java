package graft.host.emscripten;

import static graft.host.emscripten.Emscripten.call;

import graft.runtime.HostFunction;
import graft.vfs.Errno;
import graft.vfs.ErrnoException;

/// Sockets: the guest has no network. It cannot make one, and no open file is one.
final class SocketCalls {
  private final Emscripten emscripten;

  SocketCalls(Emscripten emscripten) {
    this.emscripten = emscripten;
  }

  private int noSocket(int fd) {
    return call(() -> {
      emscripten.file(fd);
      throw new ErrnoException(Errno.ENOTSOCK);
    });
  }

  @HostFunction("__syscall_socket")
  public int socket(int domain, int type, int protocol, int d, int e, int f) {
    return Emscripten.fail(Errno.EAFNOSUPPORT);
  }

  @HostFunction("__syscall_bind")
  public int bind(int fd, int address, int length, int d, int e, int f) {
    return noSocket(fd);
  }

  @HostFunction("__syscall_connect")
  public int connect(int fd, int address, int length, int d, int e, int f) {
    return noSocket(fd);
  }

  @HostFunction("__syscall_listen")
  public int listen(int fd, int backlog, int c, int d, int e, int f) {
    return noSocket(fd);
  }

  @HostFunction("__syscall_accept4")
  public int accept4(int fd, int address, int length, int flags, int e, int f) {
    return noSocket(fd);
  }

  @HostFunction("__syscall_shutdown")
  public int shutdown(int fd, int how, int c, int d, int e, int f) {
    return noSocket(fd);
  }

  @HostFunction("__syscall_getsockname")
  public int getsockname(int fd, int address, int length, int d, int e, int f) {
    return noSocket(fd);
  }

  @HostFunction("__syscall_getpeername")
  public int getpeername(int fd, int address, int length, int d, int e, int f) {
    return noSocket(fd);
  }

  @HostFunction("__syscall_getsockopt")
  public int getsockopt(int fd, int level, int option, int value, int length, int f) {
    return noSocket(fd);
  }

  @HostFunction("__syscall_sendto")
  public int sendto(int fd, int message, int length, int flags, int address, int addressLength) {
    return noSocket(fd);
  }

  @HostFunction("__syscall_sendmsg")
  public int sendmsg(int fd, int message, int flags, int d, int e, int f) {
    return noSocket(fd);
  }

  @HostFunction("__syscall_recvfrom")
  public int recvfrom(int fd, int buffer, int length, int flags, int address, int addressLength) {
    return noSocket(fd);
  }

  @HostFunction("__syscall_recvmsg")
  public int recvmsg(int fd, int message, int flags, int d, int e, int f) {
    return noSocket(fd);
  }
}
