package graft.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads one mangled C++ name. A method's comment is its production in the ABI's grammar.
final class MangledName {
  private static final @Nullable MangledNode[] BUILTINS =
      table(
          """
          v void
          w wchar_t
          b bool
          c char
          a signed char
          h unsigned char
          s short
          t unsigned short
          i int
          j unsigned int
          l long
          m unsigned long
          x long long
          y unsigned long long
          n __int128
          o unsigned __int128
          f float
          d double
          e long double
          g __float128
          z ...
          """);

  private static final @Nullable MangledNode[] D_BUILTINS =
      table(
          """
          d decimal64
          e decimal128
          f decimal32
          h half
          i char32_t
          s char16_t
          u char8_t
          a auto
          c decltype(auto)
          n std::nullptr_t
          """);

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

  /// Words by the letter in front of them.
  private static @Nullable MangledNode[] table(String rows) {
    @Nullable MangledNode[] table = new @Nullable MangledNode[128];
    for (String row : rows.split("\n", -1)) {
      if (!row.isEmpty()) {
        table[row.charAt(0)] = MangledNode.of(row.substring(2));
      }
    }
    return table;
  }

  private static @Nullable MangledNode find(@Nullable MangledNode[] table, char letter) {
    return letter < table.length ? table[letter] : null;
  }

  private static final MangledNode NONE = MangledNode.of(NameText.EMPTY);
  private static final MangledNode STD = MangledNode.of("std");
  private static final MangledNode ANONYMOUS = MangledNode.of("(anonymous namespace)");
  private static final String ANONYMOUS_PREFIX = "_GLOBAL__N";

  private static final NameText SCOPE = NameText.of("::");
  private static final NameText SPACE = NameText.of(" ");
  private static final NameText OPEN = NameText.of("(");
  private static final NameText CLOSE = NameText.of(")");
  private static final NameText NO_PARAMETERS = NameText.of("()");
  private static final NameText LESS = NameText.of("<");
  private static final NameText GREATER = NameText.of(">");
  private static final NameText POINTER = NameText.of("*");
  private static final NameText REFERENCE = NameText.of("&");
  private static final NameText RVALUE_REFERENCE = NameText.of("&&");
  private static final NameText CONST = NameText.of(" const");
  private static final NameText VOLATILE = NameText.of(" volatile");
  private static final NameText RESTRICT = NameText.of(" restrict");
  private static final NameText TILDE = NameText.of("~");

  /// UTF-8: lengths in names count bytes.
  private final byte[] text;

  private int at;
  private final List<MangledNode> substitutions = new ArrayList<>();
  private List<MangledNode> templateArguments = List.of();

  /// Whether a pack without elements has been named since the last `...` began.
  private boolean emptyPack;

  /// Whether template arguments that come are those that `T_` refers to.
  private boolean tagging;

  /// The name uses what this does not know.
  static final class UnknownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownException() {
      super("", null, false, false);
    }
  }

  MangledName(byte[] text, int at) {
    this.text = text;
    this.at = at;
  }

  /// The name, all of it, in UTF-8. What compilers put behind a dot is shown in brackets.
  byte[] whole() {
    NameText name = encoding();
    if (at < text.length) {
      if (peek() != '.') {
        throw new UnknownException();
      }
      name = name.plus(" (").plus(NameText.of(text, at, text.length)).plus(CLOSE);
    }
    return name.toByteArray();
  }

  private char peek() {
    return at < text.length ? (char) (text[at] & 0xff) : '\0';
  }

  /// The byte behind the next one.
  private char second() {
    return (char) (text[at + 1] & 0xff);
  }

  private char next() {
    return (char) (text[at++] & 0xff);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private boolean take(char expected) {
    if (at < text.length && text[at] == expected) {
      at++;
      return true;
    }
    return false;
  }

  private boolean take(char first, char second) {
    if (isNext(first, second)) {
      at += 2;
      return true;
    }
    return false;
  }

  private boolean isNext(char first, char second) {
    return at + 1 < text.length && text[at] == first && text[at + 1] == second;
  }

  private boolean take(String expected) {
    if (startsWith(expected, at)) {
      at += expected.length();
      return true;
    }
    return false;
  }

  private boolean startsWith(String words, int offset) {
    if (words.length() > text.length - offset) {
      return false;
    }
    for (int i = 0; i < words.length(); i++) {
      if (text[offset + i] != words.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void expect(char expected) {
    if (!take(expected)) {
      throw new UnknownException();
    }
  }

  private MangledNode remember(MangledNode node) {
    substitutions.add(node);
    return node;
  }

  // <encoding> ::= <name> <bare-function-type> | <name> | <special-name>

  private NameText encoding() {
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

  private static NameText parenthesized(List<NameText> texts) {
    return OPEN.plus(NameText.list(texts)).plus(CLOSE);
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

  private NameText number() {
    int start = at;
    boolean negative = take('n');
    while (isDigit(peek())) {
      at++;
    }
    return negative
        ? NameText.of("-").plus(NameText.of(text, start + 1, at))
        : NameText.of(text, start, at);
  }

  /// A number that says how many; too large a one leads behind the end of the name.
  private int count() {
    if (!isDigit(peek())) {
      throw new UnknownException();
    }
    int count = 0;
    while (isDigit(peek())) {
      count = Math.min(count, text.length) * 10 + next() - '0';
    }
    return count;
  }

  // <name> ::= <nested-name> | <local-name> | <unscoped-template-name> <template-args>
  //          | <unscoped-name>

  private MangledNode name() {
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

  /// A template with its arguments; of packs that are being expanded one for each element.
  private MangledNode instantiate(MangledNode name, List<MangledNode> arguments) {
    NameText whole = name.text().plus(LESS);
    boolean first = true;
    for (MangledNode argument : arguments) {
      NameText argumentText = argument.text();
      if (!argumentText.isEmpty() || argument.pack() == null) {
        whole = whole.listed(argumentText, first);
        first = false;
      }
    }
    whole = whole.plus(GREATER);
    return MangledNode.name(whole, name.base(), true, name.special()).withSuffix(name.suffix());
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

  private NameText functionQualifiers() {
    NameText suffix = qualifiers();
    if (take('R')) {
      return suffix.plus(" &");
    }
    return take('O') ? suffix.plus(" &&") : suffix;
  }

  private NameText qualifiers() {
    boolean restrict = take('r');
    boolean isVolatile = take('V');
    NameText words = take('K') ? CONST : NameText.EMPTY;
    words = isVolatile ? words.plus(VOLATILE) : words;
    return restrict ? words.plus(RESTRICT) : words;
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
    MangledNode entity = name();
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

  private MangledNode sourceName() {
    int length = count();
    if (length == 0 || length > text.length - at) {
      throw new UnknownException();
    }
    int start = at;
    at += length;
    return text[start] == '_'
            && length >= ANONYMOUS_PREFIX.length()
            && startsWith(ANONYMOUS_PREFIX, start)
        ? ANONYMOUS
        : MangledNode.of(NameText.of(text, start, at));
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

  private @Nullable MangledOperator operator() {
    return MangledOperator.of(new String(text, at, 2, StandardCharsets.ISO_8859_1));
  }

  // <substitution>

  private MangledNode substitution() {
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

  // <template-args>, <template-param>

  private List<MangledNode> arguments() {
    expect('I');
    List<MangledNode> arguments = new ArrayList<>();
    if (tagging) {
      // Later arguments may refer to earlier ones.
      templateArguments = arguments;
    }
    List<MangledNode> outer = templateArguments;
    while (!take('E')) {
      arguments.add(argument());
    }
    templateArguments = outer;
    return arguments;
  }

  private MangledNode argument() {
    boolean was = tagging;
    tagging = false;
    MangledNode argument = anyArgument();
    tagging = was;
    return argument;
  }

  private MangledNode anyArgument() {
    return switch (peek()) {
      case 'L' -> literal();
      case 'X' -> {
        at++;
        MangledNode expression = expression();
        expect('E');
        yield expression;
      }
      case 'J' -> {
        at++;
        List<MangledNode> elements = new ArrayList<>();
        while (!take('E')) {
          elements.add(argument());
        }
        yield MangledNode.pack(elements);
      }
      case 'T' -> {
        boolean pack = isNext('T', 'p');
        if (!skipParameterDeclaration()) {
          yield type();
        }
        // LLVM does not look into such packs.
        yield pack ? MangledNode.of(argument().text()) : argument();
      }
      default -> type();
    };
  }

  /// `<template-param-decl>`: what kind of parameter an argument is for, where overloads differ in
  /// it.
  private boolean skipParameterDeclaration() {
    switch (second()) {
      case 'y' -> at += 2;
      case 'n' -> {
        at += 2;
        type();
      }
      case 'k' -> {
        at += 2;
        MangledNode concept = name();
        if (peek() == 'I') {
          instantiate(concept, arguments());
        }
      }
      case 'p' -> {
        at += 2;
        skipParameterDeclaration();
      }
      case 't' -> {
        at += 2;
        while (!take('E')) {
          skipParameterDeclaration();
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private MangledNode templateParameter() {
    expect('T');
    int index = 0;
    if (peek() != '_') {
      index = count() + 1;
    }
    expect('_');
    if (index >= templateArguments.size()) {
      throw new UnknownException();
    }
    MangledNode argument = templateArguments.get(index);
    emptyPack |= argument.pack() != null && argument.pack().isEmpty();
    return argument;
  }

  // <type>

  private MangledNode type() {
    boolean was = tagging;
    tagging = false;
    MangledNode type = anyType();
    tagging = was;
    return type;
  }

  private MangledNode anyType() {
    char c = peek();
    MangledNode builtin = find(BUILTINS, c);
    if (builtin != null) {
      at++;
      return builtin;
    }
    return switch (c) {
      case 'r', 'V', 'K' -> qualifiedType();
      case 'P' -> {
        at++;
        MangledNode pointee = type();
        yield remember(pointee.pointer(POINTER));
      }
      case 'R' -> {
        at++;
        yield remember(reference(type(), REFERENCE));
      }
      case 'O' -> {
        at++;
        yield remember(reference(type(), RVALUE_REFERENCE));
      }
      case 'C' -> {
        at++;
        yield remember(type().qualified(NameText.of(" complex")));
      }
      case 'G' -> {
        at++;
        yield remember(type().qualified(NameText.of(" imaginary")));
      }
      case 'F' -> remember(functionType(NameText.EMPTY));
      case 'A' -> remember(arrayType());
      case 'M' -> remember(memberPointer());
      case 'D' -> typeWithD();
      case 'u' -> {
        at++;
        yield remember(vendorType());
      }
      case 'U' -> vendorQualified();
      case 'T' -> parameterType();
      case 'S' -> substitutedType();
      default -> remember(name());
    };
  }

  /// A vendor's builtin type, or a builtin that makes one type of another: `__decay(int)`.
  private MangledNode vendorType() {
    MangledNode name = sourceName();
    if (!take('I')) {
      return name;
    }
    MangledNode type = type();
    expect('E');
    return MangledNode.of(name.text().plus(OPEN).plus(type.text()).plus(CLOSE));
  }

  private static MangledNode reference(MangledNode target, NameText mark) {
    return target.map(node -> {
      NameText left = node.left();
      if (!left.endsWith('&', 0)) {
        return node.pointer(mark);
      }
      // A reference to a reference is one.
      return node.shape() == MangledNode.Shape.PLAIN && left.endsWith('&', 1)
          ? MangledNode.type(left.withoutLast(2).plus(mark), node.right(), node.shape())
          : node;
    });
  }

  private MangledNode substitutedType() {
    if (isNext('S', 't')) {
      return remember(name());
    }
    MangledNode node = substitution();
    if (peek() != 'I') {
      return node;
    }
    List<MangledNode> outer = templateArguments;
    MangledNode type = instantiate(node, arguments());
    templateArguments = outer;
    return remember(type);
  }

  private MangledNode parameterType() {
    MangledNode parameter = remember(templateParameter());
    if (peek() != 'I') {
      return parameter;
    }
    return remember(instantiate(parameter, arguments()));
  }

  private MangledNode qualifiedType() {
    NameText words = qualifiers();
    if (peek() == 'F') {
      return remember(functionType(words));
    }
    return remember(type().qualified(words));
  }

  private MangledNode vendorQualified() {
    if (isNext('U', 't') || isNext('U', 'l')) {
      return remember(name());
    }
    expect('U');
    NameText qualifier = SPACE.plus(sourceName().text());
    if (peek() == 'I') {
      qualifier = qualifier.plus(instantiate(NONE, arguments()).text());
    }
    return remember(type().qualified(qualifier));
  }

  private MangledNode functionType(NameText qualifiers) {
    NameText noexcept = take('D', 'o') ? NameText.of(" noexcept") : NameText.EMPTY;
    expect('F');
    take('Y');
    MangledNode result = type();
    List<NameText> types = new ArrayList<>();
    NameText reference = NameText.EMPTY;
    while (!take('E')) {
      if (take('R', 'E')) {
        reference = NameText.of(" &");
        break;
      }
      if (take('O', 'E')) {
        reference = NameText.of(" &&");
        break;
      }
      NameText type = type().text();
      if (!type.isEmpty() && !type.is("void")) {
        types.add(type);
      }
    }
    NameText behind = parenthesized(types).plus(qualifiers).plus(reference).plus(noexcept);
    return MangledNode.type(
        result.right().isEmpty() ? result.left().plus(SPACE) : result.left(),
        behind.plus(result.right()),
        MangledNode.Shape.FUNCTION);
  }

  private MangledNode arrayType() {
    expect('A');
    NameText size =
        peek() == '_' ? NameText.EMPTY : isDigit(peek()) ? number() : expression().text();
    expect('_');
    MangledNode element = type();
    NameText right = element.right();
    boolean nested = element.shape() == MangledNode.Shape.ARRAY;
    return MangledNode.type(
        element.left(),
        NameText.of(" [").plus(size).plus("]").plus(nested ? right.withoutFirst() : right),
        MangledNode.Shape.ARRAY);
  }

  private MangledNode memberPointer() {
    expect('M');
    NameText mark = type().text().plus("::*");
    MangledNode member = type();
    return switch (member.shape()) {
      case FUNCTION -> member.pointer(OPEN, mark);
      case ARRAY -> member.pointer(NameText.of(" ("), mark);
      case PLAIN ->
          MangledNode.type(
              member.left().plus(SPACE).plus(mark), member.right(), MangledNode.Shape.PLAIN);
    };
  }

  private MangledNode typeWithD() {
    char c = second();
    MangledNode builtin = find(D_BUILTINS, c);
    if (builtin != null) {
      at += 2;
      return builtin;
    }
    return switch (c) {
      case 'p' -> {
        at += 2;
        emptyPack = false;
        MangledNode pattern = type();
        if (pattern.pack() == null && emptyPack) {
          yield remember(MangledNode.pack(List.of()));
        }
        yield remember(pattern.pack() == null ? pattern.qualified(NameText.of("...")) : pattern);
      }
      case 't', 'T' -> {
        at += 2;
        MangledNode expression = expression();
        expect('E');
        yield remember(
            MangledNode.of(NameText.of("decltype(").plus(expression.text()).plus(CLOSE)));
      }
      case 'o' -> remember(functionType(NameText.EMPTY));
      case 'v' -> remember(vector());
      default -> throw new UnknownException();
    };
  }

  private MangledNode vector() {
    at += 2;
    NameText size = number();
    expect('_');
    return MangledNode.of(type().text().plus(" vector[").plus(size).plus("]"));
  }

  // <expression>, as far as template arguments use it

  private MangledNode literal() {
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
                default -> throw new UnknownException();
              };
          case 'i' -> value;
          case 'j' -> value.plus("u");
          case 'l' -> value.plus("l");
          case 'm' -> value.plus("ul");
          case 'x' -> value.plus("ll");
          case 'y' -> value.plus("ull");
          case 'f', 'd', 'e' -> throw new UnknownException();
          default -> OPEN.plus(type).plus(CLOSE).plus(value);
        });
  }

  private MangledNode expression() {
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
      NameText cast = NameText.of("static_cast<").plus(type().text()).plus(">(");
      return MangledNode.of(cast.plus(expression().text()).plus(CLOSE));
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
      throw new UnknownException();
    }
    at += 2;
    int precedence = operator.precedence();
    if (operator.isPrefix()) {
      return MangledNode.expression(
          NameText.of(operator.symbol()).plus(expression().operand(precedence, true)), precedence);
    }
    if (!operator.isBinary()) {
      throw new UnknownException();
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
