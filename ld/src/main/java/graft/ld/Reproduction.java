package graft.ld;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// The archive of `--reproduce`: every input, and a response file that repeats the link
/// ([ustar](https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html)).
final class Reproduction {
  private static final int BLOCK = 512;
  private static final int NAME_SIZE = 100;
  private static final int PREFIX_OFFSET = 345;

  private final WasmBuffer out = new WasmBuffer(1 << 16);
  private final String folder;

  private Reproduction(String folder) {
    this.folder = folder;
  }

  /// The archive's bytes.
  ///
  /// @param archive the archive's name: its contents lie in a folder that is called like it
  static byte[] of(String archive, List<String> arguments, FileSource files) {
    String name = ModuleSections.fileName(archive);
    int dot = name.lastIndexOf('.');
    Reproduction made = new Reproduction(dot > 0 ? name.substring(0, dot) : name);
    List<String> inputs = files.filesRead().stream().distinct().toList();
    StringBuilder response = new StringBuilder();
    for (String argument : arguments) {
      if (!argument.startsWith("--reproduce")) {
        response.append(inputs.contains(argument) ? made.inside(argument, files) : argument);
        response.append('\n');
      }
    }
    made.add("response.txt", response.toString().getBytes(StandardCharsets.UTF_8));
    made.add("version.txt", (LinkCommand.VERSION + "\n").getBytes(StandardCharsets.UTF_8));
    for (String input : inputs) {
      byte[] bytes = files.read(input);
      if (bytes != null) {
        made.add(made.inside(input, files), bytes);
      }
    }
    made.out.bytes(new byte[2 * BLOCK]);
    return made.out.toByteArray();
  }

  private String inside(String path, FileSource files) {
    String absolute = files.resolve(path).toAbsolutePath().normalize().toString();
    return absolute.replace('\\', '/').replaceFirst("^[A-Za-z]:", "").replaceFirst("^/+", "");
  }

  private void add(String name, byte[] contents) {
    byte[] header = new byte[BLOCK];
    String path = folder + "/" + name;
    int cut = path.length() <= NAME_SIZE ? -1 : path.indexOf('/', path.length() - NAME_SIZE - 1);
    put(header, 0, cut < 0 ? path : path.substring(cut + 1), NAME_SIZE);
    put(header, PREFIX_OFFSET, cut < 0 ? "" : path.substring(0, cut), 155);
    put(header, 100, "0000664\0", 8);
    put(header, 124, octal(contents.length), 12);
    put(header, 136, octal(0), 12);
    put(header, 148, "        ", 8);
    header[156] = '0';
    put(header, 257, "ustar\0" + "00", 8);
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum), 8);
    out.bytes(header).bytes(contents);
    out.bytes(new byte[(BLOCK - contents.length % BLOCK) % BLOCK]);
  }

  private static String octal(long value) {
    return String.format(Locale.ROOT, "%011o\0", value);
  }

  private static void put(byte[] header, int offset, String text, int size) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, offset, Math.min(size, bytes.length));
  }
}
