package graft.ld;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RelocationsTest {
  private static Relocations with(long... addends) {
    Relocations relocations = new Relocations(addends.length);
    for (int i = 0; i < addends.length; i++) {
      relocations.add(RelocationType.MEMORY_ADDR_LEB64, 10 * i, i, addends[i]);
    }
    return relocations;
  }

  @Test
  void addendsOfAnySizeAreKept() {
    for (long[] addends :
        new long[][] {
          {0, 0, 0},
          {0, 7, 0, -3},
          {0, 5, 1L << 40, 0, -9, Integer.MAX_VALUE + 1L},
          {Long.MIN_VALUE, 0, 1}
        }) {
      Relocations relocations = with(addends);
      for (int i = 0; i < addends.length; i++) {
        assertThat(relocations.addend(i)).isEqualTo(addends[i]);
      }
    }
  }

  @Test
  void numbersThatOverlapAreNoticed() {
    assertThat(with(0, 0, 0).overlap()).isFalse();
    Relocations close = new Relocations(2);
    close.add(RelocationType.MEMORY_ADDR_LEB64, 0, 0, 0);
    close.add(RelocationType.MEMORY_ADDR_LEB64, 9, 0, 0);
    assertThat(close.overlap()).isTrue();
  }

  @Test
  void onlyTypesThatAreThereAreSaidToBe() {
    assertThat(with(0).has(RelocationType.MEMORY_ADDR_LEB64)).isTrue();
    assertThat(with(0).has(RelocationType.MEMORY_ADDR_LOCREL_I32)).isFalse();
    assertThat(Relocations.NONE.has(RelocationType.FUNCTION_INDEX_LEB)).isFalse();
  }
}
