package graft.host.emscripten;

import static org.assertj.core.api.Assertions.assertThat;

import graft.format.Limits;
import graft.format.MemoryType;
import graft.runtime.Memory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Expected texts are those of C.
final class PrintfFormatTest {
  private static final int ARGUMENTS = 64;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`%d`|-7|`-7`", "`%5d`|-7|`   -7`", "`%-5d.`|7|`7    .`", "`%05d`|-7|`-0007`",
        "`%+d`|7|`+7`", "`% d`|7|` 7`", "`%.3d`|7|`007`", "`%5.3d`|7|`  007`",
        "`%u`|-1|`4294967295`", "`%x`|255|`ff`", "`%#X`|255|`0XFF`", "`%o`|8|`10`",
        "`%hhd`|511|`-1`", "`%hu`|65537|`1`", "`%c`|65|`A`", "`100%%`|0|`100%`"
      })
  void integersAreFormattedAsInC(String pattern, int argument, String expected) {
    Memory memory = new Memory(new MemoryType(Limits.of(1, null)));
    memory.setI32(ARGUMENTS, argument);
    assertThat(new PrintfFormat(memory, ARGUMENTS).format(pattern)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`%f`|1.5|`1.500000`", "`%.0f`|2|`2`", "`%08.2f`|-3.14159|`-0003.14`",
        "`%e`|12345.678|`1.234568e+04`", "`%g`|0.0001|`0.0001`", "`%g`|100000|`100000`",
        "`%g`|1000000|`1e+06`", "`%G`|1e-10|`1E-10`", "`%.3g`|3.14159|`3.14`",
        "`%5.1f|`|-0.0|` -0.0|`"
      })
  void doublesAreFormattedAsInC(String pattern, double argument, String expected) {
    Memory memory = new Memory(new MemoryType(Limits.of(1, null)));
    memory.setF64(ARGUMENTS, argument);
    assertThat(new PrintfFormat(memory, ARGUMENTS).format(pattern)).isEqualTo(expected);
  }
}
