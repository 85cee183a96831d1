package graft.dl;

import graft.format.Demangler;
import graft.format.Export;
import graft.format.ExternKind;
import graft.format.WasmModule;
import graft.runtime.Extern;
import graft.runtime.Func;
import graft.runtime.GlobalCell;
import graft.runtime.Instance;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A module that is loaded into a guest process: a node of its link map.
public final class Library implements AutoCloseable {
  private final GuestProcess process;
  private final ModuleFile file;
  private final Object identity;
  private final ModuleImage image;
  private final List<Needed> needed = new ArrayList<>();
  private final ImportBinding[] bindings;
  private final int[] functionImports;
  private final Map<String, GotEntry> localEntries = new HashMap<>();
  private final Map<Definition.Adapted, Func> adapters = new HashMap<>();
  private final Set<Library> boundTo = new LinkedHashSet<>();
  private volatile Set<String> names;
  private List<Library> ownScope = List.of();
  private final Map<Library, List<Library>> openersScopes = new LinkedHashMap<>();
  private List<Library> scope = List.of();
  private List<Library> openedWith = List.of();
  private @Nullable Library root;
  private @Nullable Instance instance;
  private GuestHeap.Block memory = GuestHeap.Block.NONE;
  private GuestHeap.Block threadLocals = GuestHeap.Block.NONE;
  private int tableBase;
  private int openCount;
  private boolean global;
  private boolean kept;
  private boolean constructing;
  private boolean closed;

  /// An entry of `needed`.
  ///
  /// @param name as the module wrote it
  /// @param library what it stands for, or null
  /// @param problem why there is none, or null
  /// @param searched every place tried
  record Needed(
      String name,
      @Nullable Library library,
      @Nullable LoadException problem,
      List<String> searched) {}

  Library(GuestProcess process, ModuleFile file, ModuleImage image) {
    this.process = process;
    this.file = file;
    this.identity = file.identity();
    this.image = image;
    this.bindings = new ImportBinding[module().imports().size()];
    this.functionImports = new int[module().importedFunctionCount()];
    String soname = module().names().module();
    this.names =
        soname == null || soname.isEmpty() || soname.equals(file.location())
            ? Set.of(file.location())
            : Set.of(file.location(), soname);
    int function = 0;
    for (int i = 0; i < bindings.length; i++) {
      if (module().imports().get(i).kind() == ExternKind.FUNCTION) {
        functionImports[function++] = i;
      }
    }
  }

  /// The process that it is loaded into.
  public GuestProcess process() {
    return process;
  }

  /// The name that messages show: the file's, without folders.
  public String name() {
    return file.name();
  }

  /// Where it was found.
  public String location() {
    return file.location();
  }

  /// What its file says.
  public WasmModule module() {
    return image.module();
  }

  /// Whether this is the process's main module.
  public boolean isMain() {
    return process.mainOrNull() == this;
  }

  /// Whether its symbols are for everybody.
  public boolean isGlobal() {
    return global;
  }

  /// Whether it has been unloaded.
  public boolean isClosed() {
    return closed;
  }

  /// The libraries that it needs, in its own order.
  public List<Library> dependencies() {
    List<Library> libraries = new ArrayList<>();
    for (Needed entry : needed) {
      if (entry.library != null) {
        libraries.add(entry.library);
      }
    }
    return libraries;
  }

  /// Where its data begins in memory; 0 for a main module with fixed addresses.
  public int memoryBase() {
    return memory.address();
  }

  /// How many bytes of memory its data takes, or 0 for a main module with fixed addresses.
  public long memorySize() {
    var dylink = module().dylink();
    return dylink == null ? 0 : dylink.memorySize();
  }

  /// The first of its own slots in the table; 0 for a main module with fixed addresses.
  public int tableBase() {
    return tableBase;
  }

  /// How many slots it has of its own, or 0 for a main module with fixed addresses.
  public long tableSize() {
    var dylink = module().dylink();
    return dylink == null ? 0 : dylink.tableSize();
  }

  /// Looks a symbol up in this library, then in what it needs, breadth first (`dlsym`). C++ may be
  /// given as it was written, `double geo::area(const geo::Circle &c)`, and without parameters
  /// where there is one function of the name only. `std::string`, `size_t` and default arguments of
  /// the standard library's templates are known. Inline namespaces, `const` of a member function
  /// and the arguments of a function template may be left out where that leaves one function;
  /// whatever is no class for certain counts as an inline namespace.
  ///
  /// @throws UndefinedSymbolException if there is none, which says what else is called so
  /// @throws LoadException if a name without parameters stands for several functions
  public Symbol symbol(String symbol) {
    Symbol found = find(symbol);
    if (found == null) {
      throw UndefinedSymbolException.ofLookup(symbol, name(), withDependencies());
    }
    return found;
  }

  /// Looks a symbol up as {@link #symbol} does.
  ///
  /// @return null if there is none
  /// @throws LoadException if a name without parameters stands for several functions
  public @Nullable Symbol find(String symbol) {
    process.checkThread();
    Definition.Exported found = Scope.find(withDependencies(), symbol, Scope.Wanted.ANY);
    if (found != null) {
      return found.library().symbolFor(found);
    }
    List<Symbol> overloads = overloads(symbol);
    if (overloads.size() > 1) {
      throw new LoadException(
          overloads.get(0).library().name(),
          symbol
              + " is ambiguous: it may be "
              + overloads.stream()
                  .map(each -> Demangler.demangle(each.name()))
                  .collect(Collectors.joining(", ")));
    }
    return overloads.isEmpty() ? null : overloads.get(0);
  }

  /// The C++ functions of a name, whatever their parameters: those of the first library, of this
  /// one and what it needs, that has any which come so near to what was written.
  ///
  /// @param name as it was written, such as `geo::area`, which may be a template; with parameters
  ///   it is one function
  public List<Symbol> overloads(String name) {
    process.checkThread();
    List<Symbol> nearest = List.of();
    int least = CxxDeclaration.OTHER;
    for (Library library : withDependencies()) {
      CxxNames.Match match = library.image.cxxNames().nearest(name);
      if (match.distance() < least) {
        List<Symbol> symbols = new ArrayList<>();
        for (String each : match.symbols()) {
          Definition.Exported found = Scope.find(library, each, Scope.Wanted.ANY);
          if (found != null) {
            symbols.add(library.symbolFor(found));
          }
        }
        if (!symbols.isEmpty()) {
          nearest = symbols;
          least = match.distance();
        }
      }
    }
    return nearest;
  }

  /// The function of that name, in this library or in what it needs.
  ///
  /// @throws UndefinedSymbolException if there is none, or if it is a variable
  public Func function(String symbol) {
    Symbol found = find(symbol);
    if (found instanceof Symbol.Function function) {
      return function.func();
    }
    throw UndefinedSymbolException.ofLookup(symbol, name(), found, withDependencies());
  }

  /// An object whose methods are this library's functions, each found by the method's name or its
  /// {@link GuestName}. Calls are as fast as direct ones. Java's `int` (also `boolean`, `byte`,
  /// `short`, `char`), `long`, `float` and `double` are the guest's; a `String` is passed as a C
  /// string for the time of the call, and read from the pointer that is returned; a {@link
  /// GuestBuffer} is its address. `close()` of an AutoCloseable closes the library.
  ///
  /// @param type an interface that this module can see: else give a lookup, too
  /// @throws UndefinedSymbolException with all functions that are missing
  /// @throws LoadException if a function has another type
  /// @throws IllegalArgumentException if it is no interface, not accessible, or has a method with a
  ///   type that no guest has
  public <T> T as(Class<T> type) {
    try {
      return as(MethodHandles.privateLookupIn(type, MethodHandles.lookup()), type);
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException(
          type.getName() + " is not open to graft.dl (give a MethodHandles.lookup() that sees it)",
          e);
    }
  }

  /// The same for an interface that a lookup sees.
  ///
  /// @param lookup with full access to a class in the interface's package, or to any class if the
  ///   interface is public
  public <T> T as(MethodHandles.Lookup lookup, Class<T> type) {
    process.checkThread();
    return InterfaceBinding.bind(this, lookup, type);
  }

  /// A variable's memory, usable until the library is closed.
  ///
  /// @param size in bytes: a library does not tell that of its variables
  /// @throws UndefinedSymbolException if there is no such variable
  public GuestBuffer variable(String symbol, int size) {
    Symbol found = find(symbol);
    if (found instanceof Symbol.Data data) {
      return new GuestBuffer(process, data.library(), data.address(), size);
    }
    throw UndefinedSymbolException.ofLookup(symbol, name(), found, withDependencies());
  }

  /// Gives the library back (`dlclose`): once for each time that it was opened. Nothing happens to
  /// a library that others need or that was loaded at start.
  @Override
  public void close() {
    process.close(this);
  }

  @Override
  public String toString() {
    return name();
  }

  // What follows is for the loader.

  /// Checks that Java may call this library now.
  void enter() {
    if (closed) {
      throw new LoadException(name(), "the library is closed");
    }
    process.checkThread();
  }

  /// A handle of {@link #close}.
  MethodHandle closer() {
    return own("close");
  }

  private MethodHandle own(String method) {
    try {
      return MethodHandles.lookup()
          .findVirtual(Library.class, method, MethodType.methodType(void.class))
          .bindTo(this);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("BUG: Library." + method + " is gone", e);
    }
  }

  /// The folder that it was found in: `$ORIGIN`.
  String origin() {
    int slash = location().lastIndexOf('/');
    return slash < 0 ? "." : location().substring(0, Math.max(slash, 1));
  }

  /// What its file was known by when it was loaded.
  Object identity() {
    return identity;
  }

  ModuleFile file() {
    return file;
  }

  ModuleImage image() {
    return image;
  }

  /// What it is called: by the path of its file, its soname (which wasm-ld writes into the name
  /// section), and as it was found before.
  Set<String> names() {
    return names;
  }

  /// Takes a name back that it was found by.
  void callNoLonger(String name) {
    Set<String> all = new LinkedHashSet<>(names);
    all.remove(name);
    names = Set.copyOf(all);
  }

  /// Whether a name stands for this library.
  boolean isCalled(String name) {
    return names.contains(name);
  }

  void alsoCall(String name) {
    if (isCalled(name)) {
      return;
    }
    Set<String> all = new LinkedHashSet<>(names);
    all.add(name);
    names = Set.copyOf(all);
  }

  List<Needed> needed() {
    return needed;
  }

  /// This library and what it needs, breadth first.
  List<Library> withDependencies() {
    if (needed.isEmpty()) {
      return List.of(this);
    }
    Set<Library> seen = new LinkedHashSet<>();
    Deque<Library> queue = new ArrayDeque<>(List.of(this));
    while (!queue.isEmpty()) {
      Library next = queue.remove();
      if (seen.add(next)) {
        queue.addAll(next.dependencies());
      }
    }
    return List.copyOf(seen);
  }

  /// Where its symbols are looked for behind the global scope: the libraries that were opened with
  /// it.
  List<Library> scope() {
    return scope;
  }

  void setScope(List<Library> libraries) {
    ownScope = libraries;
    scope = libraries;
  }

  /// Adds to its scope what is opened with a library that needs it, as long as that is there: in it
  /// may be what was missing so far.
  void extendScope(Library opened, List<Library> libraries) {
    openersScopes.put(opened, libraries);
    makeScope();
  }

  /// Takes that back.
  void retractScope(Library opened) {
    openersScopes.remove(opened);
    makeScope();
  }

  private void makeScope() {
    Set<Library> all = new LinkedHashSet<>(ownScope);
    openersScopes.values().forEach(all::addAll);
    scope = List.copyOf(all);
  }

  /// Forgets libraries that are gone.
  void forget(Set<Library> gone) {
    if (scope.stream().anyMatch(gone::contains)) {
      ownScope = ownScope.stream().filter(each -> !gone.contains(each)).toList();
      openersScopes.keySet().removeAll(gone);
      openersScopes.replaceAll(
          (_, libraries) -> libraries.stream().filter(each -> !gone.contains(each)).toList());
      makeScope();
    }
    if (openedWith.stream().anyMatch(gone::contains)) {
      openedWith = List.of();
    }
  }

  /// The library that was asked for when this one came, or main: whose `needed` tree `RTLD_NEXT`
  /// goes through.
  Library root() {
    Library present = root;
    return present == null || present.isClosed() ? this : present;
  }

  void setRoot(Library library) {
    root = library;
  }

  /// Takes back every opening of it: its load has failed.
  void giveUp() {
    openCount = 0;
    kept = false;
    constructing = false;
  }

  /// Begins its construction: the load itself has it open, however often its constructor closes it.
  void beginConstruction() {
    constructing = true;
    openCount = 1;
  }

  /// Ends that: whoever asked for it has it.
  void endConstruction() {
    constructing = false;
    openCount = Math.max(openCount, 1);
  }

  /// Whether somebody has it open.
  boolean isOpen() {
    return constructing || openCount > 0;
  }

  /// What it was opened with by its name, itself in front, in the order in which it is destructed;
  /// empty if it has only been needed ({@link InitOrder}).
  List<Library> openedWith() {
    return openedWith;
  }

  void setOpenedWith(List<Library> libraries) {
    openedWith = List.copyOf(libraries);
  }

  /// The main thread's instance, or null.
  @Nullable Instance mainInstance() {
    return instance;
  }

  /// The instance of the thread that asks, or null.
  @Nullable Instance instance() {
    GuestThread thread = process.currentThread();
    return thread == null ? instance : thread.instances.get(this);
  }

  /// The instance of a library that is loaded.
  Instance loadedInstance() {
    Instance present = instance();
    GuestThreads threads = process.threads();
    if (present == null && threads != null) {
      threads.instantiate(this);
      present = instance();
    }
    if (present == null) {
      throw new LoadException(
          name(), closed ? "the library is closed" : "the library is not loaded yet");
    }
    return present;
  }

  void setInstance(@Nullable Instance instance) {
    GuestThread thread = process.currentThread();
    if (thread == null) {
      this.instance = instance;
    } else if (instance == null) {
      thread.instances.remove(this);
    } else {
      thread.instances.put(this, instance);
    }
  }

  void place(GuestHeap.Block block, int firstSlot) {
    memory = block;
    tableBase = firstSlot;
  }

  /// The memory that the loader took for its thread-local variables, which is given back when it is
  /// unloaded.
  GuestHeap.Block threadLocals() {
    return threadLocals;
  }

  void setThreadLocals(GuestHeap.Block block) {
    threadLocals = block;
  }

  GuestHeap.Block memory() {
    return memory;
  }

  ImportBinding[] bindings() {
    return bindings;
  }

  /// What an imported function is connected to.
  @Nullable ImportBinding functionBinding(int functionIndex) {
    return bindings[functionImports[functionIndex]];
  }

  /// Which entry of the import section an imported function is.
  int importOfFunction(int functionIndex) {
    return functionImports[functionIndex];
  }

  void bind(int importIndex, ImportBinding binding) {
    bindings[importIndex] = binding;
  }

  /// The entries of the global offset table that belong to this library's local scope.
  Map<String, GotEntry> localEntries() {
    return localEntries;
  }

  /// The libraries that must stay as long as this one does because it uses their symbols.
  Set<Library> boundTo() {
    return boundTo;
  }

  /// The adapters of imported functions of which somebody has a pointer.
  Map<Definition.Adapted, Func> adapters() {
    return adapters;
  }

  int openCount() {
    return openCount;
  }

  void setOpenCount(int count) {
    openCount = count;
  }

  void setGlobal(boolean global) {
    this.global = global;
  }

  /// Whether it stays loaded whatever is closed.
  boolean isKept() {
    return kept;
  }

  void keep() {
    kept = true;
  }

  /// Ends the library: whoever still holds it can only ask for its name.
  void markClosed() {
    closed = true;
    instance = null;
    scope = List.of();
    ownScope = List.of();
    openersScopes.clear();
    localEntries.clear();
    boundTo.clear();
    adapters.clear();
    Arrays.fill(bindings, null);
  }

  /// What an export means, the module's own machinery included, or null.
  @Nullable Extern machinery(String name) {
    Instance present = instance();
    return present == null ? null : present.export(name);
  }

  /// The slot that the module's own segments give a function, or null.
  @Nullable Integer ownSlot(int functionIndex) {
    ModuleImage.TableOffset own = image.tableOffsets().get(functionIndex);
    return own == null ? null : own.offset() + (own.relative() ? tableBase : 0);
  }

  /// The address of a variable. That of a thread-local one is known once the module is
  /// instantiated.
  int dataAddress(Export export) {
    return image.address(export, isThreadLocal(export) ? threadLocalBase() : memory.address());
  }

  /// Where the asking thread's variables of this library begin, or 0.
  int threadLocalBase() {
    GuestThreads threads = process.threads();
    int base = threads == null ? 0 : threads.threadLocals(this);
    return base == 0 && machinery("__tls_base") instanceof GlobalCell.I32 cell ? cell.value : base;
  }

  boolean isThreadLocal(Export export) {
    var dylink = module().dylink();
    return dylink != null && dylink.isTlsExport(export.name());
  }

  Symbol symbolFor(Definition.Exported found) {
    Export export = image.export(found.name());
    if (found.kind() == ExternKind.FUNCTION) {
      return new Symbol.Function(found.name(), this, loadedInstance().function(found.index()));
    }
    if (export == null) {
      throw new AssertionError("BUG: " + found + " is not exported");
    }
    return new Symbol.Data(found.name(), this, dataAddress(export));
  }
}
