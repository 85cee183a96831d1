package graft.dl;

import graft.dl.CxxType.Component;
import graft.dl.CxxType.Derived;
import graft.dl.CxxType.Function;
import graft.dl.CxxType.Member;
import graft.dl.CxxType.Name;
import graft.dl.CxxType.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads declarations of C++, as people write them and as the demangler prints them: `double
/// area(const geo::Circle &c)` and `geo::area(geo::Circle const&)`.
///
/// What it cannot read, such as expressions of templates that depend on others, is found only as
/// the demangler prints it.
final class CxxParser {
  /// How long a declaration may be, in words.
  private static final int MAX_WORDS = 20_000;

  private static final int MAX_DEPTH = 200;

  /// How often each word is looked at on average: alternatives within alternatives end there.
  private static final int LOOKS = 30;

  private static final Set<String> CV = Set.of("const", "volatile", "restrict", "__restrict");

  /// What says nothing about a type.
  private static final Set<String> ELABORATED =
      Set.of("struct", "class", "enum", "union", "typename");

  private static final Set<String> STORAGE =
      Set.of("static", "extern", "inline", "virtual", "constexpr", "explicit", "friend");

  private static final Set<String> BUILT_IN =
      Set.of(
          "void",
          "bool",
          "_Bool",
          "char",
          "wchar_t",
          "char8_t",
          "char16_t",
          "char32_t",
          "short",
          "int",
          "long",
          "signed",
          "unsigned",
          "float",
          "double",
          "__int128",
          "_Float16",
          "auto");

  /// What mangled names have besides functions and variables.
  private static final List<String> PREFIXES =
      List.of(
          "vtable for ",
          "VTT for ",
          "typeinfo for ",
          "typeinfo name for ",
          "guard variable for ",
          "non-virtual thunk to ",
          "virtual thunk to ",
          "thread-local initialization routine for ",
          "thread-local wrapper routine for ");

  private final List<String> words;
  private final int[] closing;
  private int position;
  private int depth;
  private int looks;

  /// It is no declaration that can be read here.
  private static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    private UnreadableException() {
      super(null, null, false, false);
    }
  }

  private CxxParser(CxxTokens tokens) {
    this.words = tokens.words();
    this.closing = tokens.closing();
    this.looks = LOOKS * (words.size() + 10);
  }

  /// Reads a declaration.
  ///
  /// @return null if it cannot be read
  static @Nullable CxxDeclaration read(String text) {
    String prefix = PREFIXES.stream().filter(text::startsWith).findFirst().orElse("");
    if (text.length() > 8 * MAX_WORDS) {
      return null;
    }
    CxxTokens tokens = CxxTokens.of(text.substring(prefix.length()));
    if (tokens.words().size() > MAX_WORDS) {
      return null;
    }
    try {
      return new CxxParser(tokens).declaration(prefix);
    } catch (UnreadableException _) {
      return null;
    }
  }

  private CxxDeclaration declaration(String prefix) throws UnreadableException {
    while (STORAGE.contains(peek())) {
      position++;
    }
    CxxType result = null;
    int start = position;
    Name name = isTypeWord(peek()) ? null : name();
    if (name == null || !(isAtEnd() || peek().equals("(") || peek().equals(";"))) {
      position = start;
      result = pointers(specifiers());
      name = name();
    }
    List<CxxType> parameters = null;
    String qualifiers = "";
    if (peek().equals("(")) {
      parameters = parameters();
      qualifiers = qualifiers();
    }
    take(";");
    if (!isAtEnd()) {
      throw new UnreadableException();
    }
    return new CxxDeclaration(prefix, result, CxxAliases.shortened(name), parameters, qualifiers);
  }

  // Words.

  private String peek() throws UnreadableException {
    if (--looks < 0) {
      throw new UnreadableException();
    }
    return isAtEnd() ? "" : words.get(position);
  }

  private boolean isAtEnd() {
    return position >= words.size();
  }

  private String next() throws UnreadableException {
    String word = peek();
    position++;
    return word;
  }

  private boolean take(String word) throws UnreadableException {
    if (peek().equals(word)) {
      position++;
      return true;
    }
    return false;
  }

  private void expect(String word) throws UnreadableException {
    if (!take(word)) {
      throw new UnreadableException();
    }
  }

  private void enter() throws UnreadableException {
    if (++depth > MAX_DEPTH) {
      throw new UnreadableException();
    }
  }

  private static boolean isIdentifier(String word) {
    return !word.isEmpty()
        && (word.charAt(0) == '\''
            || (CxxTokens.isOfWord(word.charAt(0)) && !Character.isDigit(word.charAt(0))));
  }

  private static boolean isTypeWord(String word) {
    return BUILT_IN.contains(word) || CV.contains(word) || ELABORATED.contains(word);
  }

  private boolean is(int at, String word) {
    return at >= 0 && at < words.size() && words.get(at).equals(word);
  }

  // Names.

  private Name name() throws UnreadableException {
    enter();
    List<Component> components = new ArrayList<>();
    take("::");
    do {
      components.add(component());
    } while (peek().equals("::") && !is(position + 1, "*") && take("::"));
    depth--;
    return new Name(List.copyOf(components));
  }

  private Component component() throws UnreadableException {
    String id = identifier();
    while (peek().equals("[") && is(position + 1, "abi")) {
      position = end();
    }
    List<CxxType> arguments = peek().equals("<") ? templateArguments() : null;
    int behind = peek().equals("(") ? afterQualifiers(closing[position] + 1) : -1;
    if (behind > position && is(behind, "::")) {
      // What is defined inside of a function.
      List<CxxType> parameters = parameters();
      id += parameters + qualifiers();
    }
    return new Component(id, arguments);
  }

  private int afterQualifiers(int at) {
    int end = at;
    while (end > 0 && (is(end, "const") || is(end, "volatile") || is(end, "&") || is(end, "&&"))) {
      end++;
    }
    return end;
  }

  private String identifier() throws UnreadableException {
    String word = next();
    if (word.equals("(") && is(position, "anonymous") && is(position + 1, "namespace")) {
      position += 2;
      expect(")");
      return "(anonymous namespace)";
    }
    if (word.equals("~")) {
      return "~" + identifier();
    }
    if (word.equals("operator")) {
      return operatorOfWords();
    }
    if (!isIdentifier(word) || isTypeWord(word)) {
      throw new UnreadableException();
    }
    return word;
  }

  /// `new`, `delete[]`, `"" _km`, or a type to convert to.
  private String operatorOfWords() throws UnreadableException {
    String word = peek();
    if (word.equals("new") || word.equals("delete")) {
      position++;
      boolean array = take("[");
      if (array) {
        expect("]");
      }
      return "operator " + word + (array ? "[]" : "");
    }
    if (word.equals("\"")) {
      position++;
      expect("\"");
      return "operator\"\"" + identifier();
    }
    return "operator " + pointers(specifiers());
  }

  private List<CxxType> templateArguments() throws UnreadableException {
    enter();
    expect("<");
    List<CxxType> arguments = new ArrayList<>();
    while (!take(">")) {
      if (!arguments.isEmpty()) {
        expect(",");
      }
      arguments.add(templateArgument());
    }
    depth--;
    return List.copyOf(arguments);
  }

  private CxxType templateArgument() throws UnreadableException {
    int start = position;
    int outside = depth;
    try {
      CxxType type = type();
      if (peek().equals(",") || peek().equals(">")) {
        return type;
      }
    } catch (UnreadableException e) {
      if (looks < 0) {
        throw e;
      }
    }
    position = start;
    depth = outside;
    return expression();
  }

  /// A value, as it is spelled. `4u` is `4`.
  private Text expression() throws UnreadableException {
    StringBuilder text = new StringBuilder();
    int angles = 0;
    while (angles > 0 || !(peek().equals(",") || peek().equals(">"))) {
      if (isAtEnd()) {
        throw new UnreadableException();
      }
      angles += peek().equals("<") ? 1 : peek().equals(">") ? -1 : 0;
      int end = closing[position] < 0 ? position : closing[position];
      for (; position <= end; position++) {
        String word = words.get(position);
        text.append(text.isEmpty() ? "" : " ")
            .append(Character.isDigit(word.charAt(0)) ? word.replaceFirst("(?i)[ul]+$", "") : word);
      }
    }
    if (text.isEmpty()) {
      throw new UnreadableException();
    }
    return new Text(text.toString());
  }

  // Types.

  /// A type without a name.
  private CxxType type() throws UnreadableException {
    return declarator(specifiers(), false);
  }

  private CxxType specifiers() throws UnreadableException {
    enter();
    Map<String, Integer> builtIn = new TreeMap<>();
    boolean isConst = false;
    boolean isVolatile = false;
    CxxType named = null;
    while (true) {
      String word = peek();
      if (CV.contains(word)) {
        isConst |= word.equals("const");
        isVolatile |= word.equals("volatile");
        position++;
      } else if (ELABORATED.contains(word)) {
        position++;
      } else if (named == null && BUILT_IN.contains(word)) {
        builtIn.merge(word, 1, Integer::sum);
        position++;
      } else if (named == null && builtIn.isEmpty() && word.equals("decltype")) {
        named = decltype();
      } else if (named == null && builtIn.isEmpty()) {
        named = CxxAliases.type(name());
      } else {
        break;
      }
    }
    depth--;
    CxxType base = named == null ? new Text(builtIn(builtIn)) : named;
    return qualified(base, isConst, isVolatile);
  }

  private CxxType decltype() throws UnreadableException {
    int end = closing[Math.min(position + 1, words.size() - 1)];
    if (!is(position + 1, "(") || end < 0) {
      throw new UnreadableException();
    }
    String text = String.join("", words.subList(position, end + 1));
    position = end + 1;
    return new Text(text);
  }

  private static CxxType qualified(CxxType base, boolean isConst, boolean isVolatile) {
    CxxType type = isConst && !isQualified(base, " const") ? new Derived(base, " const") : base;
    return isVolatile ? new Derived(type, " volatile") : type;
  }

  private static boolean isQualified(CxxType type, String qualifier) {
    return type instanceof Derived derived && derived.suffix().equals(qualifier);
  }

  /// `unsigned`, `long int unsigned` and the like as they are printed.
  private static String builtIn(Map<String, Integer> words) throws UnreadableException {
    if (words.containsKey("double") || words.containsKey("float")) {
      return words.containsKey("long") ? "long double" : words.keySet().iterator().next();
    }
    String sign = words.containsKey("unsigned") ? "unsigned " : "";
    if (words.containsKey("char")) {
      return (words.containsKey("signed") ? "signed " : sign) + "char";
    }
    if (words.containsKey("__int128")) {
      return sign + "__int128";
    }
    if (words.containsKey("short")) {
      return sign + "short";
    }
    if (words.containsKey("long")) {
      return sign + (words.get("long") > 1 ? "long long" : "long");
    }
    if (words.containsKey("int") || words.containsKey("signed") || !sign.isEmpty()) {
      return sign + "int";
    }
    if (words.size() != 1) {
      throw new UnreadableException();
    }
    String word = words.keySet().iterator().next();
    return word.equals("_Bool") ? "bool" : word;
  }

  /// `*`, `&`, `const` and the like behind a type.
  private CxxType pointers(CxxType base) throws UnreadableException {
    CxxType type = base;
    while (true) {
      String word = peek();
      if (word.equals("*") || word.equals("&") || word.equals("&&")) {
        type = new Derived(type, word);
      } else if (word.equals("const") || word.equals("volatile")) {
        type = new Derived(type, " " + word);
      } else if (!CV.contains(word)) {
        return type;
      }
      position++;
    }
  }

  /// What follows the specifiers.
  ///
  /// @param named whether the name of a parameter may be there
  private CxxType declarator(CxxType base, boolean named) throws UnreadableException {
    enter();
    CxxType type = pointers(base);
    if (isIdentifier(peek()) && isMemberPointer(position)) {
      Name owner = name();
      expect("::");
      expect("*");
      type = pointers(new Member(type, CxxAliases.type(owner)));
    }
    CxxType whole;
    if (peek().equals("(") && isGroup(position)) {
      int inside = position + 1;
      int end = closing[position];
      position = end + 1;
      CxxType outer = suffixes(type);
      int after = position;
      position = inside;
      whole = declarator(outer, named);
      if (position != end) {
        throw new UnreadableException();
      }
      position = after;
    } else {
      if (named && isIdentifier(peek()) && !isTypeWord(peek())) {
        position++;
      }
      whole = suffixes(type);
    }
    depth--;
    return whole;
  }

  /// Whether brackets hold a `*`, and not parameters.
  private boolean isGroup(int open) {
    int inside = open + 1;
    return closing[open] > 0
        && (is(inside, "*")
            || is(inside, "&")
            || is(inside, "&&")
            || (is(inside, "(") && isGroup(inside))
            || isMemberPointer(inside));
  }

  /// Whether a name with `::*` behind it begins here.
  private boolean isMemberPointer(int start) {
    int at = start;
    int angles = 0;
    while (at < words.size()) {
      String word = words.get(at);
      angles += word.equals("<") ? 1 : word.equals(">") ? -1 : 0;
      if (word.equals("::") && is(at + 1, "*") && angles == 0) {
        return true;
      }
      if (angles == 0 && !word.equals("::") && !word.equals(">") && !isIdentifier(word)) {
        return false;
      }
      if (angles < 0 || at - start > MAX_DEPTH) {
        return false;
      }
      at++;
    }
    return false;
  }

  private CxxType suffixes(CxxType base) throws UnreadableException {
    if (peek().equals("(")) {
      List<CxxType> parameters = parameters();
      return new Function(base, parameters, qualifiers());
    }
    if (!peek().equals("[")) {
      return base;
    }
    int start = position;
    position = end();
    String size = String.join("", words.subList(start, position));
    return new Derived(suffixes(base), size);
  }

  /// Behind the bracket that is opened here.
  private int end() throws UnreadableException {
    if (isAtEnd() || closing[position] < 0) {
      throw new UnreadableException();
    }
    return closing[position] + 1;
  }

  private List<CxxType> parameters() throws UnreadableException {
    enter();
    expect("(");
    List<CxxType> parameters = new ArrayList<>();
    while (!take(")")) {
      if (!parameters.isEmpty()) {
        expect(",");
      }
      parameters.add(take("...") ? new Text("...") : parameter());
    }
    depth--;
    return parameters.equals(List.of(new Text("void"))) ? List.of() : List.copyOf(parameters);
  }

  /// A parameter: with or without a name and a default.
  private CxxType parameter() throws UnreadableException {
    CxxType type = declarator(specifiers(), true);
    if (take("=")) {
      while (!isAtEnd() && !peek().equals(",") && !peek().equals(")")) {
        position = closing[position] < 0 ? position + 1 : end();
      }
    }
    return asParameter(type);
  }

  /// Arrays and functions are pointers, and whether a copy is `const` is nobody's business.
  private static CxxType asParameter(CxxType type) {
    return switch (type) {
      case Function _ -> new Derived(type, "*");
      case Derived derived when derived.suffix().startsWith("[") ->
          new Derived(derived.base(), "*");
      case Derived derived when derived.suffix().startsWith(" ") -> asParameter(derived.base());
      default -> type;
    };
  }

  private String qualifiers() throws UnreadableException {
    StringBuilder qualifiers = new StringBuilder();
    while (true) {
      String word = peek();
      if (word.equals("const") || word.equals("volatile")) {
        qualifiers.append(" ").append(word);
      } else if (word.equals("&") || word.equals("&&")) {
        qualifiers.append(word);
      } else if (!word.equals("noexcept") && !word.equals("override") && !word.equals("final")) {
        return qualifiers.toString();
      }
      position++;
    }
  }
}
