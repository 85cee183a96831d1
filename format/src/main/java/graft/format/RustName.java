package graft.format;

/// Reads one mangled Rust name of the [v0
/// scheme](https://doc.rust-lang.org/rustc/symbol-mangling/v0.html). A method's comment is its
/// production in that grammar.
final class RustName {
  private static final long MOST_TIMES_62 = Long.divideUnsigned(-1, 62);
  private static final int DEEPEST = 500;

  /// References back can make a name exponentially long.
  private static final int LONGEST = 1 << 16;

  private static final String BASIC_TYPES =
      "a i8,b bool,c char,d f64,e str,f f32,h u8,i isize,j usize,l i32,m u32,n i128,o u128,p _,"
          + "s i16,t u16,u (),v ...,x i64,y u64,z !";

  private final String text;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private int boundLifetimes;
  private int depth;

  /// Whether what is read is written: the path of an implementation, for one, is not.
  private boolean printing = true;

  /// @param text what follows `_R`
  private RustName(String text) {
    this.text = text;
  }

  /// The name in words. What compilers put behind a dot is shown in brackets.
  ///
  /// @param mangled with `_R` in front
  /// @throws MangledName.UnknownException if it is none
  static String demangle(String mangled) {
    int dot = mangled.indexOf('.');
    RustName name = new RustName(mangled.substring(2, dot < 0 ? mangled.length() : dot));
    name.path(false, false);
    if (name.at < name.text.length()) {
      // Which crate made this instance.
      name.printing = false;
      name.path(false, false);
    }
    if (name.at < name.text.length()) {
      throw new MangledName.UnknownException();
    }
    return name.out + (dot < 0 ? "" : " (" + mangled.substring(dot) + ")");
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private char next() {
    if (at >= text.length()) {
      throw new MangledName.UnknownException();
    }
    return text.charAt(at++);
  }

  private boolean take(char expected) {
    if (peek() == expected && at < text.length()) {
      at++;
      return true;
    }
    return false;
  }

  private void print(String words) {
    if (printing) {
      if (out.length() + words.length() > LONGEST) {
        throw new MangledName.UnknownException();
      }
      out.append(words);
    }
  }

  private void enter() {
    if (++depth > DEEPEST) {
      throw new MangledName.UnknownException();
    }
  }

  // <path>

  /// @param inType whether generic arguments follow without `::`
  /// @param leaveOpen whether the caller closes the angle bracket
  /// @return whether it is open
  private boolean path(boolean inType, boolean leaveOpen) {
    enter();
    boolean open = false;
    switch (next()) {
      case 'C' -> {
        optionalNumber('s');
        print(identifier());
      }
      case 'M' -> {
        implementation(inType);
        print("<");
        type();
        print(">");
      }
      case 'X' -> {
        implementation(inType);
        traitOfType();
      }
      case 'Y' -> traitOfType();
      case 'N' -> nested(inType);
      case 'I' -> open = generic(inType, leaveOpen);
      case 'B' -> {
        boolean[] left = new boolean[1];
        back(() -> left[0] = path(inType, leaveOpen));
        open = left[0];
      }
      default -> throw new MangledName.UnknownException();
    }
    depth--;
    return open;
  }

  // <impl-path> ::= [<disambiguator>] <path>

  private void implementation(boolean inType) {
    boolean was = printing;
    printing = false;
    optionalNumber('s');
    path(inType, false);
    printing = was;
  }

  private void traitOfType() {
    print("<");
    type();
    print(" as ");
    path(true, false);
    print(">");
  }

  private void nested(boolean inType) {
    char namespace = next();
    if (!isLetter(namespace)) {
      throw new MangledName.UnknownException();
    }
    path(inType, false);
    long number = optionalNumber('s');
    String name = identifier();
    if (Character.isLowerCase(namespace)) {
      print(name.isEmpty() ? "" : "::" + name);
      return;
    }
    String kind =
        switch (namespace) {
          case 'C' -> "closure";
          case 'S' -> "shim";
          default -> String.valueOf(namespace);
        };
    print(
        "::{"
            + kind
            + (name.isEmpty() ? "" : ":" + name)
            + "#"
            + Long.toUnsignedString(number)
            + "}");
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private boolean generic(boolean inType, boolean leaveOpen) {
    path(inType, false);
    print(inType ? "<" : "::<");
    for (boolean first = true; !take('E'); first = false) {
      print(first ? "" : ", ");
      if (take('L')) {
        lifetime(number62());
      } else if (take('K')) {
        constant();
      } else {
        type();
      }
    }
    print(leaveOpen ? "" : ">");
    return leaveOpen;
  }

  // <backref> ::= B <base-62-number>

  private void back(Runnable again) {
    int start = at - 1;
    long target = number62();
    if (Long.compareUnsigned(target, start) >= 0) {
      throw new MangledName.UnknownException();
    }
    if (printing) {
      int here = at;
      at = (int) target;
      again.run();
      at = here;
    }
  }

  // <type>

  private void type() {
    enter();
    char c = next();
    String basic = basic(c);
    if (!basic.isEmpty()) {
      print(basic);
    } else {
      compound(c);
    }
    depth--;
  }

  private static String basic(char letter) {
    int found = ("," + BASIC_TYPES).indexOf("," + letter + " ");
    if (found < 0) {
      return "";
    }
    int end = BASIC_TYPES.indexOf(',', found);
    return BASIC_TYPES.substring(found + 2, end < 0 ? BASIC_TYPES.length() : end);
  }

  private void compound(char c) {
    switch (c) {
      case 'A' -> {
        print("[");
        type();
        print("; ");
        constant();
        print("]");
      }
      case 'S' -> {
        print("[");
        type();
        print("]");
      }
      case 'T' -> tuple();
      case 'R', 'Q' -> {
        print("&");
        if (take('L')) {
          long lifetime = number62();
          if (lifetime != 0) {
            lifetime(lifetime);
            print(" ");
          }
        }
        print(c == 'Q' ? "mut " : "");
        type();
      }
      case 'P', 'O' -> {
        print(c == 'P' ? "*const " : "*mut ");
        type();
      }
      case 'F' -> function();
      case 'D' -> traits();
      case 'B' -> back(this::type);
      default -> {
        at--;
        path(true, false);
      }
    }
  }

  private void tuple() {
    print("(");
    int count = 0;
    for (; !take('E'); count++) {
      print(count == 0 ? "" : ", ");
      type();
    }
    print(count == 1 ? ",)" : ")");
  }

  // <fn-sig> ::= [<binder>] ["U"] ["K" <abi>] {<type>} "E" <type>

  private void function() {
    int bound = boundLifetimes;
    binder();
    print(take('U') ? "unsafe " : "");
    if (take('K')) {
      print("extern \"" + (take('C') ? "C" : identifier().replace('_', '-')) + "\" ");
    }
    print("fn(");
    for (boolean first = true; !take('E'); first = false) {
      print(first ? "" : ", ");
      type();
    }
    print(")");
    if (!take('u')) {
      print(" -> ");
      type();
    }
    boundLifetimes = bound;
  }

  // <dyn-bounds> ::= [<binder>] {<dyn-trait>} "E", and a lifetime

  private void traits() {
    int bound = boundLifetimes;
    print("dyn ");
    binder();
    for (boolean first = true; !take('E'); first = false) {
      print(first ? "" : " + ");
      trait();
    }
    boundLifetimes = bound;
    if (!take('L')) {
      throw new MangledName.UnknownException();
    }
    long lifetime = number62();
    if (lifetime != 0) {
      print(" + ");
      lifetime(lifetime);
    }
  }

  private void trait() {
    boolean open = path(true, true);
    while (take('p')) {
      print(open ? ", " : "<");
      open = true;
      print(identifier() + " = ");
      type();
    }
    print(open ? ">" : "");
  }

  // <binder> ::= "G" <base-62-number>

  private void binder() {
    long count = optionalNumber('G');
    if (count == 0) {
      return;
    }
    if (Long.compareUnsigned(count, text.length() - boundLifetimes) > 0) {
      throw new MangledName.UnknownException();
    }
    print("for<");
    for (long i = 0; i < count; i++) {
      boundLifetimes++;
      print(i == 0 ? "" : ", ");
      lifetime(1);
    }
    print("> ");
  }

  private void lifetime(long index) {
    if (index == 0) {
      print("'_");
      return;
    }
    if (Long.compareUnsigned(index, boundLifetimes) > 0) {
      throw new MangledName.UnknownException();
    }
    long depthOfBinder = boundLifetimes - index;
    print(
        "'"
            + (depthOfBinder < 26
                ? "" + (char) ('a' + depthOfBinder)
                : "z" + (depthOfBinder - 25)));
  }

  // <const>

  private void constant() {
    enter();
    char c = next();
    switch (c) {
      case 'B' -> back(this::constant);
      case 'p' -> print("_");
      case 'a', 's', 'l', 'x', 'n', 'i' -> {
        print(take('n') ? "-" : "");
        integer();
      }
      case 'h', 't', 'm', 'y', 'o', 'j' -> integer();
      case 'b' -> {
        String digits = hexadecimal();
        if (!digits.equals("0") && !digits.equals("1")) {
          throw new MangledName.UnknownException();
        }
        print(digits.equals("1") ? "true" : "false");
      }
      case 'c' -> print("'" + character(hexadecimal()) + "'");
      default -> throw new MangledName.UnknownException();
    }
    depth--;
  }

  private void integer() {
    String digits = hexadecimal();
    print(
        digits.length() <= 16
            ? Long.toUnsignedString(Long.parseUnsignedLong(digits, 16))
            : "0x" + digits);
  }

  private static String character(String digits) {
    if (digits.length() > 6) {
      throw new MangledName.UnknownException();
    }
    int point = Integer.parseInt(digits, 16);
    return switch (point) {
      case '\t' -> "\\t";
      case '\r' -> "\\r";
      case '\n' -> "\\n";
      case '\'' -> "\\'";
      case '"' -> "\"";
      case '\\' -> "\\\\";
      default -> point >= ' ' && point < 127 ? "" + (char) point : "\\u{" + digits + "}";
    };
  }

  /// Digits up to `_`; none in front that mean nothing.
  private String hexadecimal() {
    int end = text.indexOf('_', at);
    String digits = end < 0 ? "" : text.substring(at, end);
    if (!digits.matches("0|[1-9a-f][0-9a-f]*")) {
      throw new MangledName.UnknownException();
    }
    at = end + 1;
    return digits;
  }

  // Numbers and identifiers.

  /// 0 where there is none, else one more than what it says.
  private long optionalNumber(char tag) {
    return take(tag) ? plus(number62(), 1) : 0;
  }

  /// A number in digits, small and large letters; unsigned, with hashes in all 64 bits.
  private long number62() {
    if (take('_')) {
      return 0;
    }
    long value = 0;
    for (char c = next(); c != '_'; c = next()) {
      int digit =
          c >= '0' && c <= '9'
              ? c - '0'
              : c >= 'a' && c <= 'z' ? c - 'a' + 10 : c >= 'A' && c <= 'Z' ? c - 'A' + 36 : -1;
      if (digit < 0) {
        throw new MangledName.UnknownException();
      }
      if (Long.compareUnsigned(value, MOST_TIMES_62) > 0) {
        throw new MangledName.UnknownException();
      }
      value = plus(value * 62, digit);
    }
    return plus(value, 1);
  }

  private static long plus(long value, int more) {
    if (Long.compareUnsigned(value + more, value) < 0) {
      throw new MangledName.UnknownException();
    }
    return value + more;
  }

  // <identifier> ::= ["u"] <decimal-number> ["_"] <bytes>

  private String identifier() {
    boolean encoded = take('u');
    int start = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
      if (text.charAt(start) == '0') {
        break;
      }
    }
    if (start == at || at - start > 9) {
      throw new MangledName.UnknownException();
    }
    int length = Integer.parseInt(text.substring(start, at));
    take('_');
    if (length > text.length() - at) {
      throw new MangledName.UnknownException();
    }
    String name = text.substring(at, at + length);
    at += length;
    if (!name.matches("[0-9A-Za-z_]*")) {
      throw new MangledName.UnknownException();
    }
    return encoded ? Punycode.decode(name) : name;
  }
}
