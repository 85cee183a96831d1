package graft.treesitter;

import graft.runtime.Guest;
import graft.runtime.HostFunction;
import graft.runtime.Memory;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The functions that a main module imports from whoever embeds tree-sitter. They serve the parse
/// that is under way.
final class Callbacks {
  /// UTF-16 units that fit into the input buffer of a parser: 10,240 bytes less a NUL.
  private static final int INPUT_UNITS = 10_240 / Character.BYTES - 1;

  private final Guest guest;
  private Input input = (_, _) -> null;
  private @Nullable BiConsumer<? super Boolean, ? super String> logger;
  private @Nullable Predicate<? super ParseOptions.Progress> stop;

  Callbacks(Guest guest) {
    this.guest = guest;
  }

  /// What the next parse reads, tells and asks.
  void begin(
      Input input,
      @Nullable BiConsumer<? super Boolean, ? super String> logger,
      @Nullable Predicate<? super ParseOptions.Progress> stop) {
    this.input = input;
    this.logger = logger;
    this.stop = stop;
  }

  /// Lets go of what the parse has used.
  void end() {
    begin((_, _) -> null, null, null);
  }

  /// Reads input.
  ///
  /// @param buffer where to write it as UTF-16LE
  /// @param index of the first unit wanted
  /// @param row where that is
  /// @param column where that is, in units
  /// @param length where to write the number of units that there are: if they are more than the
  ///   buffer holds, the parser asks for the rest later
  @HostFunction("tree_sitter_parse_callback")
  public void parse(int buffer, int index, int row, int column, int length) {
    String read = input.read(index, new Point(row, column));
    String text = read == null ? "" : read;
    int units = Math.min(text.length(), INPUT_UNITS);
    Memory memory = guest.memory();
    memory.setI32(length, units);
    memory.check(buffer, (units + 1L) * Character.BYTES);
    byte[] bytes = memory.bytes;
    int address = buffer;
    for (int i = 0; i < units; i++, address += Character.BYTES) {
      Memory.I16.set(bytes, address, (short) text.charAt(i));
    }
    Memory.I16.set(bytes, address, (short) 0);
  }

  /// Passes a message on.
  ///
  /// @param isLex whether the lexer says it, 1 or 0
  /// @param message a C string
  @HostFunction("tree_sitter_log_callback")
  public void log(int isLex, int message) {
    if (logger != null) {
      logger.accept(isLex != 0, guest.memory().cString(message));
    }
  }

  /// Tells how far a parse is.
  ///
  /// @param offset in bytes of UTF-16
  /// @param hasError whether there was a syntax error, 1 or 0
  /// @return 1 to stop it
  @HostFunction("tree_sitter_progress_callback")
  public int progress(int offset, int hasError) {
    boolean stopped =
        stop != null && stop.test(new ParseOptions.Progress(offset >>> 1, hasError != 0));
    return stopped ? 1 : 0;
  }

  /// Tells how far a query is.
  ///
  /// @param offset in bytes of UTF-16
  /// @return 0: queries run to their end
  @HostFunction("tree_sitter_query_progress_callback")
  public int queryProgress(int offset) {
    return 0;
  }
}
