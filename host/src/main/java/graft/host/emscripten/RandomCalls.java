package graft.host.emscripten;

import graft.runtime.HostFunction;

/// Random numbers.
final class RandomCalls {
  private static final int MAX_CHUNK = 1 << 16;

  private final Emscripten emscripten;

  RandomCalls(Emscripten emscripten) {
    this.emscripten = emscripten;
  }

  @HostFunction
  public int getentropy(int buffer, int length) {
    emscripten.memory().check(buffer, Integer.toUnsignedLong(length));
    for (int done = 0; done < length; done += MAX_CHUNK) {
      byte[] bytes = new byte[Math.min(length - done, MAX_CHUNK)];
      emscripten.options().random().nextBytes(bytes);
      emscripten.memory().write(buffer + done, bytes);
    }
    return 0;
  }

  @HostFunction("emscripten_random")
  public float random() {
    return emscripten.options().random().nextFloat();
  }
}
