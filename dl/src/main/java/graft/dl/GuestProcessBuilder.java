package graft.dl;

import graft.compiler.CodeCache;
import graft.runtime.Guest;
import graft.runtime.HostSymbols;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a guest process is made of. Everything but the main module has a default.
public final class GuestProcessBuilder {
  private @Nullable ModuleFile main;
  private @Nullable ModuleSource mainFolder;
  private final List<ModuleSource> libraryPath = new ArrayList<>();
  private final List<ModuleSource> loaderPath = new ArrayList<>();
  private @Nullable ModuleSource guestFiles;
  private boolean exclusive;
  private final List<Function<? super Guest, ? extends HostSymbols>> hosts = new ArrayList<>();
  private final List<Function<? super Guest, ? extends HostSymbols>> interposed = new ArrayList<>();
  private ConstructorOrder constructorOrder = ConstructorOrder.AUTOMATIC;
  private boolean strict;
  private boolean autoload = true;
  private final Set<String> builtIn = new HashSet<>();
  private boolean interruptible;
  private int memoryLimit = Integer.MAX_VALUE;
  private int stackSize;
  private @Nullable CodeCache codeCache;
  private @Nullable LoadTrace trace;
  private Set<LoadTrace.Topic> topics = Set.of();

  GuestProcessBuilder() {}

  /// The main module: a file of the host. Libraries are also looked for in its folder; if it is a
  /// link, in that of the file to which it leads.
  public GuestProcessBuilder main(Path file) {
    FolderSource.HostFile given = FolderSource.HostFile.ofMain(file);
    main = given;
    Path folder = given.place().getParent();
    mainFolder = folder == null ? null : ModuleSource.folder(folder);
    return this;
  }

  /// The main module: bytes.
  ///
  /// @param name what it is called in messages
  public GuestProcessBuilder main(String name, byte[] bytes) {
    main = new BytesSource.BytesFile(null, name, bytes);
    mainFolder = null;
    return this;
  }

  /// The main module, from anywhere.
  public GuestProcessBuilder main(ModuleFile file) {
    main = file;
    mainFolder = null;
    return this;
  }

  /// Adds folders of the host in which libraries are looked for.
  public GuestProcessBuilder libraryPath(List<Path> folders) {
    folders.forEach(folder -> libraryPath.add(ModuleSource.folder(folder)));
    return this;
  }

  /// Adds a place in which libraries are looked for.
  public GuestProcessBuilder librarySource(ModuleSource source) {
    libraryPath.add(source);
    return this;
  }

  /// Whether libraries come from {@link #libraryPath} and {@link #librarySource} alone: for those
  /// who check what is there, such as a manifest that somebody has signed. What is only in a run
  /// path of a module, in {@link #ldLibraryPath}, in the guest's files or in the folder of the main
  /// module is refused by name then. The main module itself is taken as it is given, and so is what
  /// Java opens as a file or as bytes.
  public GuestProcessBuilder onlyLibraryPath(boolean only) {
    exclusive = only;
    return this;
  }

  /// Adds folders of the host in which libraries are looked for before the library path, but after
  /// the path that the module which needs them has in its file (`LD_LIBRARY_PATH`).
  public GuestProcessBuilder ldLibraryPath(List<Path> folders) {
    folders.forEach(folder -> loaderPath.add(ModuleSource.folder(folder)));
    return this;
  }

  /// Where names that the guest itself opens are looked for as files of the guest.
  public GuestProcessBuilder guestFiles(ModuleSource files) {
    guestFiles = files;
    return this;
  }

  /// Adds host functions; called again, adds more, which are asked after those before.
  public GuestProcessBuilder host(Function<? super Guest, ? extends HostSymbols> host) {
    hosts.add(host);
    return this;
  }

  /// Adds functions that come before all definitions of guests (interposition, as `LD_PRELOAD` does
  /// it): every import, pointer and `dlsym` of these names in `env` gets them. Calls inside of a
  /// module that the compiler has bound there do not. The function that was put aside is {@link
  /// Guest#function}.
  ///
  /// @param functions are asked in the order of adding
  public GuestProcessBuilder interpose(Function<? super Guest, ? extends HostSymbols> functions) {
    interposed.add(functions);
    return this;
  }

  /// In which order constructors run.
  public GuestProcessBuilder constructorOrder(ConstructorOrder order) {
    constructorOrder = order;
    return this;
  }

  /// Whether every function must be defined when a module is loaded ({@link OpenFlag#NOW} for all),
  /// not only when it is first called.
  public GuestProcessBuilder strict(boolean strict) {
    this.strict = strict;
    return this;
  }

  /// Whether the libraries that the main module needs are loaded with it (the default). Else one
  /// comes when the program opens it, or at the first call of a function that nobody else defines,
  /// and is looked for in the same places.
  public GuestProcessBuilder autoload(boolean autoload) {
    this.autoload = autoload;
    return this;
  }

  /// Says that the main module contains a library, so that those that need it do not load it.
  ///
  /// @param libraries as they stand in `needed`, such as `libz.so`
  public GuestProcessBuilder builtIn(String... libraries) {
    builtIn.addAll(List.of(libraries));
    return this;
  }

  /// Whether the guest can be stopped by interrupting its thread; costs some speed.
  public GuestProcessBuilder interruptible(boolean interruptible) {
    this.interruptible = interruptible;
    return this;
  }

  /// The largest size of the memory in pages of 64 KiB; {@link graft.runtime.Memory#UNLIMITED} for
  /// none.
  ///
  /// @throws IllegalArgumentException if it is negative
  public GuestProcessBuilder memoryLimit(int pages) {
    if (pages < 0) {
      throw new IllegalArgumentException("a memory of at most " + pages + " pages");
    }
    memoryLimit = pages;
    return this;
  }

  /// The size in bytes of the C stack of a relocatable main module; other mains bring their own.
  public GuestProcessBuilder stackSize(int bytes) {
    stackSize = bytes;
    return this;
  }

  /// Keeps translated code on the disk, and takes it from there: the second start of a program
  /// translates nothing. What is new is written after some seconds, and when the process is closed.
  ///
  /// @param cache as trusted as the program itself: who can write to it decides what runs
  public GuestProcessBuilder codeCache(CodeCache cache) {
    codeCache = cache;
    return this;
  }

  /// Is told what the loader does.
  ///
  /// @param topics which kinds of lines are wanted
  public GuestProcessBuilder trace(Set<LoadTrace.Topic> topics, LoadTrace trace) {
    this.topics = Set.copyOf(topics);
    this.trace = trace;
    return this;
  }

  /// Loads the main module and what it needs, and runs their constructors. If that fails the
  /// process is closed: its threads end, and hosts do what they have left for that.
  ///
  /// @throws LoadException if that fails
  /// @throws IllegalStateException if there is no main module
  public GuestProcess load() {
    GuestProcess process = new GuestProcess(options());
    try {
      process.start(mainFile());
      return process;
    } catch (Throwable e) {
      process.closeAfter(e);
      throw e;
    }
  }

  /// Finds out what the main module (here any module) needs, without running anything.
  ///
  /// @throws LoadException if the module itself cannot be read
  /// @throws IllegalStateException if there is no module
  public DependencyTree dependencies() {
    return LddReport.of(new GuestProcess(options()), mainFile());
  }

  private ModuleFile mainFile() {
    ModuleFile file = main;
    if (file == null) {
      throw new IllegalStateException("a process needs a main module");
    }
    return file;
  }

  private ProcessOptions options() {
    return new ProcessOptions(
        new LibrarySearch(
            List.copyOf(loaderPath), List.copyOf(libraryPath), guestFiles, mainFolder, exclusive),
        hosts,
        interposed,
        constructorOrder,
        strict,
        autoload,
        builtIn,
        interruptible,
        memoryLimit,
        stackSize,
        codeCache,
        trace,
        topics);
  }
}
