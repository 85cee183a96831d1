package graft.compiler;

import static graft.classfile.Bytecode.*;
import static graft.compiler.JvmNames.INT;

import graft.classfile.CodeWriter;

/// A number for each key, in strings: two bytes a key where an array would take instructions. Their
/// characters are never 0, which takes two bytes in a class file, and no surrogates.
final class NumberTable {
  /// How many keys a string constant holds, of three bytes each at most; and the bound of the
  /// numbers.
  static final int STRING_SIZE = 20_000;

  private NumberTable() {}

  /// Pushes the number for a key; that of the last key for all above it.
  ///
  /// @param key the local that holds it, unsigned
  /// @param numbers from 0 on, below {@link #STRING_SIZE}
  static void push(CodeWriter out, int key, int[] numbers) {
    int found = out.newLabel();
    for (int from = 0; from < numbers.length; from += STRING_SIZE) {
      int to = Math.min(numbers.length, from + STRING_SIZE);
      StringBuilder text = new StringBuilder(to - from);
      for (int k = from; k < to; k++) {
        text.append((char) (numbers[k] + 1));
      }
      int past = out.newLabel();
      out.load(key, INT);
      out.constant(from);
      out.op(ISUB, 2, INT);
      out.constant(to - from);
      out.invokeStatic("java/lang/Integer", "compareUnsigned", "(II)I");
      out.jump(IFGE, 1, past);
      out.stringConstant(text.toString());
      out.load(key, INT);
      out.constant(from);
      out.op(ISUB, 2, INT);
      out.invokeVirtual("java/lang/String", "charAt", "(I)C");
      out.jump(GOTO, 0, found);
      out.pop(1);
      out.bind(past);
    }
    out.constant(numbers[numbers.length - 1] + 1);
    out.bind(found);
    out.constant(1);
    out.op(ISUB, 2, INT);
  }
}
