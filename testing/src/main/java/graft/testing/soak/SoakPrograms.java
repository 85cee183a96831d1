package graft.testing.soak;

import graft.testkit.Requires;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The programs of the soak, built with clang-22 and wasm-ld-22.
final class SoakPrograms {
  /// A main module with an allocator that reuses what it is given back, first fit.
  private static final String MAIN =
      """
      typedef struct block { unsigned long size; struct block *next; unsigned long pad[2]; } block;
      static char heap[1 << 18] __attribute__((aligned(16)));
      static unsigned long used;
      static block *unused;
      int live;
      int doubled(int a) { return 2 * a; }
      void *malloc(unsigned long size) {
        size = (size + 15) & ~15ul;
        for (block **at = &unused; *at; at = &(*at)->next) {
          if ((*at)->size == size) {
            block *found = *at;
            *at = found->next;
            live++;
            return found + 1;
          }
        }
        if (used + size + sizeof(block) > sizeof heap) return 0;
        block *fresh = (block *)(heap + used);
        used += size + sizeof(block);
        fresh->size = size;
        live++;
        return fresh + 1;
      }
      void free(void *memory) {
        if (!memory) return;
        block *freed = (block *)memory - 1;
        freed->next = unused;
        unused = freed;
        live--;
      }
      """;

  /// A library with data, pointers in it, a constructor, a destructor and a callback.
  private static final String LIBRARY =
      """
      extern int live;
      int doubled(int);
      int atexit(void (*)(void));
      static int table[300] = {1, 2, 3};
      static int *pointer = table + 2;
      static int (*functions[2])(int);
      static int begun;
      static void end(void) { begun = 0; }
      static int own(int a) { return a + *pointer; }
      __attribute__((constructor)) static void begin(void) {
        begun++;
        functions[0] = own;
        functions[1] = doubled;
        atexit(end);
      }
      int use(int (*callback)(int), int a) {
        table[299] += a;
        return begun * (functions[0](a) + functions[1](a) + callback(a) + table[299]);
      }
      """;

  /// A pointer to a function that nobody defines.
  private static final String LOOSE =
      """
      int nobody(int);
      int (*loose)(int) = nobody;
      """;

  /// What a thread begins with: the stack that its argument points to, then the host's work.
  private static final String THREADS =
      """
      __attribute__((import_module("wasi"), import_name("thread-spawn"))) int spawn(void *);
      void work(void);
      static char stack[1 << 16] __attribute__((aligned(16)));
      static void *top = stack + sizeof stack;
      void thread_main(void) { work(); }
      int begin(void) { return spawn(&top); }
      __asm__(".globaltype __stack_pointer, i32\\n"
              ".globl wasi_thread_start\\n"
              ".type wasi_thread_start,@function\\n"
              "wasi_thread_start:\\n"
              ".functype wasi_thread_start (i32, i32) -> ()\\n"
              "local.get 1\\n"
              "i32.load 0\\n"
              "global.set __stack_pointer\\n"
              "call thread_main\\n"
              "end_function\\n");
      """;

  private static final String THREAD_LOCAL =
      """
      _Thread_local int count = 5;
      int next(void) { return count++; }
      """;

  private static final List<String> SHARED =
      List.of("-pthread", "-matomics", "-mbulk-memory", "-ftls-model=global-dynamic");

  private SoakPrograms() {}

  /// Builds `main.wasm` with `side.so` and `loose.so`, and `threads.wasm` with `thread.so`.
  static void build(Path folder) throws IOException, InterruptedException {
    List<String> main =
        List.of("-pie", "-Bdynamic", "--import-memory", "--export-dynamic", "--no-entry");
    link(folder, "main.wasm", MAIN, List.of(), main);
    link(folder, "side.so", LIBRARY, List.of(), List.of("-shared"));
    link(folder, "loose.so", LIBRARY + LOOSE, List.of(), List.of("-shared"));
    List<String> shared = new ArrayList<>(main);
    shared.addAll(
        List.of("--shared-memory", "--max-memory=16777216", "--export=wasi_thread_start"));
    link(folder, "threads.wasm", MAIN + THREADS, SHARED, shared);
    link(
        folder,
        "thread.so",
        LIBRARY + LOOSE + THREAD_LOCAL,
        SHARED,
        List.of(
            "-shared",
            "--shared-memory",
            "--export=__wasm_init_tls",
            "--export=__tls_size",
            "--export=__tls_align"));
  }

  private static void link(
      Path folder, String name, String source, List<String> options, List<String> kind)
      throws IOException, InterruptedException {
    Path file = folder.resolve(name + ".c");
    Files.writeString(file, source);
    String object = folder.resolve(name + ".o").toString();
    List<String> compile =
        new ArrayList<>(
            List.of(
                Requires.tool("clang-22").toString(),
                "--target=wasm32-unknown-unknown",
                "-fPIC",
                "-fvisibility=default",
                "-O1",
                "-nostdlib",
                "-fno-builtin",
                "-c",
                file.toString(),
                "-o",
                object));
    compile.addAll(options);
    run(compile);
    List<String> words = new ArrayList<>();
    words.add(Requires.tool("wasm-ld-22").toString());
    words.add("--experimental-pic");
    words.addAll(kind);
    words.add("--unresolved-symbols=import-dynamic");
    words.add("--export-if-defined=__wasm_call_ctors");
    words.addAll(List.of(object, "-o", folder.resolve(name).toString()));
    run(words);
  }

  private static void run(List<String> words) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", words) + ": " + printed);
    }
  }
}
