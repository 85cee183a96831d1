package graft.cli;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// How many bytes a file is: as it is, and as servers send it.
///
/// @param raw as it is
/// @param gzip compressed by the JDK as well as it can
/// @param brotli compressed by a tool of the machine, or -1: the JDK has none
record PackedSize(long raw, long gzip, long brotli) {
  static final PackedSize NOTHING = new PackedSize(0, 0, 0);

  /// Measures a file's contents.
  ///
  /// @param path where programs of the machine are looked for: `PATH`
  static PackedSize of(byte[] bytes, String path) {
    return new PackedSize(bytes.length, gzipped(bytes), brotli(bytes, path));
  }

  PackedSize plus(PackedSize other) {
    return new PackedSize(
        raw + other.raw,
        gzip + other.gzip,
        brotli < 0 || other.brotli < 0 ? -1 : brotli + other.brotli);
  }

  /// The smallest that is known.
  long sent() {
    return brotli < 0 ? gzip : brotli;
  }

  private static long gzipped(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream packed = new BestGzip(out)) {
      packed.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.size();
  }

  private static final class BestGzip extends GZIPOutputStream {
    BestGzip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }

  /// The program `brotli`, or else Node, which has it built in.
  private static long brotli(byte[] bytes, String path) {
    for (List<String> command :
        List.of(
            List.of("brotli", "--best", "--stdout", "-"),
            List.of(
                "node",
                "-e",
                "process.stdout.write(require('zlib').brotliCompressSync(require('fs')"
                    + ".readFileSync(0)))"))) {
      Path program = find(command.get(0), path);
      if (program != null) {
        List<String> words = new ArrayList<>(command);
        words.set(0, program.toString());
        long size = outputOf(words, bytes);
        if (size > 0) {
          return size;
        }
      }
    }
    return -1;
  }

  private static @Nullable Path find(String name, String path) {
    for (String folder : path.split(File.pathSeparator, -1)) {
      Path file = Path.of(folder, name);
      if (!folder.isEmpty() && Files.isExecutable(file)) {
        return file;
      }
    }
    return null;
  }

  private static long outputOf(List<String> command, byte[] input) {
    Path file = null;
    try {
      file = Files.createTempFile("graft-weigh", null);
      Files.write(file, input);
      Process process =
          new ProcessBuilder(command)
              .redirectInput(file.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      long size = process.getInputStream().transferTo(OutputStream.nullOutputStream());
      return process.waitFor() == 0 ? size : -1;
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    } finally {
      try {
        if (file != null) {
          Files.deleteIfExists(file);
        }
      } catch (IOException _) {
        // The system clears its folder for such files.
      }
    }
  }
}
