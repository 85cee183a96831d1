package graft.format;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An operator's code in mangled names
/// ([ABI](https://itanium-cxx-abi.github.io/cxx-abi/abi.html#operator-names)).
///
/// @param code two letters
/// @param symbol as it is written
/// @param form `p` prefix, `b` binary, `o` other
/// @param precedence 0 binds closest
record MangledOperator(String code, String symbol, char form, int precedence) {
  private static final String TABLE =
      """
      nw new o 3
      na new[] o 3
      dl delete o 3
      da delete[] o 3
      aw co_await o 3
      ps + p 3
      ng - p 3
      ad & p 3
      de * p 3
      co ~ p 3
      pl + b 6
      mi - b 6
      ml * b 5
      dv / b 5
      rm % b 5
      an & b 11
      or | b 13
      eo ^ b 12
      aS = b 16
      pL += b 16
      mI -= b 16
      mL *= b 16
      dV /= b 16
      rM %= b 16
      aN &= b 16
      oR |= b 16
      eO ^= b 16
      ls << b 7
      rs >> b 7
      lS <<= b 16
      rS >>= b 16
      eq == b 10
      ne != b 10
      lt < b 9
      gt > b 9
      le <= b 9
      ge >= b 9
      ss <=> b 8
      nt ! p 3
      aa && b 14
      oo || b 15
      pp ++ o 2
      mm -- o 2
      cm , b 18
      pm ->* b 4
      pt -> o 2
      cl () o 2
      ix [] o 2
      qu ? o 15
      """;

  private static final Map<String, MangledOperator> OPERATORS =
      Stream.of(TABLE.split("\n", -1))
          .filter(line -> !line.isEmpty())
          .map(line -> line.split(" ", -1))
          .map(row ->
              new MangledOperator(row[0], row[1], row[2].charAt(0), Integer.parseInt(row[3])))
          .collect(Collectors.toMap(MangledOperator::code, row -> row));

  static @Nullable MangledOperator of(String code) {
    return OPERATORS.get(code);
  }

  boolean isPrefix() {
    return form == 'p';
  }

  boolean isBinary() {
    return form == 'b';
  }

  boolean isExpressionOnly() {
    return symbol.equals("?");
  }
}
