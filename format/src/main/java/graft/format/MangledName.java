package graft.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads one mangled C++ name. A method's comment is its production in the ABI's grammar.
final class MangledName {
  private static final Map<Character, String> BUILTINS =
      Map.ofEntries(
          Map.entry('v', "void"),
          Map.entry('w', "wchar_t"),
          Map.entry('b', "bool"),
          Map.entry('c', "char"),
          Map.entry('a', "signed char"),
          Map.entry('h', "unsigned char"),
          Map.entry('s', "short"),
          Map.entry('t', "unsigned short"),
          Map.entry('i', "int"),
          Map.entry('j', "unsigned int"),
          Map.entry('l', "long"),
          Map.entry('m', "unsigned long"),
          Map.entry('x', "long long"),
          Map.entry('y', "unsigned long long"),
          Map.entry('n', "__int128"),
          Map.entry('o', "unsigned __int128"),
          Map.entry('f', "float"),
          Map.entry('d', "double"),
          Map.entry('e', "long double"),
          Map.entry('g', "__float128"),
          Map.entry('z', "..."));

  private static final Map<Character, String> D_BUILTINS =
      Map.of(
          'd', "decimal64",
          'e', "decimal128",
          'f', "decimal32",
          'h', "half",
          'i', "char32_t",
          's', "char16_t",
          'u', "char8_t",
          'a', "auto",
          'c', "decltype(auto)",
          'n', "std::nullptr_t");

  private static final Map<Character, String> STANDARD =
      Map.of(
          'a', "std::allocator",
          'b', "std::basic_string",
          's', "std::string",
          'i', "std::istream",
          'o', "std::ostream",
          'd', "std::iostream");

  private static final Map<Character, String> SPECIAL =
      Map.of(
          'V', "vtable for ",
          'T', "VTT for ",
          'I', "typeinfo for ",
          'S', "typeinfo name for ",
          'W', "thread-local wrapper routine for ",
          'H', "thread-local initialization routine for ",
          'A', "template parameter object for ");

  private final String text;
  private int at;
  private final List<MangledNode> substitutions = new ArrayList<>();
  private List<MangledNode> templateArguments = new ArrayList<>();

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

  MangledName(String text, int at) {
    this.text = text;
    this.at = at;
  }

  /// The name, all of it. What compilers put behind a dot is shown in brackets.
  String whole() {
    String name = encoding();
    if (at == text.length()) {
      return name;
    }
    if (peek() != '.') {
      throw new UnknownException();
    }
    return name + " (" + text.substring(at) + ")";
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private char next() {
    return text.charAt(at++);
  }

  private boolean take(String expected) {
    if (text.startsWith(expected, at)) {
      at += expected.length();
      return true;
    }
    return false;
  }

  private void expect(String expected) {
    if (!take(expected)) {
      throw new UnknownException();
    }
  }

  private MangledNode remember(MangledNode node) {
    substitutions.add(node);
    return node;
  }

  // <encoding> ::= <name> <bare-function-type> | <name> | <special-name>

  private String encoding() {
    if (peek() == 'T' || (peek() == 'G' && at + 1 < text.length())) {
      return specialName();
    }
    List<MangledNode> outer = templateArguments;
    templateArguments = new ArrayList<>();
    boolean wasTagging = tagging;
    tagging = true;
    MangledNode name = name();
    tagging = false;
    String result = isEnd() ? name.text() : function(name);
    templateArguments = outer;
    tagging = wasTagging;
    return result;
  }

  private boolean isEnd() {
    return at >= text.length() || peek() == 'E' || peek() == '.';
  }

  private String function(MangledNode name) {
    String condition = enableIf();
    MangledNode result = name.template() && !name.special() ? type() : null;
    String parameters = parameters();
    String declared = name.text() + parameters + name.suffix() + condition;
    if (result == null) {
      return declared;
    }
    String space = result.shape() == MangledNode.Shape.PLAIN && result.right().isEmpty() ? " " : "";
    if (result.right().startsWith(")")) {
      space = "";
    }
    return result.left() + space + declared + result.right();
  }

  private String enableIf() {
    if (!take("Ua9enable_if")) {
      return "";
    }
    List<String> conditions = new ArrayList<>();
    for (MangledNode condition : arguments()) {
      conditions.add(condition.text());
    }
    return " [enable_if:" + String.join(", ", conditions) + "]";
  }

  private String parameters() {
    if (take("v")) {
      return "()";
    }
    List<String> types = new ArrayList<>();
    while (!isEnd() && peek() != 'Q') {
      String type = type().text();
      if (!type.isEmpty()) {
        types.add(type);
      }
    }
    return "(" + String.join(", ", types) + ")";
  }

  private String specialName() {
    char kind = next();
    char what = next();
    if (kind == 'G') {
      return switch (what) {
        case 'V' -> "guard variable for " + name().text();
        case 'R' -> referenceTemporary();
        default -> throw new UnknownException();
      };
    }
    String prefix = SPECIAL.get(what);
    if (prefix != null) {
      return prefix
          + (what == 'W' || what == 'H'
              ? name().text()
              : what == 'A' ? argument().text() : type().text());
    }
    return switch (what) {
      case 'h', 'v' -> {
        callOffset(what);
        yield (what == 'v' ? "virtual" : "non-virtual") + " thunk to " + encoding();
      }
      case 'c' -> {
        callOffset(next());
        callOffset(next());
        yield "covariant return thunk to " + encoding();
      }
      case 'C' -> {
        String derived = type().text();
        number();
        expect("_");
        yield "construction vtable for " + type().text() + "-in-" + derived;
      }
      default -> throw new UnknownException();
    };
  }

  private String referenceTemporary() {
    String name = name().text();
    while (!take("_")) {
      next();
    }
    return "reference temporary for " + name;
  }

  private void callOffset(char kind) {
    number();
    expect("_");
    if (kind == 'v') {
      number();
      expect("_");
    }
  }

  private String number() {
    int start = at;
    take("n");
    while (Character.isDigit(peek())) {
      at++;
    }
    return text.substring(start, at).replace('n', '-');
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
    if (c == 'S' && text.charAt(at + 1) != 't') {
      name = substitution();
      if (peek() != 'I') {
        return name;
      }
    } else {
      boolean standard = take("St");
      MangledNode unqualified = unqualifiedName(MangledNode.of(""));
      name = standard ? scoped(MangledNode.of("std"), unqualified) : unqualified;
      if (peek() == 'I') {
        remember(name);
      }
    }
    return peek() == 'I' ? withArguments(name) : name;
  }

  private static MangledNode scoped(MangledNode scope, MangledNode name) {
    return new MangledNode(
        scope.text() + "::" + name.text(),
        "",
        MangledNode.Shape.PLAIN,
        name.base(),
        false,
        name.special(),
        "",
        null,
        0);
  }

  private MangledNode withArguments(MangledNode name) {
    List<MangledNode> arguments = arguments();
    return instantiate(name, arguments);
  }

  /// A template with its arguments; of packs that are being expanded one for each element.
  private MangledNode instantiate(MangledNode name, List<MangledNode> arguments) {
    List<String> texts = new ArrayList<>();
    for (MangledNode argument : arguments) {
      String argumentText = argument.text();
      if (!argumentText.isEmpty() || argument.pack() == null) {
        texts.add(argumentText);
      }
    }
    String list = String.join(", ", texts);
    return new MangledNode(
        name.text() + "<" + list + ">",
        "",
        MangledNode.Shape.PLAIN,
        name.base(),
        true,
        name.special(),
        name.suffix(),
        null,
        0);
  }

  // <nested-name> ::= N [<CV-qualifiers>] [<ref-qualifier>] <prefix> <unqualified-name> E

  private MangledNode nestedName() {
    expect("N");
    String suffix = functionQualifiers();
    MangledNode name = null;
    while (!take("E")) {
      take("L");
      if (take("M")) {
        continue;
      }
      char c = peek();
      if (c == 'S' && text.charAt(at + 1) != 't') {
        name = substitution();
        continue;
      }
      if (c == 'T') {
        name = remember(templateParameter());
        continue;
      }
      if (c == 'I') {
        name = withArguments(Objects.requireNonNullElse(name, MangledNode.of("")));
      } else if (c == 'D' && (text.charAt(at + 1) == 't' || text.charAt(at + 1) == 'T')) {
        name = type();
        continue;
      } else if (take("St")) {
        name = MangledNode.of("std");
        if (peek() != 'E') {
          name = scoped(name, unqualifiedName(name));
        }
      } else {
        MangledNode scope = name;
        MangledNode part = unqualifiedName(scope == null ? MangledNode.of("") : scope);
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

  private String functionQualifiers() {
    String suffix = "";
    boolean restrict = take("r");
    boolean isVolatile = take("V");
    boolean isConst = take("K");
    suffix += isConst ? " const" : "";
    suffix += isVolatile ? " volatile" : "";
    suffix += restrict ? " restrict" : "";
    if (take("R")) {
      return suffix + " &";
    }
    return take("O") ? suffix + " &&" : suffix;
  }

  // <local-name> ::= Z <encoding> E <entity> [<discriminator>] | Z <encoding> E s

  private MangledNode localName() {
    expect("Z");
    String function = encoding();
    expect("E");
    if (take("s")) {
      discriminator();
      return MangledNode.of(function + "::string literal");
    }
    if (take("d")) {
      number();
      expect("_");
    }
    MangledNode entity = name();
    discriminator();
    return new MangledNode(
        function + "::" + entity.text(),
        "",
        MangledNode.Shape.PLAIN,
        entity.base(),
        entity.template(),
        entity.special(),
        entity.suffix(),
        null,
        0);
  }

  private void discriminator() {
    if (take("__")) {
      number();
      expect("_");
    } else if (peek() == '_' && at + 1 < text.length() && Character.isDigit(text.charAt(at + 1))) {
      at++;
      number();
    }
  }

  // <unqualified-name> ::= <operator-name> | <ctor-dtor-name> | <source-name>
  //                      | <unnamed-type-name>

  private MangledNode unqualifiedName(MangledNode scope) {
    take("L");
    char c = peek();
    MangledNode name;
    if (Character.isDigit(c)) {
      name = sourceName();
    } else if (c == 'U') {
      name = unnamed();
    } else if (c == 'C' || (c == 'D' && text.charAt(at + 1) != 'C')) {
      name = constructor(scope);
    } else if (take("DC")) {
      name = structuredBinding();
    } else {
      name = operatorName();
    }
    StringBuilder tags = new StringBuilder();
    while (take("B")) {
      tags.append("[abi:").append(sourceName().text()).append(']');
    }
    return tags.isEmpty()
        ? name
        : new MangledNode(
            name.text() + tags,
            "",
            MangledNode.Shape.PLAIN,
            name.base(),
            false,
            name.special(),
            "",
            null,
            0);
  }

  private MangledNode structuredBinding() {
    List<String> names = new ArrayList<>();
    while (!take("E")) {
      names.add(sourceName().text());
    }
    return MangledNode.of("'" + "[" + String.join(", ", names) + "]" + "'");
  }

  private MangledNode sourceName() {
    int length = Integer.parseInt(number());
    String name = text.substring(at, at + length);
    at += length;
    return MangledNode.of(name.startsWith("_GLOBAL__N") ? "(anonymous namespace)" : name);
  }

  private MangledNode constructor(MangledNode scope) {
    boolean destructor = next() == 'D';
    boolean inheriting = !destructor && take("I");
    next();
    if (inheriting) {
      name();
    }
    String base = scope.base();
    if (base.startsWith("std::")) {
      base = standardBase(base);
    }
    return MangledNode.of((destructor ? "~" : "") + base).asSpecial();
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
    expect("U");
    if (take("t")) {
      String count = number();
      expect("_");
      return MangledNode.of("'unnamed" + count + "'");
    }
    expect("l");
    List<MangledNode> outer = templateArguments;
    StringBuilder parameters = new StringBuilder();
    if (!take("v")) {
      List<String> types = new ArrayList<>();
      while (peek() != 'E') {
        types.add(type().text());
      }
      parameters.append(String.join(", ", types));
    }
    templateArguments = outer;
    expect("E");
    String count = number();
    expect("_");
    return MangledNode.of("'lambda" + count + "'(" + parameters + ")");
  }

  private MangledNode operatorName() {
    if (take("cv")) {
      String type = type().text();
      return MangledNode.of("operator " + type).asSpecial();
    }
    if (take("li")) {
      return MangledNode.of("operator\"\" " + sourceName().text());
    }
    String code = text.substring(at, at + 2);
    MangledOperator operator = MangledOperator.of(code);
    if (operator == null || operator.isExpressionOnly()) {
      throw new UnknownException();
    }
    at += 2;
    String symbol = operator.symbol();
    return MangledNode.of("operator" + (Character.isLetter(symbol.charAt(0)) ? " " : "") + symbol);
  }

  // <substitution>

  private MangledNode substitution() {
    expect("S");
    String standard = STANDARD.get(peek());
    if (standard != null) {
      at++;
      MangledNode node = MangledNode.of(standard);
      return peek() == 'C' || peek() == 'D' ? expandedStandard(standard) : node;
    }
    int index = 0;
    if (peek() != '_') {
      int value = 0;
      while (peek() != '_') {
        value = value * 36 + Character.digit(next(), 36);
      }
      index = value + 1;
    }
    expect("_");
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
    return MangledNode.of("std::" + base + more).named(base);
  }

  // <template-args>, <template-param>

  private List<MangledNode> arguments() {
    expect("I");
    List<MangledNode> arguments = new ArrayList<>();
    if (tagging) {
      // Later arguments may refer to earlier ones.
      templateArguments = arguments;
    }
    List<MangledNode> outer = templateArguments;
    while (!take("E")) {
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
        expect("E");
        yield expression;
      }
      case 'J' -> {
        at++;
        List<MangledNode> elements = new ArrayList<>();
        while (!take("E")) {
          elements.add(argument());
        }
        yield MangledNode.pack(elements);
      }
      case 'T' -> {
        boolean pack = text.startsWith("Tp", at);
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
    switch (text.charAt(at + 1)) {
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
        while (!take("E")) {
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
    expect("T");
    int index = 0;
    if (peek() != '_') {
      index = Integer.parseInt(number()) + 1;
    }
    expect("_");
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
    String builtin = BUILTINS.get(c);
    if (builtin != null) {
      at++;
      return MangledNode.of(builtin);
    }
    return switch (c) {
      case 'r', 'V', 'K' -> qualifiedType();
      case 'P' -> {
        at++;
        MangledNode pointee = type();
        yield remember(pointee.pointer("*"));
      }
      case 'R' -> {
        at++;
        yield remember(reference(type(), "&"));
      }
      case 'O' -> {
        at++;
        yield remember(reference(type(), "&&"));
      }
      case 'C' -> {
        at++;
        yield remember(type().qualified(" complex"));
      }
      case 'G' -> {
        at++;
        yield remember(type().qualified(" imaginary"));
      }
      case 'F' -> remember(functionType(""));
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
    if (!take("I")) {
      return name;
    }
    MangledNode type = type();
    expect("E");
    return MangledNode.of(name.text() + "(" + type.text() + ")");
  }

  private static MangledNode reference(MangledNode target, String mark) {
    return target.map(node -> {
      // A reference to a reference is one.
      if (node.shape() == MangledNode.Shape.PLAIN && node.left().endsWith("&&")) {
        String bare = node.left().substring(0, node.left().length() - 2);
        return MangledNode.type(bare + mark, node.right(), MangledNode.Shape.PLAIN);
      }
      return node.left().endsWith("&") ? node : node.pointer(mark);
    });
  }

  private MangledNode substitutedType() {
    if (text.startsWith("St", at)) {
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
    boolean restrict = take("r");
    boolean isVolatile = take("V");
    boolean isConst = take("K");
    String words =
        (isConst ? " const" : "") + (isVolatile ? " volatile" : "") + (restrict ? " restrict" : "");
    if (peek() == 'F') {
      return remember(functionType(words));
    }
    return remember(type().qualified(words));
  }

  private MangledNode vendorQualified() {
    if (text.startsWith("Ut", at) || text.startsWith("Ul", at)) {
      return remember(name());
    }
    expect("U");
    String qualifier = sourceName().text();
    String arguments = peek() == 'I' ? instantiate(MangledNode.of(""), arguments()).text() : "";
    return remember(type().qualified(" " + qualifier + arguments));
  }

  private MangledNode functionType(String qualifiers) {
    String noexcept = take("Do") ? " noexcept" : "";
    expect("F");
    take("Y");
    MangledNode result = type();
    StringBuilder parameters = new StringBuilder();
    List<String> types = new ArrayList<>();
    String reference = "";
    while (!take("E")) {
      if (take("RE")) {
        reference = " &";
        break;
      }
      if (take("OE")) {
        reference = " &&";
        break;
      }
      String type = type().text();
      if (!type.equals("void") && !type.isEmpty()) {
        types.add(type);
      }
    }
    parameters.append("(").append(String.join(", ", types)).append(")");
    String space = result.right().isEmpty() ? " " : "";
    return MangledNode.type(
        result.left() + space,
        parameters + qualifiers + reference + noexcept + result.right(),
        MangledNode.Shape.FUNCTION);
  }

  private MangledNode arrayType() {
    expect("A");
    String size;
    if (peek() == '_') {
      size = "";
    } else if (Character.isDigit(peek())) {
      size = number();
    } else {
      size = expression().text();
    }
    expect("_");
    MangledNode element = type();
    String right = element.right();
    boolean nested = element.shape() == MangledNode.Shape.ARRAY;
    return MangledNode.type(
        element.left(),
        nested ? " [" + size + "]" + right.substring(1) : " [" + size + "]" + right,
        MangledNode.Shape.ARRAY);
  }

  private MangledNode memberPointer() {
    expect("M");
    String owner = type().text();
    MangledNode member = type();
    return switch (member.shape()) {
      case FUNCTION ->
          MangledNode.type(
              member.left() + "(" + owner + "::*", ")" + member.right(), MangledNode.Shape.PLAIN);
      case ARRAY ->
          MangledNode.type(
              member.left() + " (" + owner + "::*", ")" + member.right(), MangledNode.Shape.PLAIN);
      case PLAIN ->
          MangledNode.type(
              member.left() + " " + owner + "::*", member.right(), MangledNode.Shape.PLAIN);
    };
  }

  private MangledNode typeWithD() {
    char c = text.charAt(at + 1);
    String builtin = D_BUILTINS.get(c);
    if (builtin != null) {
      at += 2;
      return MangledNode.of(builtin);
    }
    return switch (c) {
      case 'p' -> {
        at += 2;
        emptyPack = false;
        MangledNode pattern = type();
        if (pattern.pack() == null && emptyPack) {
          yield remember(MangledNode.pack(List.of()));
        }
        yield remember(pattern.pack() == null ? pattern.qualified("...") : pattern);
      }
      case 't', 'T' -> {
        at += 2;
        MangledNode expression = expression();
        expect("E");
        yield remember(MangledNode.of("decltype(" + expression.text() + ")"));
      }
      case 'o' -> remember(functionType(""));
      case 'v' -> remember(vector());
      default -> throw new UnknownException();
    };
  }

  private MangledNode vector() {
    at += 2;
    String size = number();
    expect("_");
    return MangledNode.of(type().text() + " vector[" + size + "]");
  }

  // <expression>, as far as template arguments use it

  private MangledNode literal() {
    expect("L");
    if (take("_Z")) {
      String name = encoding();
      expect("E");
      return MangledNode.of(name);
    }
    if (take("Dn0E") || take("DnE")) {
      return MangledNode.of("nullptr");
    }
    char kind = peek();
    String type = type().text();
    String value = number();
    expect("E");
    return MangledNode.of(
        switch (kind) {
          case 'b' ->
              switch (value) {
                case "0" -> "false";
                case "1" -> "true";
                default -> throw new UnknownException();
              };
          case 'i' -> value;
          case 'j' -> value + "u";
          case 'l' -> value + "l";
          case 'm' -> value + "ul";
          case 'x' -> value + "ll";
          case 'y' -> value + "ull";
          case 'f', 'd', 'e' -> throw new UnknownException();
          default -> "(" + type + ")" + value;
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
    if (take("fp")) {
      functionQualifiers();
      String index = number();
      expect("_");
      return MangledNode.of("fp" + index);
    }
    if (take("cl")) {
      return call();
    }
    if (Character.isDigit(c)) {
      return MangledNode.of(simpleId());
    }
    if (take("sr")) {
      return unresolvedName();
    }
    if (take("u")) {
      return vendorExpression();
    }
    if (take("dt") || take("pt")) {
      String mark = text.charAt(at - 2) == 'd' ? "." : "->";
      return MangledNode.of(expression().operand(2, false) + mark + simpleId());
    }
    if (take("sc")) {
      String type = type().text();
      return MangledNode.of("static_cast<" + type + ">(" + expression().text() + ")");
    }
    if (take("sZ")) {
      return MangledNode.of("sizeof...(" + expression().text() + ")");
    }
    if (take("st")) {
      return MangledNode.of("sizeof (" + type().text() + ")");
    }
    if (take("sp")) {
      MangledNode pattern = expression();
      return pattern.pack() == null ? MangledNode.of(pattern.text() + "...") : pattern;
    }
    return operatorExpression();
  }

  private MangledNode unresolvedName() {
    String scope;
    if (Character.isDigit(peek())) {
      List<String> levels = new ArrayList<>();
      while (!take("E")) {
        levels.add(simpleId());
      }
      scope = String.join("::", levels);
    } else {
      scope = type().text();
    }
    return MangledNode.of(scope + "::" + simpleId());
  }

  /// A vendor's builtin function of types and values: `__is_same(T, int)`.
  private MangledNode vendorExpression() {
    String name = sourceName().text();
    List<String> operands = new ArrayList<>();
    while (!take("E")) {
      operands.add(argument().text());
    }
    return MangledNode.of(name + "(" + String.join(", ", operands) + ")");
  }

  private String simpleId() {
    MangledNode name = sourceName();
    return peek() == 'I' ? instantiate(name, arguments()).text() : name.text();
  }

  private MangledNode call() {
    String callee = Character.isDigit(peek()) ? simpleId() : expression().text();
    List<String> operands = new ArrayList<>();
    while (!take("E")) {
      String operand = expression().text();
      if (!operand.isEmpty()) {
        operands.add(operand);
      }
    }
    return MangledNode.of(callee + "(" + String.join(", ", operands) + ")");
  }

  private MangledNode operatorExpression() {
    @Nullable MangledOperator operator = MangledOperator.of(text.substring(at, at + 2));
    if (operator == null) {
      throw new UnknownException();
    }
    at += 2;
    int precedence = operator.precedence();
    if (operator.isPrefix()) {
      return MangledNode.expression(
          operator.symbol() + expression().operand(precedence, true), precedence);
    }
    if (!operator.isBinary()) {
      throw new UnknownException();
    }
    MangledNode left = expression();
    MangledNode right = expression();
    String symbol = operator.symbol();
    String joined =
        left.operand(precedence, false)
            + (symbol.equals(",") ? "" : " ")
            + symbol
            + " "
            + right.operand(precedence, true);
    // Inside of template arguments it would end them.
    boolean closes = symbol.equals(">") || symbol.equals(">>");
    return closes
        ? MangledNode.expression("(" + joined + ")", 0)
        : MangledNode.expression(joined, precedence);
  }
}
