package graft.runtime;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the wasm functions in Java stack traces. Compiled functions are static methods named
/// `name#index`, parts of large functions `name#index~part`, in classes whose loader bears the
/// module's name.
final class WasmStack {
  private static final int MOST_LINES = 50;

  private WasmStack() {}

  static List<WasmFrame> of(Throwable thrown) {
    List<WasmFrame> frames = new ArrayList<>();
    boolean part = false;
    for (StackTraceElement element : thrown.getStackTrace()) {
      WasmFrame frame = frame(element);
      if (frame == null) {
        continue;
      }
      // A part of a function stands above the function that it belongs to.
      if (!part || !frame.equals(frames.get(frames.size() - 1))) {
        frames.add(frame);
      }
      part = element.getMethodName().indexOf('~') >= 0;
    }
    return frames;
  }

  /// A line for each frame, with a line break in front; frames that repeat (recursion) share one.
  static String text(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    List<WasmFrame> frames = of(thrown);
    int lines = 0;
    int next = 0;
    while (next < frames.size()) {
      if (lines++ == MOST_LINES) {
        return text.append("\n    ... ").append(frames.size() - next).append(" more").toString();
      }
      int first = next;
      while (next < frames.size() && frames.get(next).equals(frames.get(first))) {
        next++;
      }
      text.append("\n    at ").append(frames.get(first));
      if (next - first > 1) {
        text.append(" (").append(next - first).append(" times)");
      }
    }
    return text.toString();
  }

  private static @Nullable WasmFrame frame(StackTraceElement element) {
    if (!element.getClassName().startsWith(CodeLoader.PACKAGE)) {
      return null;
    }
    String method = element.getMethodName();
    int hash = method.lastIndexOf('#');
    if (hash < 0) {
      return null;
    }
    int tilde = method.indexOf('~', hash);
    int index = Integer.parseInt(method.substring(hash + 1, tilde < 0 ? method.length() : tilde));
    String file = element.getFileName();
    String loader = element.getClassLoaderName();
    return new WasmFrame(
        loader != null ? loader : file != null ? file : "?", method.substring(0, hash), index);
  }

  /// Whether an exception of the JVM was raised by a compiled instruction. Without a stack trace
  /// (HotSpot leaves it out where one place throws all the time) it was: only compiled code throws
  /// that often without a `throw`.
  static boolean isRaisedByGuest(Throwable thrown) {
    StackTraceElement[] trace = thrown.getStackTrace();
    if (thrown instanceof StackOverflowError) {
      return true;
    }
    for (StackTraceElement element : trace) {
      String owner = element.getClassName();
      if (owner.startsWith(CodeLoader.PACKAGE)) {
        return true;
      }
      if (!owner.startsWith("java.lang.invoke.")
          && !owner.startsWith("jdk.internal.")
          && !owner.startsWith("jdk.incubator.vector.")
          && !owner.equals("java.lang.Integer")
          && !owner.equals("java.lang.Long")
          && !owner.equals("java.util.Objects")
          && !owner.equals("graft.runtime.Access")
          && !owner.equals("graft.runtime.MappedAccess")
          && !owner.equals("graft.runtime.Numeric")) {
        return false;
      }
    }
    return trace.length == 0;
  }
}
