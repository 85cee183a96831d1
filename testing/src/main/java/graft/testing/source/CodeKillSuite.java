package graft.testing.source;

import graft.compiler.CodeCache;
import graft.dl.GuestProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Kills JVMs that translate modules and write the code into one cache at the same time, with a
/// signal that they cannot see, many times: after each, every file of the cache is whole, and
/// programs that run from it give what they gave. The cache is so small that it also prunes.
public final class CodeKillSuite {
  private static final int MODULES = 24;
  private static final int FUNCTIONS = 40;
  private static final int WRITERS = 3;
  private static final int MAX_BYTES = 120_000;

  private final Path folder;
  private final Random random = new Random(1);
  private int most;

  private CodeKillSuite(Path folder) {
    this.folder = folder;
  }

  /// Runs the suite, or is one of the JVMs that get killed.
  ///
  /// @param args how often (200), or `child CACHE SEED`
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length == 3) {
      child(Path.of(args[1]), new Random(Long.parseLong(args[2])));
      return;
    }
    int times = args.length == 0 ? 200 : Integer.parseInt(args[0]);
    Path folder = Files.createTempDirectory("graft-code-kill");
    int failed = 0;
    try {
      CodeKillSuite suite = new CodeKillSuite(folder);
      for (int i = 0; i < times; i++) {
        suite.kill();
        List<String> problems = suite.check();
        for (String problem : problems) {
          System.out.println("after kill " + (i + 1) + ": " + problem);
        }
        failed += problems.isEmpty() ? 0 : 1;
      }
      System.out.println("at most " + suite.most + " of " + MODULES + " modules were kept");
    } finally {
      KilledJvm.delete(folder);
    }
    System.out.println((times - failed) + " passed, " + failed + " failed, 0 skipped");
    System.exit(failed == 0 ? 0 : 1);
  }

  private void kill() throws IOException, InterruptedException {
    List<KilledJvm> children = new ArrayList<>();
    try {
      for (int i = 0; i < WRITERS; i++) {
        children.add(
            KilledJvm.start(
                CodeKillSuite.class,
                "child",
                folder.toString(),
                String.valueOf(random.nextLong())));
      }
      int wanted = 1 + random.nextInt(30);
      for (KilledJvm child : children) {
        // Not before each of them writes, and then at any moment.
        child.await(wanted);
      }
      Thread.sleep(0, random.nextInt(999_999));
    } finally {
      for (KilledJvm child : children) {
        child.close();
      }
    }
  }

  private List<String> check() throws IOException {
    CodeCache cache = CodeCache.in(folder, MAX_BYTES);
    List<String> problems = new ArrayList<>(cache.verify());
    List<CodeCache.Entry> entries = cache.entries();
    most = Math.max(most, entries.size());
    long size = entries.stream().mapToLong(CodeCache.Entry::size).sum();
    if (size > MAX_BYTES) {
      problems.add(size + " bytes in " + entries.size() + " files");
    }
    for (int i = 0; i < MODULES; i++) {
      String problem = run(cache, i, random.nextInt(FUNCTIONS));
      if (problem != null) {
        problems.add(problem);
      }
    }
    return problems;
  }

  /// Translates and writes for ever, a line for each module.
  private static void child(Path folder, Random random) {
    while (true) {
      CodeCache cache = CodeCache.in(folder, MAX_BYTES);
      int module = random.nextInt(MODULES);
      String problem = run(cache, module, random.nextInt(FUNCTIONS));
      System.out.println(problem == null ? "module " + module : problem);
      if (problem != null) {
        System.exit(1);
      }
    }
  }

  private static @Nullable String run(CodeCache cache, int number, int function) {
    try (GuestProcess process =
        GuestProcess.builder()
            .main("m" + number + ".wasm", module(number))
            .codeCache(cache)
            .load()) {
      Object result = process.main().function("f" + function).invoke();
      return Objects.equals(result, value(number, function))
          ? null
          : "m" + number + ".wasm: expected " + value(number, function) + ", found " + result;
    }
  }

  private static int value(int number, int function) {
    return (number + function) % 64;
  }

  /// A module whose functions `f0` and on each give another number.
  private static byte[] module(int number) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
    out.writeBytes(new byte[] {1, 5, 1, 0x60, 0, 1, 0x7f});
    ByteArrayOutputStream types = new ByteArrayOutputStream();
    ByteArrayOutputStream exports = new ByteArrayOutputStream();
    ByteArrayOutputStream bodies = new ByteArrayOutputStream();
    types.write(FUNCTIONS);
    exports.write(FUNCTIONS + 1);
    bodies.write(FUNCTIONS);
    exports.writeBytes(new byte[] {6, 'm', 'e', 'm', 'o', 'r', 'y', 2, 0});
    for (int i = 0; i < FUNCTIONS; i++) {
      byte[] name = ("f" + i).getBytes(StandardCharsets.UTF_8);
      types.write(0);
      exports.write(name.length);
      exports.writeBytes(name);
      exports.writeBytes(new byte[] {0, (byte) i});
      bodies.writeBytes(new byte[] {4, 0, 0x41, (byte) value(number, i), 0x0b});
    }
    section(out, 3, types);
    out.writeBytes(new byte[] {5, 3, 1, 0, 1});
    section(out, 7, exports);
    section(out, 10, bodies);
    return out.toByteArray();
  }

  private static void section(ByteArrayOutputStream out, int id, ByteArrayOutputStream body) {
    out.write(id);
    out.write((body.size() & 0x7f) | 0x80);
    out.write(body.size() >> 7);
    out.writeBytes(body.toByteArray());
  }
}
