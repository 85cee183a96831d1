package graft.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads one mangled C++ name. A method's comment is its production in the ABI's grammar.
///
/// The grammar goes in circles, so this is one reader in four layers: {@link MangledText} the
/// bytes, {@link MangledExpressions}, {@link MangledTypes}, and names here.
final class MangledName extends MangledTypes {
  private static final @Nullable MangledNode[] STANDARD =
      table(
          """
          a std::allocator
          b std::basic_string
          s std::string
          i std::istream
          o std::ostream
          d std::iostream
          """);

  private static final @Nullable MangledNode[] SPECIAL =
      table(
          """
          V vtable
          T VTT
          I typeinfo
          S typeinfo name
          W thread-local wrapper routine
          H thread-local initialization routine
          A template parameter object
          """);

  private static final MangledNode STD = MangledNode.of("std");
  private static final NameText NO_PARAMETERS = NameText.of("()");
  private static final NameText TILDE = NameText.of("~");

  /// The name uses what this does not know.
  static final class UnknownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownException() {
      super("", null, false, false);
    }
  }

  MangledName(NameParts parts, byte[] text, int at) {
    super(parts, text, at);
  }

  /// The name, all of it, in UTF-8. What compilers put behind a dot is shown in brackets.
  byte[] whole() {
    NameText name = encoding();
    if (at < text.length) {
      if (peek() != '.') {
        throw new UnknownException();
      }
      name = name.plus(" (").plus(words(at, text.length)).plus(CLOSE);
    }
    return name.toByteArray();
  }

  // <encoding> ::= <name> <bare-function-type> | <name> | <special-name>

  @Override
  NameText encoding() {
    if (peek() == 'T' || (peek() == 'G' && at + 1 < text.length)) {
      return specialName();
    }
    List<MangledNode> outer = templateArguments;
    templateArguments = List.of();
    boolean wasTagging = tagging;
    tagging = true;
    MangledNode name = name();
    tagging = false;
    NameText result = isEnd() ? name.text() : function(name);
    templateArguments = outer;
    tagging = wasTagging;
    return result;
  }

  private boolean isEnd() {
    return at >= text.length || peek() == 'E' || peek() == '.';
  }

  private NameText function(MangledNode name) {
    NameText condition = enableIf();
    MangledNode result = name.template() && !name.special() ? type() : null;
    NameText parameters = parameters();
    NameText declared = name.text().plus(parameters).plus(name.suffix()).plus(condition);
    if (result == null) {
      return declared;
    }
    boolean spaced = result.shape() == MangledNode.Shape.PLAIN && result.right().isEmpty();
    return result.left().plus(spaced ? SPACE : NameText.EMPTY).plus(declared).plus(result.right());
  }

  private NameText enableIf() {
    if (peek() != 'U' || !take("Ua9enable_if")) {
      return NameText.EMPTY;
    }
    List<NameText> conditions = new ArrayList<>();
    for (MangledNode condition : arguments()) {
      conditions.add(condition.text());
    }
    return NameText.of(" [enable_if:").plus(NameText.list(conditions)).plus("]");
  }

  private NameText parameters() {
    if (take('v')) {
      return NO_PARAMETERS;
    }
    NameText list = OPEN;
    boolean first = true;
    while (!isEnd() && peek() != 'Q') {
      NameText type = type().text();
      if (!type.isEmpty()) {
        list = list.listed(type, first);
        first = false;
      }
    }
    return list.plus(CLOSE);
  }

  private NameText specialName() {
    char kind = next();
    char what = next();
    if (kind == 'G') {
      return switch (what) {
        case 'V' -> NameText.of("guard variable for ").plus(name().text());
        case 'R' -> referenceTemporary();
        default -> throw new UnknownException();
      };
    }
    MangledNode special = find(SPECIAL, what);
    if (special != null) {
      NameText of =
          switch (what) {
            case 'W', 'H' -> name().text();
            case 'A' -> argument().text();
            default -> type().text();
          };
      return special.text().plus(" for ").plus(of);
    }
    return switch (what) {
      case 'h', 'v' -> {
        callOffset(what);
        yield NameText.of(what == 'v' ? "virtual thunk to " : "non-virtual thunk to ")
            .plus(encoding());
      }
      case 'c' -> {
        callOffset(next());
        callOffset(next());
        yield NameText.of("covariant return thunk to ").plus(encoding());
      }
      case 'C' -> {
        NameText derived = type().text();
        number();
        expect('_');
        NameText base = type().text();
        yield NameText.of("construction vtable for ").plus(base).plus("-in-").plus(derived);
      }
      default -> throw new UnknownException();
    };
  }

  private NameText referenceTemporary() {
    NameText name = name().text();
    while (!take('_')) {
      next();
    }
    return NameText.of("reference temporary for ").plus(name);
  }

  private void callOffset(char kind) {
    number();
    expect('_');
    if (kind == 'v') {
      number();
      expect('_');
    }
  }

  // <name> ::= <nested-name> | <local-name> | <unscoped-template-name> <template-args>
  //          | <unscoped-name>

  @Override
  MangledNode name() {
    char c = peek();
    if (c == 'N') {
      return nestedName();
    }
    if (c == 'Z') {
      return localName();
    }
    MangledNode name;
    if (c == 'S' && second() != 't') {
      name = substitution();
      if (peek() != 'I') {
        return name;
      }
    } else {
      boolean standard = take('S', 't');
      MangledNode unqualified = unqualifiedName(NONE);
      name = standard ? scoped(STD, unqualified) : unqualified;
      if (peek() == 'I') {
        remember(name);
      }
    }
    return peek() == 'I' ? withArguments(name) : name;
  }

  private static MangledNode scoped(MangledNode scope, MangledNode name) {
    return MangledNode.name(
        scope.text().plus(SCOPE).plus(name.text()), name.base(), false, name.special());
  }

  private MangledNode withArguments(MangledNode name) {
    List<MangledNode> arguments = arguments();
    return instantiate(name, arguments);
  }

  // <nested-name> ::= N [<CV-qualifiers>] [<ref-qualifier>] <prefix> <unqualified-name> E

  private MangledNode nestedName() {
    expect('N');
    NameText suffix = functionQualifiers();
    MangledNode name = null;
    while (!take('E')) {
      take('L');
      if (take('M')) {
        continue;
      }
      char c = peek();
      if (c == 'S' && second() != 't') {
        name = substitution();
        continue;
      }
      if (c == 'T') {
        name = remember(templateParameter());
        continue;
      }
      if (c == 'I') {
        name = withArguments(Objects.requireNonNullElse(name, NONE));
      } else if (c == 'D' && (second() == 't' || second() == 'T')) {
        name = type();
        continue;
      } else if (take('S', 't')) {
        name = STD;
        if (peek() != 'E') {
          name = scoped(name, unqualifiedName(name));
        }
      } else {
        MangledNode scope = name;
        MangledNode part = unqualifiedName(scope == null ? NONE : scope);
        name = scope == null ? part : scoped(scope, part);
      }
      if (peek() != 'E') {
        remember(name);
      }
    }
    if (name == null) {
      throw new UnknownException();
    }
    return name.withSuffix(suffix);
  }

  // <local-name> ::= Z <encoding> E <entity> [<discriminator>] | Z <encoding> E s

  private MangledNode localName() {
    expect('Z');
    NameText function = encoding();
    expect('E');
    if (take('s')) {
      discriminator();
      return MangledNode.of(function.plus("::string literal"));
    }
    if (take('d')) {
      number();
      expect('_');
    }
    // As LLVM has it, what follows the whole name does not see its template arguments.
    List<MangledNode> outer = templateArguments;
    templateArguments = List.of();
    MangledNode entity = name();
    templateArguments = outer;
    discriminator();
    NameText whole = function.plus(SCOPE).plus(entity.text());
    return MangledNode.name(whole, entity.base(), entity.template(), entity.special())
        .withSuffix(entity.suffix());
  }

  private void discriminator() {
    if (take('_', '_')) {
      number();
      expect('_');
    } else if (peek() == '_' && at + 1 < text.length && isDigit(second())) {
      at++;
      number();
    }
  }

  // <unqualified-name> ::= <operator-name> | <ctor-dtor-name> | <source-name>
  //                      | <unnamed-type-name>

  private MangledNode unqualifiedName(MangledNode scope) {
    take('L');
    char c = peek();
    MangledNode name;
    if (isDigit(c)) {
      name = sourceName();
    } else if (c == 'U') {
      name = unnamed();
    } else if (c == 'C' || (c == 'D' && second() != 'C')) {
      name = constructor(scope);
    } else if (take('D', 'C')) {
      name = structuredBinding();
    } else {
      name = operatorName();
    }
    if (peek() != 'B') {
      return name;
    }
    NameText tagged = name.text();
    while (take('B')) {
      tagged = tagged.plus("[abi:").plus(sourceName().text()).plus("]");
    }
    return MangledNode.name(tagged, name.base(), false, name.special());
  }

  private MangledNode structuredBinding() {
    List<NameText> names = new ArrayList<>();
    while (!take('E')) {
      names.add(sourceName().text());
    }
    return MangledNode.of(NameText.of("'[").plus(NameText.list(names)).plus("]'"));
  }

  private MangledNode constructor(MangledNode scope) {
    boolean destructor = next() == 'D';
    boolean inheriting = !destructor && take('I');
    next();
    if (inheriting) {
      name();
    }
    NameText base = scope.base();
    if (base.startsWith('s')) {
      String name = base.toString();
      base = name.startsWith("std::") ? NameText.of(standardBase(name)) : base;
    }
    return MangledNode.of(destructor ? TILDE.plus(base) : base).asSpecial();
  }

  private static String standardBase(String name) {
    return switch (name) {
      case "std::string" -> "basic_string";
      case "std::istream" -> "basic_istream";
      case "std::ostream" -> "basic_ostream";
      case "std::iostream" -> "basic_iostream";
      default -> name.substring("std::".length());
    };
  }

  private MangledNode unnamed() {
    expect('U');
    if (take('t')) {
      NameText count = number();
      expect('_');
      return MangledNode.of(NameText.of("'unnamed").plus(count).plus("'"));
    }
    expect('l');
    List<MangledNode> outer = templateArguments;
    List<NameText> types = new ArrayList<>();
    if (!take('v')) {
      while (peek() != 'E') {
        types.add(type().text());
      }
    }
    templateArguments = outer;
    expect('E');
    NameText count = number();
    expect('_');
    return MangledNode.of(NameText.of("'lambda").plus(count).plus("'").plus(parenthesized(types)));
  }

  private MangledNode operatorName() {
    if (take('c', 'v')) {
      NameText type = type().text();
      return MangledNode.of(NameText.of("operator ").plus(type)).asSpecial();
    }
    if (take('l', 'i')) {
      return MangledNode.of(NameText.of("operator\"\" ").plus(sourceName().text()));
    }
    MangledOperator operator = operator();
    if (operator == null || operator.isExpressionOnly()) {
      throw new UnknownException();
    }
    at += 2;
    String symbol = operator.symbol();
    return MangledNode.of("operator" + (Character.isLetter(symbol.charAt(0)) ? " " : "") + symbol);
  }

  // <substitution>

  @Override
  MangledNode substitution() {
    expect('S');
    MangledNode standard = find(STANDARD, peek());
    if (standard != null) {
      at++;
      return peek() == 'C' || peek() == 'D'
          ? expandedStandard(standard.text().toString())
          : standard;
    }
    int index = 0;
    if (peek() != '_') {
      int value = 0;
      while (peek() != '_') {
        value = value * 36 + Character.digit(next(), 36);
      }
      index = value + 1;
    }
    expect('_');
    return substitutions.get(index);
  }

  /// Constructors show what the abbreviation stands for.
  private static MangledNode expandedStandard(String name) {
    String base = standardBase(name);
    String more =
        name.equals("std::string")
            ? "<char, std::char_traits<char>, std::allocator<char>>"
            : base.equals("allocator") || base.equals("basic_string")
                ? ""
                : "<char, std::char_traits<char>>";
    return MangledNode.of("std::" + base + more).named(NameText.of(base));
  }
}
