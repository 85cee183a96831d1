package graft.runtime;

/// One frame of the wasm stack: `libz.so!inflate`.
///
/// @param module file name of the module
/// @param function name of the function, or `fN`
/// @param index of the function in its module
public record WasmFrame(String module, String function, int index) {
  /// As stack traces show it.
  @Override
  public String toString() {
    return module + "!" + function;
  }
}
