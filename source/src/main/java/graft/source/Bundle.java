package graft.source;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// The files of an archive (`.zip`, `.jar`, `.tar`, `.tar.gz`). An archive with a path that leads
/// out of it, or with more in it than allowed, is refused as a whole.
///
/// @param name what the archive is called in messages
/// @param files contents by paths, such as `lib/vector.so`
public record Bundle(String name, Map<String, byte[]> files) {
  /// How large the names and attributes of one file may be: a tar has them in blocks of their own,
  /// which say of themselves how large they are.
  private static final int MAX_HEADER = 1 << 18;

  /// What an archive may hold.
  ///
  /// @param maxFiles how many files, folders and links
  /// @param maxBytes how large they may be together, unpacked
  public record Limits(int maxFiles, long maxBytes) {
    /// 10,000 files of 512 MiB together.
    public static final Limits DEFAULT = new Limits(10_000, 512L << 20);

    /// Checks the numbers.
    ///
    /// @throws IllegalArgumentException if one makes no sense
    public Limits {
      if (maxFiles < 1 || maxBytes < 1) {
        throw new IllegalArgumentException(
            "maxFiles or maxBytes is out of range: " + maxFiles + ", " + maxBytes);
      }
    }

    /// How large the archive itself may be: what is in it, and two blocks of a tar for each file.
    long archiveBytes() {
      return Math.min(
          LocalFiles.MAX_BYTES,
          Math.min(Long.MAX_VALUE >> 1, maxBytes) + 1024L * maxFiles + (1 << 20));
    }
  }

  /// Unpacks an archive into memory. What it is, its first bytes say.
  ///
  /// @throws IOException if it is damaged or no archive, leads out of itself, or holds too much
  public static Bundle read(String name, byte[] bytes, Limits limits) throws IOException {
    Reading reading = new Reading(name, limits);
    try {
      if (begins(bytes, 'P', 'K')) {
        reading.zip(new ByteArrayInputStream(bytes));
      } else if (begins(bytes, 0x1f, 0x8b)) {
        reading.tar(new GZIPInputStream(new ByteArrayInputStream(bytes)));
      } else if (bytes.length > 262 && bytes[257] == 'u' && bytes[258] == 's') {
        reading.tar(new ByteArrayInputStream(bytes));
      } else {
        throw new ZipException("expected .zip, .tar or .tar.gz");
      }
    } catch (Refusal e) {
      throw e;
    } catch (UnpackedStream.Full e) {
      throw reading.tooLargeHeader();
    } catch (IOException | IllegalArgumentException e) {
      // The JDK's words for a file that ends too early.
      boolean isShort = e instanceof EOFException || String.valueOf(e.getMessage()).contains("END");
      throw new IOException(
          name
              + ": damaged archive: "
              + (isShort ? "it is cut off: fetch or copy it again" : e.getMessage()),
          e);
    }
    return new Bundle(name, reading.resolved());
  }

  private static boolean begins(byte[] bytes, int first, int second) {
    return bytes.length > 2 && (bytes[0] & 0xff) == first && (bytes[1] & 0xff) == second;
  }

  /// A well-formed archive that we do not want.
  private static final class Refusal extends IOException {
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
      super(message);
    }
  }

  private static final class Reading {
    private final String name;
    private final Limits limits;
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final Map<String, String> links = new LinkedHashMap<>();
    private long total;
    private int entries;

    Reading(String name, Limits limits) {
      this.name = name;
      this.limits = limits;
    }

    void zip(InputStream in) throws IOException {
      try (ZipInputStream zip = new ZipInputStream(in)) {
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
          count();
          if (entry.isDirectory()) {
            // It may have contents, which would be unpacked to be skipped.
            contents(zip);
          } else {
            add(entry.getName(), zip);
          }
        }
      }
    }

    void tar(InputStream in) throws IOException {
      UnpackedStream unpacked = new UnpackedStream(in);
      unpacked.allow(MAX_HEADER);
      try (TarArchiveInputStream tar = new TarArchiveInputStream(unpacked)) {
        for (TarArchiveEntry entry = tar.getNextEntry();
            entry != null;
            entry = tar.getNextEntry()) {
          count();
          if (entry.isSymbolicLink()) {
            String path = contained(entry.getName());
            link(path, target(path, entry.getLinkName()));
          } else if (entry.isLink()) {
            link(contained(entry.getName()), contained(entry.getLinkName()));
          } else if (entry.isFile()) {
            unpacked.allow(limits.maxBytes - total + MAX_HEADER);
            add(entry.getName(), tar);
          }
          unpacked.allow(MAX_HEADER);
        }
      }
    }

    private void link(String path, String target) {
      links.put(path, target);
    }

    private void add(String path, InputStream in) throws IOException {
      String inside = contained(path);
      files.put(inside, contents(in));
    }

    private byte[] contents(InputStream in) throws IOException {
      int room = (int) Math.min(Integer.MAX_VALUE - 64, limits.maxBytes - total + 1);
      byte[] bytes = in.readNBytes(room);
      total += bytes.length;
      if (total > limits.maxBytes) {
        throw new Refusal(name + ": expected at most " + limits.maxBytes + " bytes, found more");
      }
      return bytes;
    }

    private void count() throws Refusal {
      if (++entries > limits.maxFiles) {
        throw new Refusal(name + ": expected at most " + limits.maxFiles + " files, found more");
      }
    }

    Refusal tooLargeHeader() {
      return new Refusal(
          name
              + ": expected at most "
              + MAX_HEADER
              + " bytes of names and attributes for a file, found more (after "
              + entries
              + " files)");
    }

    /// Where a symbolic link leads: relative to its folder, out of which it may lead, but not out
    /// of the archive.
    private String target(String link, String written) throws Refusal {
      String whole = link.substring(0, link.lastIndexOf('/') + 1) + written;
      Deque<String> parts = new ArrayDeque<>();
      for (String part : whole.split("/", -1)) {
        if (part.equals("..")) {
          if (parts.pollLast() == null) {
            throw leadsOut(whole);
          }
        } else if (!part.equals(".") && !(part.isEmpty() && !parts.isEmpty())) {
          parts.addLast(part);
        }
      }
      String plain = String.join("/", parts);
      if (written.startsWith("/") || (!plain.isEmpty() && !Addresses.isContained(plain))) {
        throw leadsOut(whole);
      }
      return plain;
    }

    private String contained(String path) throws Refusal {
      String plain = path.startsWith("./") ? path.substring(2) : path;
      if (!Addresses.isContained(plain)) {
        throw leadsOut(path);
      }
      return plain;
    }

    private Refusal leadsOut(String path) {
      return new Refusal(name + ": path leads out of the archive: " + path);
    }

    /// Links may lead to links, but not in a circle.
    Map<String, byte[]> resolved() {
      for (String link : links.keySet()) {
        String target = link;
        for (int i = 0; i <= links.size() && links.containsKey(target); i++) {
          target = links.get(target);
        }
        byte[] bytes = files.get(target);
        if (bytes != null) {
          files.put(link, bytes);
        }
      }
      return files;
    }
  }
}
