package graft.format;

import java.util.List;

/// One entry of the code section.
///
/// @param offset where the entry's body begins in the file (its local declarations), in bytes
/// @param locals the declared locals (parameters are not among them), run by run
/// @param code the instructions
public record FunctionBody(int offset, List<LocalRun> locals, CodeRange code) {
  /// Copies the list.
  public FunctionBody {
    locals = List.copyOf(locals);
  }

  /// Some locals in a row that have one type.
  ///
  /// @param count unsigned 32 bits
  public record LocalRun(long count, ValType type) {}

  /// The number of declared locals; a reader has checked that it fits in an `int`.
  public int localCount() {
    long sum = 0;
    for (LocalRun run : locals) {
      sum += run.count();
    }
    return Math.toIntExact(sum);
  }
}
