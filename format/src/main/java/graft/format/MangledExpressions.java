package graft.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the expressions in a mangled name, as far as template arguments and `decltype` use them.
abstract sealed class MangledExpressions extends MangledText permits MangledTypes {
  static final MangledNode ANONYMOUS = MangledNode.of("(anonymous namespace)");
  static final NameText SCOPE = NameText.of("::");
  static final NameText OPEN = NameText.of("(");
  static final NameText CLOSE = NameText.of(")");
  private static final String ANONYMOUS_PREFIX = "_GLOBAL__N";

  MangledExpressions(NameParts parts, byte[] text, int at) {
    super(parts, text, at);
  }

  // What expressions are made of.

  abstract NameText encoding();

  abstract MangledNode type();

  abstract MangledNode templateParameter();

  abstract MangledNode argument();

  abstract List<MangledNode> arguments();

  abstract MangledNode instantiate(MangledNode name, List<MangledNode> arguments);

  abstract NameText functionQualifiers();

  MangledNode sourceName() {
    int length = count();
    if (length == 0 || length > text.length - at) {
      throw new MangledName.UnknownException();
    }
    int start = at;
    at += length;
    return text[start] == '_'
            && length >= ANONYMOUS_PREFIX.length()
            && startsWith(ANONYMOUS_PREFIX, start)
        ? ANONYMOUS
        : MangledNode.of(words(start, at));
  }

  @Nullable MangledOperator operator() {
    return MangledOperator.of(new String(text, at, 2, StandardCharsets.ISO_8859_1));
  }

  static NameText parenthesized(List<NameText> texts) {
    return OPEN.plus(NameText.list(texts)).plus(CLOSE);
  }

  MangledNode literal() {
    expect('L');
    if (take('_', 'Z')) {
      NameText name = encoding();
      expect('E');
      return MangledNode.of(name);
    }
    if (take("Dn0E") || take("DnE")) {
      return MangledNode.of("nullptr");
    }
    char kind = peek();
    NameText type = type().text();
    NameText value = number();
    expect('E');
    return MangledNode.of(
        switch (kind) {
          case 'b' ->
              switch (value.toString()) {
                case "0" -> NameText.of("false");
                case "1" -> NameText.of("true");
                default -> throw new MangledName.UnknownException();
              };
          case 'i' -> value;
          case 'j' -> value.plus("u");
          case 'l' -> value.plus("l");
          case 'm' -> value.plus("ul");
          case 'x' -> value.plus("ll");
          case 'y' -> value.plus("ull");
          case 'f', 'd', 'e' -> throw new MangledName.UnknownException();
          default -> OPEN.plus(type).plus(CLOSE).plus(value);
        });
  }

  MangledNode expression() {
    char c = peek();
    if (c == 'L') {
      return literal();
    }
    if (c == 'T') {
      return templateParameter();
    }
    if (take('f', 'p')) {
      functionQualifiers();
      NameText index = number();
      expect('_');
      return MangledNode.of(NameText.of("fp").plus(index));
    }
    if (take('c', 'l')) {
      return call();
    }
    if (isDigit(c)) {
      return MangledNode.of(simpleId());
    }
    if (take('s', 'r')) {
      return unresolvedName();
    }
    if (take('u')) {
      return vendorExpression();
    }
    if (take('d', 't') || take('p', 't')) {
      String mark = text[at - 2] == 'd' ? "." : "->";
      return MangledNode.of(expression().operand(2, false).plus(mark).plus(simpleId()));
    }
    if (take('s', 'c')) {
      MangledNode type = type();
      NameText value = expression().text();
      // Of a pack that is being expanded, one for each element.
      return type.map(each ->
          MangledNode.of(
              NameText.of("static_cast<").plus(each.text()).plus(">(").plus(value).plus(CLOSE)));
    }
    if (take('s', 'Z')) {
      return MangledNode.of(NameText.of("sizeof...(").plus(expression().text()).plus(CLOSE));
    }
    if (take('s', 't')) {
      return MangledNode.of(NameText.of("sizeof (").plus(type().text()).plus(CLOSE));
    }
    if (take('s', 'p')) {
      MangledNode pattern = expression();
      return pattern.pack() == null ? MangledNode.of(pattern.text().plus("...")) : pattern;
    }
    return operatorExpression();
  }

  private MangledNode unresolvedName() {
    if (!isDigit(peek())) {
      NameText scope = type().text();
      return MangledNode.of(scope.plus(SCOPE).plus(simpleId()));
    }
    NameText name = NameText.EMPTY;
    while (!take('E')) {
      name = name.plus(simpleId()).plus(SCOPE);
    }
    return MangledNode.of(name.plus(simpleId()));
  }

  /// A vendor's builtin function of types and values: `__is_same(T, int)`.
  private MangledNode vendorExpression() {
    NameText name = sourceName().text();
    List<NameText> operands = new ArrayList<>();
    while (!take('E')) {
      operands.add(argument().text());
    }
    return MangledNode.of(name.plus(parenthesized(operands)));
  }

  private NameText simpleId() {
    MangledNode name = sourceName();
    return peek() == 'I' ? instantiate(name, arguments()).text() : name.text();
  }

  private MangledNode call() {
    NameText callee = isDigit(peek()) ? simpleId() : expression().text();
    List<NameText> operands = new ArrayList<>();
    while (!take('E')) {
      NameText operand = expression().text();
      if (!operand.isEmpty()) {
        operands.add(operand);
      }
    }
    return MangledNode.of(callee.plus(parenthesized(operands)));
  }

  private MangledNode operatorExpression() {
    @Nullable MangledOperator operator = operator();
    if (operator == null) {
      throw new MangledName.UnknownException();
    }
    at += 2;
    int precedence = operator.precedence();
    if (operator.isPrefix()) {
      return MangledNode.expression(
          NameText.of(operator.symbol()).plus(expression().operand(precedence, true)), precedence);
    }
    if (!operator.isBinary()) {
      throw new MangledName.UnknownException();
    }
    MangledNode left = expression();
    MangledNode right = expression();
    String symbol = operator.symbol();
    NameText joined =
        left.operand(precedence, false)
            .plus(symbol.equals(",") ? ", " : " " + symbol + " ")
            .plus(right.operand(precedence, true));
    // Inside of template arguments it would end them.
    boolean closes = symbol.equals(">") || symbol.equals(">>");
    return closes
        ? MangledNode.expression(OPEN.plus(joined).plus(CLOSE), 0)
        : MangledNode.expression(joined, precedence);
  }
}
