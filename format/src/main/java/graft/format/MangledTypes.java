package graft.format;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the types in a mangled name, and template arguments. A method's comment is its production
/// in the ABI's grammar.
abstract sealed class MangledTypes extends MangledExpressions permits MangledName {
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

  /// Words by the letter in front of them.
  static @Nullable MangledNode[] table(String rows) {
    @Nullable MangledNode[] table = new @Nullable MangledNode[128];
    for (String row : rows.split("\n", -1)) {
      if (!row.isEmpty()) {
        table[row.charAt(0)] = MangledNode.of(row.substring(2));
      }
    }
    return table;
  }

  static @Nullable MangledNode find(@Nullable MangledNode[] table, char letter) {
    return letter < table.length ? table[letter] : null;
  }

  static final MangledNode NONE = MangledNode.of(NameText.EMPTY);
  static final NameText SPACE = NameText.of(" ");
  private static final NameText LESS = NameText.of("<");
  private static final NameText GREATER = NameText.of(">");
  private static final NameText POINTER = NameText.of("*");
  private static final NameText REFERENCE = NameText.of("&");
  private static final NameText RVALUE_REFERENCE = NameText.of("&&");
  private static final NameText CONST = NameText.of(" const");
  private static final NameText VOLATILE = NameText.of(" volatile");
  private static final NameText RESTRICT = NameText.of(" restrict");

  final List<MangledNode> substitutions;
  List<MangledNode> templateArguments = List.of();

  /// Whether a pack without elements has been named since the last `...` began.
  private boolean emptyPack;

  /// Whether template arguments that come are those that `T_` refers to.
  boolean tagging;

  MangledTypes(NameParts parts, byte[] text, int at) {
    super(parts, text, at);
    this.substitutions = parts.substitutions();
  }

  abstract MangledNode name();

  abstract MangledNode substitution();

  MangledNode remember(MangledNode node) {
    substitutions.add(node);
    return node;
  }

  /// A template with its arguments; of packs that are being expanded one for each element.
  @Override
  MangledNode instantiate(MangledNode name, List<MangledNode> arguments) {
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

  // <template-args>, <template-param>

  @Override
  List<MangledNode> arguments() {
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

  @Override
  MangledNode argument() {
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

  @Override
  MangledNode templateParameter() {
    expect('T');
    int index = 0;
    if (peek() != '_') {
      index = count() + 1;
    }
    expect('_');
    if (index >= templateArguments.size()) {
      throw new MangledName.UnknownException();
    }
    MangledNode argument = templateArguments.get(index);
    emptyPack |= argument.pack() != null && argument.pack().isEmpty();
    return argument;
  }

  // <type>

  @Override
  MangledNode type() {
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
      default -> throw new MangledName.UnknownException();
    };
  }

  private MangledNode vector() {
    at += 2;
    NameText size = number();
    expect('_');
    return MangledNode.of(type().text().plus(" vector[").plus(size).plus("]"));
  }

  @Override
  NameText functionQualifiers() {
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
}
