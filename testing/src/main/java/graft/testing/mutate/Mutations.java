package graft.testing.mutate;

import graft.format.MalformedModuleException;
import graft.format.ModuleReader;
import graft.format.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/// Which changes to try on a module.
final class Mutations {
  /// Files up to this size, and this much of larger ones, are cut off at every byte.
  static final int EVERY_BYTE = 64 << 10;

  private Mutations() {}

  /// Cuts at every byte of the first 64 KB, around every section's borders, and at `samples` random
  /// places behind.
  static List<Mutant> truncations(byte[] module, int samples, SplittableRandom random) {
    TreeSet<Integer> offsets = new TreeSet<>();
    for (int i = 0; i < Math.min(module.length, EVERY_BYTE); i++) {
      offsets.add(i);
    }
    if (module.length > EVERY_BYTE) {
      for (int border : borders(module)) {
        for (int i = -2; i <= 6; i++) {
          offsets.add(Math.clamp(border + i, 0, module.length - 1));
        }
      }
      for (int i = 0; i < samples; i++) {
        offsets.add(random.nextInt(EVERY_BYTE, module.length));
      }
    }
    return offsets.stream().map(offset -> (Mutant) new Mutant.Truncation(offset)).toList();
  }

  private static List<Integer> borders(byte[] module) {
    List<Integer> borders = new ArrayList<>();
    try {
      for (Section section : ModuleReader.read("original", module).sections()) {
        borders.add(section.headerOffset());
        borders.add(section.offset());
        borders.add(section.end());
      }
    } catch (MalformedModuleException e) {
      throw new IllegalArgumentException("a module of the corpus is malformed itself", e);
    }
    return borders;
  }

  /// Changes `count` random bytes: half of them in one bit, half of them to anything. Of every four
  /// one lies in the first 4 KB, where the small sections are.
  static List<Mutant> flips(byte[] module, int count, SplittableRandom random) {
    List<Mutant> flips = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int limit = random.nextInt(4) == 0 ? Math.min(4096, module.length) : module.length;
      int bits = random.nextBoolean() ? 1 << random.nextInt(8) : random.nextInt(1, 256);
      flips.add(new Mutant.Flip(random.nextInt(limit), bits));
    }
    return flips;
  }
}
