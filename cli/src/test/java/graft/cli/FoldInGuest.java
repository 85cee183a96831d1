// README's second Java example; ReadmeTest compares and runs it.
package graft.cli;

import graft.dl.Callback;
import graft.dl.GuestBuffer;
import graft.dl.GuestProcess;
import java.lang.invoke.MethodHandles;
import java.util.function.IntBinaryOperator;

final class FoldInGuest {
  interface Geometry {
    // int fold(int (*with)(int, int), const int *values, int count);
    int fold(int with, GuestBuffer values, int count);
  }

  static int sum(GuestProcess process, int... numbers) {
    Geometry geometry = process.open("libgeo.so").as(MethodHandles.lookup(), Geometry.class);
    try (Callback add = process.callback(IntBinaryOperator.class, Integer::sum);
        GuestBuffer values = process.allocate(Integer.BYTES * numbers.length)) {
      for (int i = 0; i < numbers.length; i++) {
        values.setI32(Integer.BYTES * i, numbers[i]);
      }
      return geometry.fold(add.pointer(), values, numbers.length);
    }
  }
}
