package graft.cc;

import graft.ld.ResponseFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The command line, taken apart along {@link DriverOption}.
final class DriverLine {
  private static final Set<String> SOURCES =
      Set.of("c", "i", "s", "S", "cc", "cpp", "cxx", "c++", "C", "CPP", "cp", "ii", "m", "mm");

  /// All archives are searched until nothing is missing any more, so groups have no effect.
  private static final Set<String> GROUPS = Set.of("--start-group", "--end-group", "-(", "-)");

  private static final Set<String> FOREIGN_VALUES =
      Set.of("version-script", "rpath-link", "dynamic-list");
  private static final Set<String> FOREIGN_WORDS =
      Set.of(
          "version-script",
          "rpath-link",
          "dynamic-list",
          "allow-shlib-undefined",
          "no-allow-shlib-undefined",
          "as-needed",
          "no-as-needed",
          "bind_at_load",
          "enable-new-dtags",
          "disable-new-dtags",
          "hash-style",
          "no-copy-dt-needed-entries",
          "copy-dt-needed-entries");

  private static final Set<String> HEADERS = Set.of("h", "hh", "hpp", "hxx");
  private static final Set<String> CXX = Set.of("cc", "cpp", "cxx", "c++", "C", "CPP", "cp", "ii");

  /// What the linker gets, in order.
  sealed interface Item {}

  /// A file, with the language that `-x` gave it, or null.
  record Source(String file, @Nullable String language) implements Item {
    boolean isCxx() {
      return language == null ? CXX.contains(ending(file)) : language.startsWith("c++");
    }
  }

  /// An object, a library or a side module.
  record Linked(String file) implements Item {}

  /// Words for the linker.
  record LinkerWords(List<String> words) implements Item {}

  final List<Item> items = new ArrayList<>();
  final List<String> compileWords = new ArrayList<>();
  final Set<DriverOption> flags = EnumSet.noneOf(DriverOption.class);
  final Settings settings = new Settings();

  /// What there is to say of words that have no effect.
  final List<String> warnings = new ArrayList<>();

  @Nullable String output;
  @Nullable String clang;
  @Nullable String sysroot;

  /// What the compiler is asked, or null: nothing is compiled then.
  @Nullable String question;

  String optimize = "";
  boolean debug;
  boolean strip;
  private @Nullable String language;

  /// Takes a command line apart.
  ///
  /// @throws DriverException if an option, setting or value is not known
  static DriverLine parse(List<String> words, Path folder) {
    DriverLine line = new DriverLine();
    List<String> expanded = expand(words, folder);
    for (int i = 0; i < expanded.size(); i++) {
      i = line.take(expanded, i);
    }
    line.check();
    return line;
  }

  private static List<String> expand(List<String> words, Path folder) {
    List<String> expanded = ResponseFiles.expand(words, folder);
    for (String word : expanded) {
      if (word.startsWith("@")) {
        throw new DriverException(word + ": cannot be read");
      }
    }
    // From variables of a makefile that are not set.
    return expanded.stream().filter(word -> !word.isEmpty()).toList();
  }

  /// Takes a word, and the next if that belongs to it.
  ///
  /// @return the index of the last word taken
  private int take(List<String> words, int index) {
    String word = words.get(index);
    if (!word.startsWith("-") || word.equals("-")) {
      addFile(word);
      return index;
    }
    DriverOption option = DriverOption.of(word);
    if (option == null) {
      throw new DriverException(word + ": no such option (--help lists them)");
    }
    String value = word.substring(option.spelling.length());
    if (option == DriverOption.SETTING) {
      return takeSetting(words, index, value);
    }
    boolean separate =
        option.style == DriverOption.Style.SEPARATE
            || (option.style == DriverOption.Style.EITHER && value.isEmpty());
    if (separate && index + 1 == words.size()) {
      throw new DriverException(word + ": wants " + option.value);
    }
    value = separate ? words.get(index + 1) : value;
    switch (option.use) {
      case DRIVER -> takeOwn(option, value);
      case COMPILE -> addCompileWords(word, separate ? value : null);
      case LINK -> addLinkerWords(option, value);
      case BOTH -> takeBoth(option, word, value);
      case IGNORED -> warnings.add(option.spelling + ": " + option.help);
    }
    return separate ? index + 1 : index;
  }

  private int takeSetting(List<String> words, int index, String joined) {
    if (!joined.isEmpty()) {
      settings.add(joined);
      return index;
    }
    if (index + 1 < words.size() && words.get(index + 1).matches("[A-Z][A-Z0-9_]*(=.*)?")) {
      settings.add(words.get(index + 1));
      return index + 1;
    }
    strip = true;
    return index;
  }

  private void takeOwn(DriverOption option, String value) {
    flags.add(option);
    switch (option) {
      case OUTPUT -> output = value;
      case LANGUAGE -> language = value.equals("none") ? null : value;
      case CLANG -> clang = value;
      case SYSROOT -> sysroot = value;
      case SHARED -> settings.add("SIDE_MODULE=1");
      case EXPORT_DYNAMIC -> settings.add("EXPORT_ALL=1");
      case FILE_NAME, PRINT, DUMP_MACHINE, DUMP_VERSION, BUILTINS, SEARCH_DIRS ->
          question = option.spelling + value;
      case TARGET, TARGET_WORD -> {
        if (!value.equals("wasm32") && !value.startsWith("wasm32-")) {
          throw new DriverException(option.spelling + ": expected wasm32-..., found " + value);
        }
      }
      case LTO,
          EXCEPTIONS,
          MACHINE_EXCEPTIONS,
          THREADS,
          BIND,
          EMBED,
          PRELOAD,
          JS_LIBRARY,
          BITCODE,
          SOURCE_MAP ->
          throw new DriverException(option.spelling + ": " + option.help);
      default -> {}
    }
  }

  private void takeBoth(DriverOption option, String word, String value) {
    compileWords.add(word);
    if (option == DriverOption.OPTIMIZE) {
      optimize = value;
    } else {
      debug = !value.equals("0");
    }
  }

  private void addCompileWords(String word, @Nullable String value) {
    compileWords.add(word);
    if (value != null) {
      compileWords.add(value);
    }
  }

  private void addLinkerWords(DriverOption option, String value) {
    items.add(
        new LinkerWords(
            switch (option) {
              case LINKER -> linkerWords(List.of(value.split(",", -1)));
              case LINKER_WORD -> linkerWords(List.of(value));
              case LINKER_KEYWORD -> List.of("-z", value);
              default -> List.of(option.spelling + value);
            }));
  }

  /// Words that makefiles have for other linkers, and that mean nothing to this one, are left out.
  private List<String> linkerWords(List<String> words) {
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      String name = word.replaceFirst("=.*", "").replaceFirst("^--?", "");
      if (FOREIGN_WORDS.contains(name)) {
        i += FOREIGN_VALUES.contains(name) && !word.contains("=") ? 1 : 0;
        warnings.add(word + ": ignored: the linker has no such option");
      } else if (!word.isEmpty() && !GROUPS.contains(word)) {
        kept.add(word);
      }
    }
    return kept;
  }

  private void addFile(String file) {
    if (file.equals("-") && language == null) {
      throw new DriverException("-: standard input wants its language in front, as in -x c -");
    }
    boolean header = HEADERS.contains(ending(file)) && isOnlyCompiled();
    if (language != null || header || SOURCES.contains(ending(file))) {
      items.add(new Source(file, language));
    } else {
      items.add(new Linked(file));
    }
  }

  private void check() {
    warnings.addAll(settings.warnings());
    for (String word : compileWords) {
      if (word.startsWith(DriverOption.SANITIZE.spelling)
          && compileWords.stream().noneMatch(each -> each.startsWith("-fsanitize-trap"))) {
        throw new DriverException(
            word
                + ": the sysroot has no library of sanitizers; -fsanitize=undefined"
                + " -fsanitize-trap=all does without");
      }
    }
    if (settings.has(Setting.MAIN_MODULE) && settings.has(Setting.SIDE_MODULE)) {
      throw new DriverException("-s MAIN_MODULE and -s SIDE_MODULE: a module is one of them");
    }
    if (output != null
        && !isOnlyCompiled()
        && Set.of("js", "mjs", "html").contains(ending(output))) {
      throw new DriverException(
          output + ": no JavaScript is written; name the module, as in -o project.wasm");
    }
    long sources = items.stream().filter(Source.class::isInstance).count();
    if (output != null && isOnlyCompiled() && sources > 1) {
      throw new DriverException("-o with -c, -S or -E wants one source, found " + sources);
    }
  }

  /// Whether commands are printed.
  boolean isShown() {
    return flags.contains(DriverOption.VERBOSE) || flags.contains(DriverOption.DRY_RUN);
  }

  /// Whether nothing is linked.
  boolean isOnlyCompiled() {
    return flags.contains(DriverOption.COMPILE)
        || flags.contains(DriverOption.ASSEMBLY)
        || flags.contains(DriverOption.PREPROCESS)
        || flags.contains(DriverOption.SYNTAX)
        || compileWords.contains("-M")
        || compileWords.contains("-MM");
  }

  /// Whether the output is, or belongs to, a program with dynamic libraries.
  boolean isDynamic() {
    return settings.has(Setting.MAIN_MODULE) || settings.has(Setting.SIDE_MODULE);
  }

  /// Whether a source is a header, which is compiled for other sources.
  static boolean isHeader(Source source) {
    return HEADERS.contains(ending(source.file));
  }

  /// What follows the last dot.
  static String ending(String file) {
    int dot = file.lastIndexOf('.');
    return dot < 0 ? "" : file.substring(dot + 1);
  }

  /// The name without folder and ending.
  static String stem(String file) {
    String name = file.substring(file.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? name : name.substring(0, dot);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%d files", items.size());
  }
}
