package graft.treesitter;

import graft.dl.GuestProcess;
import graft.dl.Symbol;
import graft.format.FunctionType;
import graft.format.ValType;
import graft.runtime.Func;
import graft.runtime.Memory;
import graft.runtime.Trap;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// The exports of a main module, and the transfer buffer: twelve words of its memory through which
/// everything comes and goes that is not a single i32.
///
/// ```
/// node     id | start index | row | column | context           20 bytes
/// cursor   id | three words of context (0.20.8: two)            16 bytes
/// point    row | column                                          8 bytes
/// range    start point | end point | start index | end index   24 bytes
/// edit     start, old end, new end point | the three indices   36 bytes
/// list     count | address of its elements, for the caller to free
/// ```
///
/// The parser counts bytes of UTF-16; the main module doubles and halves what passes here, so that
/// indices and columns are UTF-16 units on this side.
final class Engine {
  /// How many words of the transfer buffer a node takes: arguments stand behind it.
  static final int WORDS_OF_NODE = 5;

  private static final int WORD = Integer.BYTES;
  private static final int POINT = 2 * WORD;
  private static final int NODE = WORDS_OF_NODE * WORD;
  private static final int RANGE = 6 * WORD;

  private static final int CALLS_WITHOUT_HANDLE = 1_000;

  private final GuestProcess process;
  private final Callbacks callbacks;
  private final @Nullable MethodHandle[] handles = new MethodHandle[GuestFunction.values().length];
  private final int[] calls = new int[handles.length];
  private final int buffer;
  private boolean closed;

  Engine(GuestProcess process, Callbacks callbacks) {
    this.process = process;
    this.callbacks = callbacks;
    this.buffer = call(GuestFunction.INIT);
  }

  GuestProcess process() {
    return process;
  }

  Callbacks callbacks() {
    return callbacks;
  }

  void close() {
    if (!closed) {
      closed = true;
      process.close();
    }
  }

  boolean isClosed() {
    return closed;
  }

  // Calls.

  int call(GuestFunction export) {
    MethodHandle handle = handle(export, 0);
    if (handle == null) {
      return invoke(export);
    }
    try {
      return (int) handle.invokeExact();
    } catch (Throwable e) {
      throw Trap.rethrow(e);
    }
  }

  int call(GuestFunction export, int a) {
    MethodHandle handle = handle(export, 1);
    if (handle == null) {
      return invoke(export, a);
    }
    try {
      return (int) handle.invokeExact(a);
    } catch (Throwable e) {
      throw Trap.rethrow(e);
    }
  }

  int call(GuestFunction export, int a, int b) {
    MethodHandle handle = handle(export, 2);
    if (handle == null) {
      return invoke(export, a, b);
    }
    try {
      return (int) handle.invokeExact(a, b);
    } catch (Throwable e) {
      throw Trap.rethrow(e);
    }
  }

  int call(GuestFunction export, int a, int b, int c) {
    MethodHandle handle = handle(export, 3);
    if (handle == null) {
      return invoke(export, a, b, c);
    }
    try {
      return (int) handle.invokeExact(a, b, c);
    } catch (Throwable e) {
      throw Trap.rethrow(e);
    }
  }

  /// Calls with any number of arguments.
  int callWith(GuestFunction export, int... arguments) {
    checkOpen();
    return invoke(export, arguments);
  }

  /// Calls what runs code of the user's: if that throws, the guest's stack is as it was before.
  int guarded(IntSupplier call) {
    int stack = call(GuestFunction.STACK_SAVE);
    boolean done = false;
    try {
      int result = call.getAsInt();
      done = true;
      return result;
    } finally {
      if (!done) {
        call(GuestFunction.STACK_RESTORE, stack);
      }
    }
  }

  /// How many parameters an export has: versions differ.
  int parameterCount(GuestFunction export) {
    return function(export).type().parameters().size();
  }

  private int invoke(GuestFunction export, int... arguments) {
    Func function = function(export);
    requireParameters(function, arguments.length);
    Object[] boxed = new Object[arguments.length];
    for (int i = 0; i < boxed.length; i++) {
      boxed[i] = arguments[i];
    }
    // Exports without a result give 0.
    return function.invoke(boxed) instanceof Integer result ? result : 0;
  }

  /// The handle of an export, or null before it has been called some times: to make one costs more
  /// than a thousand calls without.
  private @Nullable MethodHandle handle(GuestFunction export, int parameters) {
    checkOpen();
    MethodHandle handle = handles[export.ordinal()];
    if (handle == null && ++calls[export.ordinal()] > CALLS_WITHOUT_HANDLE) {
      Func function = function(export);
      requireParameters(function, parameters);
      MethodType type =
          MethodType.methodType(int.class, Collections.nCopies(parameters, int.class));
      handle = function.handle().asType(type);
      handles[export.ordinal()] = handle;
    }
    return handle;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("this tree-sitter has been closed");
    }
  }

  private Func function(GuestFunction export) {
    for (String name : export.names()) {
      if (process.main().find(name) instanceof Symbol.Function function) {
        return function.func();
      }
    }
    String name = export.names().getFirst();
    if (export == GuestFunction.INIT) {
      throw new TreeSitterException(notTreeSitter("exports no function " + name));
    }
    throw new UnsupportedOperationException(
        process.main().name() + ": this version of tree-sitter has no function " + name);
  }

  private void requireParameters(Func function, int parameters) {
    FunctionType type = function.type();
    if (type.parameters().size() != parameters
        || type.results().size() > 1
        || !type.parameters().stream().allMatch(ValType.I32::equals)
        || !type.results().stream().allMatch(ValType.I32::equals)) {
      throw new TreeSitterException(
          notTreeSitter(
              "expected "
                  + parameters
                  + " parameters of i32, found "
                  + type
                  + " (function "
                  + function.name()
                  + ")"));
    }
  }

  private String notTreeSitter(String why) {
    return process.main().name() + ": not a main module of tree-sitter: " + why;
  }

  // Memory.

  private Memory memory() {
    return process.memory();
  }

  /// A word of the transfer buffer.
  int word(int index) {
    return memory().i32(buffer + index * WORD);
  }

  /// A word in memory, by address.
  int wordAt(int address) {
    return memory().i32(address);
  }

  /// Where a word of the transfer buffer is.
  int addressOfWord(int index) {
    return buffer + index * WORD;
  }

  void setWord(int index, int value) {
    memory().setI32(buffer + index * WORD, value);
  }

  /// Copies a text into memory, for the caller to free.
  int allocate(byte[] bytes) {
    int address = allocate(bytes.length + 1);
    memory().write(address, bytes);
    memory().setI8(address + bytes.length, 0);
    return address;
  }

  /// Copies numbers into memory, for the caller to free.
  int allocateWords(Collection<Integer> words) {
    int address = allocate(Math.max(1, words.size()) * WORD);
    int next = address;
    for (int word : words) {
      memory().setI32(next, word);
      next += WORD;
    }
    return address;
  }

  /// Memory for the caller to free.
  int allocate(int length) {
    int address = call(GuestFunction.MALLOC, length);
    if (address == 0) {
      throw new TreeSitterException("out of memory: no room for " + length + " bytes");
    }
    return address;
  }

  void free(int address) {
    call(GuestFunction.FREE, address);
  }

  /// A C string, or null for the null pointer.
  @Nullable String utf8(int address) {
    return address == 0 ? null : memory().cString(address);
  }

  /// The UTF-8 text of so many bytes.
  String utf8(int address, int length) {
    return memory().utf8(address, length);
  }

  /// A C string, a character for each byte: what the JavaScript API makes of S-expressions.
  String bytesToString(int address) {
    byte[] bytes = memory().bytes;
    int end = address;
    while (bytes[end] != 0) {
      end++;
    }
    return new String(bytes, address, end - address, StandardCharsets.ISO_8859_1);
  }

  // Nodes, points, ranges.

  /// Asks about a node.
  int ask(GuestFunction export, Node node) {
    putNode(0, node);
    return call(export, node.tree().address());
  }

  /// Asks for a node near another one.
  @Nullable Node find(GuestFunction export, Node node) {
    ask(export, node);
    return nodeAt(node.tree(), buffer);
  }

  /// Asks for nodes near another one.
  List<Node> findAll(GuestFunction export, Node node) {
    ask(export, node);
    return takeNodes(node.tree());
  }

  void putNode(int word, Node node) {
    int address = addressOfWord(word);
    Memory memory = memory();
    memory.setI32(address, node.id());
    memory.setI32(address + WORD, node.startIndex());
    memory.setI32(address + 2 * WORD, node.start().row());
    memory.setI32(address + 3 * WORD, node.start().column());
    memory.setI32(address + 4 * WORD, node.context());
  }

  /// The node in the transfer buffer, or null if there is none.
  @Nullable Node node(Tree tree) {
    return nodeAt(tree, buffer);
  }

  private @Nullable Node nodeAt(Tree tree, int address) {
    Memory memory = memory();
    int id = memory.i32(address);
    return id == 0
        ? null
        : new Node(
            tree,
            id,
            memory.i32(address + WORD),
            new Point(memory.i32(address + 2 * WORD), memory.i32(address + 3 * WORD)),
            memory.i32(address + 4 * WORD));
  }

  /// The nodes whose list is in the transfer buffer; frees it.
  List<Node> takeNodes(Tree tree) {
    int count = word(0);
    int address = word(1);
    List<Node> nodes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Node node = nodeAt(tree, address + i * NODE);
      if (node != null) {
        nodes.add(node);
      }
    }
    free(address);
    return Collections.unmodifiableList(nodes);
  }

  /// The captures of a match: an index and a node each.
  ///
  /// @return the address behind them
  int readCaptures(Tree tree, int address, int count, CaptureReader reader) {
    for (int i = 0; i < count; i++) {
      Node node = nodeAt(tree, address + WORD);
      if (node != null) {
        reader.capture(memory().i32(address), node);
      }
      address += WORD + NODE;
    }
    return address;
  }

  /// Takes captures.
  interface CaptureReader {
    void capture(int index, Node node);
  }

  void putPoint(int word, Point point) {
    setWord(word, point.row());
    setWord(word + 1, point.column());
  }

  /// The point in the transfer buffer.
  Point point() {
    return new Point(word(0), word(1));
  }

  void putEdit(Edit edit) {
    putPoint(0, edit.start());
    putPoint(2, edit.oldEnd());
    putPoint(4, edit.newEnd());
    setWord(6, edit.startIndex());
    setWord(7, edit.oldEndIndex());
    setWord(8, edit.newEndIndex());
  }

  /// Copies ranges into memory; whoever gets them frees them.
  int allocateRanges(List<Range> ranges) {
    int address = allocate(ranges.size() * RANGE);
    int next = address;
    for (Range range : ranges) {
      memory().setI32(next, range.start().row());
      memory().setI32(next + WORD, range.start().column());
      memory().setI32(next + POINT, range.end().row());
      memory().setI32(next + POINT + WORD, range.end().column());
      memory().setI32(next + 2 * POINT, range.startIndex());
      memory().setI32(next + 2 * POINT + WORD, range.endIndex());
      next += RANGE;
    }
    return address;
  }

  /// The ranges whose list is in the transfer buffer; frees it.
  List<Range> takeRanges() {
    int count = word(0);
    int address = word(1);
    List<Range> ranges = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int at = address + i * RANGE;
      ranges.add(
          new Range(
              wordAt(at + 2 * POINT),
              wordAt(at + 2 * POINT + WORD),
              new Point(wordAt(at), wordAt(at + WORD)),
              new Point(wordAt(at + POINT), wordAt(at + POINT + WORD))));
    }
    free(address);
    return List.copyOf(ranges);
  }
}
