package graft.host.emscripten;

import graft.runtime.HostFunction;

/// Who the guest is: user and group 0, as in Emscripten.
final class IdentityCalls {
  private final Emscripten emscripten;

  IdentityCalls(Emscripten emscripten) {
    this.emscripten = emscripten;
  }

  @HostFunction("__syscall_getuid32")
  public int getuid32() {
    return 0;
  }

  @HostFunction("__syscall_getuid32_js")
  public int getuid32Js() {
    return 0;
  }

  @HostFunction("__syscall_geteuid32")
  public int geteuid32() {
    return 0;
  }

  @HostFunction("__syscall_getgid32")
  public int getgid32() {
    return 0;
  }

  @HostFunction("__syscall_getegid32")
  public int getegid32() {
    return 0;
  }

  @HostFunction("__syscall_umask")
  public int umask(int mask) {
    return emscripten.files().setMask(mask);
  }

  @HostFunction("__syscall_umask_js")
  public int umaskJs(int mask) {
    return umask(mask);
  }
}
