package graft.host.wasi;

import static graft.host.wasi.Wasi.errno;

import graft.host.HostOptions;
import graft.runtime.HostFunction;
import graft.runtime.HostModule;
import graft.vfs.Descriptors;
import graft.vfs.Errno;
import graft.vfs.ErrnoException;

/// Sockets: there are none, so no open file is one.
@HostModule(Wasi.PREVIEW1)
final class WasiSockets {
  private final Descriptors descriptors;

  WasiSockets(HostOptions options) {
    this.descriptors = options.files().descriptors();
  }

  private int noSocket(int fd) {
    return errno(() -> {
      descriptors.get(fd);
      throw new ErrnoException(Errno.ENOTSOCK);
    });
  }

  @HostFunction("sock_accept")
  public int sockAccept(int fd, int flags, int accepted) {
    return noSocket(fd);
  }

  @HostFunction("sock_recv")
  public int sockRecv(int fd, int iovs, int count, int flags, int read, int readFlags) {
    return noSocket(fd);
  }

  @HostFunction("sock_send")
  public int sockSend(int fd, int iovs, int count, int flags, int written) {
    return noSocket(fd);
  }

  @HostFunction("sock_shutdown")
  public int sockShutdown(int fd, int how) {
    return noSocket(fd);
  }
}
