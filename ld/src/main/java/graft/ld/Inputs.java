package graft.ld;

import graft.format.InvalidModuleException;
import graft.format.MalformedModuleException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// The first stage: every file of the command line, in order, known by what it is. Objects that
/// join only when needed are not read yet.
///
/// @param entries in the order in which they take part
/// @param pools what the objects have in common
record Inputs(List<Entry> entries, InputPools pools) {

  /// A file that takes part.
  sealed interface Entry {}

  /// An object that takes part in any case.
  record Eager(ObjectFile object) implements Entry {}

  /// An archive member, or what stands between `--start-lib` and `--end-lib`.
  ///
  /// @param names what it defines for others
  record Lazy(String path, @Nullable String archive, byte[] bytes, List<String> names)
      implements Entry {}

  /// A shared library.
  record Dynamic(SharedLibrary library) implements Entry {}

  /// A stub library.
  record Stub(StubLibrary library) implements Entry {}

  /// Finds and opens all files; what is missing or damaged is reported.
  ///
  /// @param taker is given each file in order, while others are still being read
  static Inputs load(
      Options options, FileSource files, Diagnostics diagnostics, Consumer<Entry> taker) {
    return new Loader(options, files, diagnostics, taker).load();
  }

  /// Goes through the command line's files.
  private static final class Loader {
    /// For fewer more threads do not pay.
    private static final int PARALLEL_FILES = 16;

    private static final int PARALLEL_MEMBERS = 64;

    private final Options options;
    private final FileSource files;
    private final Diagnostics diagnostics;
    private final Consumer<Entry> taker;
    private final InputPools pools = new InputPools();
    private final List<Entry> entries = new ArrayList<>();

    Loader(Options options, FileSource files, Diagnostics diagnostics, Consumer<Entry> taker) {
      this.options = options;
      this.files = files;
      this.diagnostics = diagnostics;
      this.taker = taker;
    }

    Inputs load() {
      List<Options.Source> sources = options.sources;
      if (sources.size() < PARALLEL_FILES) {
        for (Options.Source source : sources) {
          open(source, null);
        }
      } else {
        loadInThreads(sources);
      }
      if (entries.isEmpty() && !diagnostics.hasErrors()) {
        diagnostics.error("no input files");
      }
      return new Inputs(List.copyOf(entries), pools);
    }

    /// Files are read by whoever comes, and opened in the order of the command line.
    private void loadInThreads(List<Options.Source> sources) {
      AtomicReferenceArray<@Nullable Prepared> prepared =
          new AtomicReferenceArray<>(sources.size());
      IntConsumer reader = i -> prepared.set(i, prepareFile(sources.get(i)));
      Workers.Work reading = options.workers.begin(sources.size(), () -> reader);
      try {
        for (int i = 0; i < sources.size(); i++) {
          Options.Source source = sources.get(i);
          if (source.library()) {
            open(source, null);
          } else {
            int number = i;
            reading.helpUntil(() -> prepared.get(number) != null);
            open(source, prepared.get(i));
          }
        }
      } finally {
        reading.cancel();
      }
    }

    private void open(Options.Source source, @Nullable Prepared prepared) {
      String path = source.library() ? search(source) : source.name();
      if (path != null) {
        open(path, prepared == null ? prepare(path, source) : prepared, source);
      }
    }

    private @Nullable String search(Options.Source source) {
      String name = source.name();
      for (String folder : options.searchPaths) {
        for (String candidate : candidates(name, source.dynamic())) {
          String path = folder + "/" + candidate;
          if (files.exists(path)) {
            return path;
          }
        }
      }
      diagnostics.error("unable to find library -l" + name);
      return null;
    }

    private static List<String> candidates(String name, boolean dynamic) {
      if (name.startsWith(":")) {
        return List.of(name.substring(1));
      }
      return dynamic
          ? List.of("lib" + name + ".so", "lib" + name + ".a")
          : List.of("lib" + name + ".a");
    }

    /// A file that was read, and the object that it holds if it joins in any case.
    private record Prepared(
        FileSource.Contents contents,
        @Nullable ObjectFile object,
        @Nullable MalformedModuleException malformed) {}

    private @Nullable Prepared prepareFile(Options.Source source) {
      return source.library() ? null : prepare(source.name(), source);
    }

    private Prepared prepare(String path, Options.Source source) {
      FileSource.Contents contents = files.load(path);
      byte[] bytes = contents.bytes();
      if (bytes == null || source.lazy() || !isWasm(bytes) || isShared(bytes)) {
        return new Prepared(contents, null, null);
      }
      try {
        return new Prepared(contents, readObject(path, null, bytes), null);
      } catch (MalformedModuleException e) {
        return new Prepared(contents, null, e);
      }
    }

    private ObjectFile readObject(String path, @Nullable String archive, byte[] bytes) {
      return ObjectReader.read(path, archive, bytes, pools, options.optimize > 0);
    }

    private void open(String path, Prepared prepared, Options.Source source) {
      byte[] bytes = files.take(path, prepared.contents);
      if (bytes == null) {
        return;
      }
      diagnostics.log("Loading: ", path);
      try {
        if (prepared.malformed != null) {
          throw prepared.malformed;
        }
        if (prepared.object != null) {
          addEager(prepared.object);
        } else {
          open(path, bytes, source);
        }
      } catch (MalformedModuleException e) {
        diagnostics.malformed(e);
      } catch (InvalidModuleException e) {
        diagnostics.malformed(new MalformedModuleException(e.file(), e.reason(), e.offset()));
      }
    }

    private void open(String path, byte[] bytes, Options.Source source) {
      if (ArchiveReader.isArchive(bytes)) {
        openArchive(path, bytes, source.whole());
      } else if (StubLibrary.isStub(bytes)) {
        add(new Stub(StubLibrary.read(path, bytes)));
      } else if (isBitcode(bytes)) {
        diagnostics.error(path + ": " + BITCODE);
      } else if (!isWasm(bytes)) {
        diagnostics.error("unknown file type: " + path);
      } else if (isShared(bytes)) {
        openShared(path, bytes, source);
      } else if (source.lazy()) {
        ObjectReader.Summary summary = new ObjectReader.Summary(path, null, bytes, pools);
        checkArchitecture(path, summary.isWasm64());
        add(new Lazy(path, null, bytes, summary.definedNames()));
      } else {
        addEager(readObject(path, null, bytes));
      }
    }

    private void openShared(String path, byte[] bytes, Options.Source source) {
      SharedLibrary library = SharedLibrary.read(path, bytes);
      if (!source.dynamic() || library == null) {
        diagnostics.error("attempted static link of dynamic object " + path);
      } else {
        checkArchitecture(path, library.is64);
        add(new Dynamic(library));
      }
    }

    private void addEager(ObjectFile object) {
      checkArchitecture(object.toString(), object.is64);
      add(new Eager(object));
    }

    private void add(Entry entry) {
      entries.add(entry);
      taker.accept(entry);
    }

    /// Objects for addresses of another size make no sense at all: the link stops.
    private void checkArchitecture(String file, boolean is64) {
      if (is64 && options.is64 == null) {
        diagnostics.fatal(file + ": must specify -mwasm64 to process wasm64 object files");
      }
      if (options.isWasm64() != is64) {
        diagnostics.fatal(file + ": wasm32 object file can't be linked in wasm64 mode");
      }
    }

    private void openArchive(String path, byte[] bytes, boolean whole) {
      readImports(path);
      List<ArchiveReader.Member> members = ArchiveReader.read(path, bytes);
      Scanned[] scanned = new Scanned[members.size()];
      if (scanned.length >= PARALLEL_MEMBERS) {
        options.workers.each(scanned.length, i -> scanned[i] = scan(path, members.get(i), whole));
      }
      for (int i = 0; i < scanned.length; i++) {
        ArchiveReader.Member member = members.get(i);
        byte[] contents = member.bytes() == null ? readThin(path, member.name()) : member.bytes();
        if (contents != null) {
          openMember(path, member.name(), contents, whole, scanned[i]);
        }
      }
    }

    /// Names that an archive leaves undefined, in `libx.imports` beside `libx.a`.
    private void readImports(String archive) {
      int dot = archive.lastIndexOf('.');
      String stem = dot > archive.lastIndexOf('/') ? archive.substring(0, dot) : archive;
      if (files.exists(stem + ".imports")) {
        byte[] imports = files.read(stem + ".imports");
        if (imports != null) {
          options.allowUndefined.addAll(OptionReader.names(imports));
        }
      }
    }

    /// What can be found out about a member by itself: the object if it joins in any case, else
    /// whether its addresses have 64 bits, and what it defines.
    private record Scanned(@Nullable ObjectFile object, boolean is64, List<String> names) {}

    /// Null if this is nothing to link, or damaged: who opens it says so.
    private @Nullable Scanned scan(String archive, ArchiveReader.Member member, boolean whole) {
      byte[] bytes = member.bytes();
      if (bytes == null || !isWasm(bytes)) {
        return null;
      }
      try {
        return scan(archive, member.name(), bytes, whole);
      } catch (MalformedModuleException e) {
        return null;
      }
    }

    private Scanned scan(String archive, String name, byte[] bytes, boolean whole) {
      if (whole) {
        return new Scanned(readObject(name, archive, bytes), false, List.of());
      }
      ObjectReader.Summary summary = new ObjectReader.Summary(name, archive, bytes, pools);
      boolean is64 = summary.isWasm64();
      // Where addresses do not fit nothing else matters.
      return new Scanned(
          null, is64, is64 == options.isWasm64() ? summary.definedNames() : List.of());
    }

    private byte @Nullable [] readThin(String archive, String name) {
      boolean beside = !name.startsWith("/") && archive.indexOf('/') >= 0;
      String path = beside ? archive.substring(0, archive.lastIndexOf('/') + 1) + name : name;
      try {
        return files.readOrThrow(path);
      } catch (IOException | InvalidPathException e) {
        diagnostics.error(
            archive
                + ": could not get the buffer for a child of the archive: '"
                + path
                + "': "
                + FileSource.reason(e));
        return null;
      }
    }

    private void openMember(
        String archive, String name, byte[] bytes, boolean whole, @Nullable Scanned known) {
      try {
        if (isBitcode(bytes)) {
          diagnostics.error(InputFile.nameOf(archive, name) + ": " + BITCODE);
        } else if (!isWasm(bytes)) {
          diagnostics.warn(
              archive
                  + ": archive member '"
                  + name
                  + "' is neither Wasm object file nor LLVM bitcode");
        } else {
          Scanned scanned = known == null ? scan(archive, name, bytes, whole) : known;
          if (scanned.object != null) {
            addEager(scanned.object);
          } else {
            if (scanned.is64 != options.isWasm64()) {
              checkArchitecture(InputFile.nameOf(archive, name), scanned.is64);
            }
            add(new Lazy(name, archive, bytes, scanned.names));
          }
        }
      } catch (MalformedModuleException e) {
        diagnostics.malformed(e);
      }
    }

    private static final String BITCODE =
        "LLVM bitcode: link-time optimization is not supported; compile without -flto";

    private static boolean isWasm(byte[] bytes) {
      return bytes.length >= 4
          && bytes[0] == 0
          && bytes[1] == 'a'
          && bytes[2] == 's'
          && bytes[3] == 'm';
    }

    private static boolean isBitcode(byte[] bytes) {
      return bytes.length >= 4
          && ((bytes[0] == 'B' && bytes[1] == 'C')
              || (bytes[0] == (byte) 0xde && bytes[1] == (byte) 0xc0));
    }

    /// Whether the first section is `dylink.0` (or the old `dylink`), as the convention wants it.
    private static boolean isShared(byte[] bytes) {
      int at = 9;
      while (at < bytes.length && bytes[at] < 0) {
        at++;
      }
      return bytes.length > at + 8
          && bytes[8] == 0
          && new String(bytes, at + 2, 6, java.nio.charset.StandardCharsets.US_ASCII)
              .equals("dylink");
    }
  }
}
