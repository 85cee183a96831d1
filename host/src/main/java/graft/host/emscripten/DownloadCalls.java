package graft.host.emscripten;

import graft.runtime.HostFunction;
import java.io.IOException;

/// `emscripten_wget` and `emscripten_wget_data`: in a browser they need a program that can be
/// suspended; here its thread waits.
final class DownloadCalls {
  private final Emscripten emscripten;

  DownloadCalls(Emscripten emscripten) {
    this.emscripten = emscripten;
  }

  /// Before 3.1.33: whether it worked shows in whether the file is there.
  @HostFunction("emscripten_wget")
  public void fetch(int url, int file) {
    fetchInto(url, file);
  }

  /// Fetches into a file, whose folders are made.
  ///
  /// @return 0, or 1 if it did not work
  @HostFunction("emscripten_wget")
  public int fetchInto(int url, int file) {
    try {
      byte[] content = emscripten.options().downloads().fetch(emscripten.string(url));
      emscripten.files().write(emscripten.string(file), content);
      return 0;
    } catch (IOException e) {
      return 1;
    }
  }

  /// Fetches into memory that the guest frees.
  ///
  /// @param buffer where the address goes
  /// @param size where the number of bytes goes
  /// @param error where 0 goes, or 1 if it did not work
  @HostFunction("emscripten_wget_data")
  public void fetchData(int url, int buffer, int size, int error) {
    int status = 1;
    try {
      byte[] content = emscripten.options().downloads().fetch(emscripten.string(url));
      int address = emscripten.calls().malloc(content.length);
      if (address != 0) {
        emscripten.memory().write(address, content);
        emscripten.memory().setI32(buffer, address);
        emscripten.memory().setI32(size, content.length);
        status = 0;
      }
    } catch (IOException e) {
      // The guest learns only that it did not work.
    }
    emscripten.memory().setI32(error, status);
  }
}
