package graft.ld;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// The archive of `--reproduce`: every input, and a response file that repeats the link
/// ([ustar](https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html)).
final class Reproduction {
  private static final int BLOCK = 512;
  private static final int NAME_SIZE = 100;
  private static final int PREFIX_OFFSET = 345;
  private static final int PREFIX_SIZE = 155;

  private final WasmBuffer out = new WasmBuffer(1 << 16);
  private final String folder;

  private Reproduction(String folder) {
    this.folder = folder;
  }

  /// The archive's bytes.
  ///
  /// @param archive the archive's name: its contents lie in a folder that is called like it
  static byte[] of(String archive, CommandLine line, FileSource files) {
    String name = ModuleSections.fileName(archive);
    int dot = name.lastIndexOf('.');
    Reproduction made = new Reproduction(dot > 0 ? name.substring(0, dot) : name);
    made.add("response.txt", made.response(line, files).getBytes(StandardCharsets.UTF_8));
    made.add("version.txt", (LinkCommand.VERSION + "\n").getBytes(StandardCharsets.UTF_8));
    Set<String> added = new HashSet<>();
    for (String input : files.filesRead()) {
      byte[] bytes = files.read(input);
      if (bytes != null && added.add(made.inside(input, files))) {
        made.add(made.inside(input, files), bytes);
      }
    }
    made.out.bytes(new byte[2 * BLOCK]);
    return made.out.toByteArray();
  }

  /// The arguments, inputs as they are called in the archive, a line for each.
  private String response(CommandLine line, FileSource files) {
    StringBuilder text = new StringBuilder();
    for (CommandLine.Argument argument : line.arguments()) {
      if (argument.option() == null) {
        text.append(quote(inside(argument.value(), files))).append('\n');
      } else if (argument.option() == Opt.OUTPUT) {
        // The archive has no folder to write into.
        text.append("-o ").append(quote(ModuleSections.fileName(argument.value()))).append('\n');
      } else if (argument.option() != Opt.REPRODUCE) {
        text.append(written(argument.option(), argument)).append('\n');
      }
    }
    return text.toString();
  }

  private static String written(Opt option, CommandLine.Argument argument) {
    boolean given = option.name.equals(argument.spelling().replaceFirst("^--?", ""));
    String spelling = given ? argument.spelling() : option.spelling();
    return switch (option.style) {
      case FLAG, LONG_FLAG -> spelling;
      case VALUE, LONG_VALUE, JOINED_OR_SEPARATE -> spelling + " " + quote(argument.value());
      case EQUALS, LONG_EQUALS -> option.spelling() + "=" + quote(argument.value());
      case JOINED, LONG_JOINED -> option.spelling() + quote(argument.value());
    };
  }

  private static String quote(String word) {
    return word.contains(" ") ? "\"" + word + "\"" : word;
  }

  private String inside(String path, FileSource files) {
    String absolute = files.resolve(path).toAbsolutePath().normalize().toString();
    return absolute.replace('\\', '/').replaceFirst("^[A-Za-z]:", "").replaceFirst("^/+", "");
  }

  private void add(String name, byte[] contents) {
    String path = folder + "/" + name;
    int cut = path.length() < NAME_SIZE ? -1 : path.lastIndexOf('/', PREFIX_SIZE + 1);
    if (path.length() < NAME_SIZE || (cut >= 0 && path.length() - cut - 1 < NAME_SIZE)) {
      put(path.substring(cut + 1), path.substring(0, Math.max(0, cut)), '0', contents);
    } else {
      // A name that no header holds stands in a file of its own before.
      put("", "", 'x', pathRecord(path));
      put("", "", '0', contents);
    }
  }

  /// Begins with the record's own length.
  private static byte[] pathRecord(String path) {
    String rest = " path=" + path + "\n";
    int size = rest.getBytes(StandardCharsets.UTF_8).length;
    int all = size;
    while (all != size + Integer.toString(all).length()) {
      all = size + Integer.toString(all).length();
    }
    return (all + rest).getBytes(StandardCharsets.UTF_8);
  }

  private void put(String name, String prefix, char kind, byte[] contents) {
    byte[] header = new byte[BLOCK];
    put(header, 0, name, NAME_SIZE);
    put(header, PREFIX_OFFSET, prefix, PREFIX_SIZE);
    put(header, 100, "0000664\0", 8);
    put(header, 124, String.format(Locale.ROOT, "%011o\0", contents.length), 12);
    put(header, 148, "        ", 8);
    header[156] = (byte) kind;
    put(header, 257, "ustar\0" + "00", 8);
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum), 8);
    out.bytes(header).bytes(contents);
    out.bytes(new byte[(BLOCK - contents.length % BLOCK) % BLOCK]);
  }

  private static void put(byte[] header, int offset, String text, int size) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, offset, Math.min(size, bytes.length));
  }
}
