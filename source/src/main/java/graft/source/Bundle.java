package graft.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
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
  /// What an archive may hold.
  ///
  /// @param maxFiles how many files
  /// @param maxBytes how large they may be together, unpacked
  public record Limits(int maxFiles, long maxBytes) {
    /// 10,000 files of 512 MiB together.
    public static final Limits DEFAULT = new Limits(10_000, 512L << 20);
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
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(name + ": damaged archive: " + e.getMessage(), e);
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

    Reading(String name, Limits limits) {
      this.name = name;
      this.limits = limits;
    }

    void zip(InputStream in) throws IOException {
      try (ZipInputStream zip = new ZipInputStream(in)) {
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
          if (!entry.isDirectory()) {
            add(entry.getName(), zip);
          }
        }
      }
    }

    void tar(InputStream in) throws IOException {
      try (TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
        for (TarArchiveEntry entry = tar.getNextEntry();
            entry != null;
            entry = tar.getNextEntry()) {
          if (entry.isSymbolicLink()) {
            String path = contained(entry.getName());
            link(path, path.substring(0, path.lastIndexOf('/') + 1) + entry.getLinkName());
          } else if (entry.isLink()) {
            link(contained(entry.getName()), entry.getLinkName());
          } else if (entry.isFile()) {
            add(entry.getName(), tar);
          }
        }
      }
    }

    private void link(String path, String target) throws Refusal {
      links.put(path, contained(target));
      count();
    }

    private void add(String path, InputStream in) throws IOException {
      String inside = contained(path);
      int room = (int) Math.min(Integer.MAX_VALUE - 64, limits.maxBytes - total + 1);
      byte[] bytes = in.readNBytes(room);
      total += bytes.length;
      if (total > limits.maxBytes) {
        throw new Refusal(name + ": expected at most " + limits.maxBytes + " bytes, found more");
      }
      files.put(inside, bytes);
      count();
    }

    private void count() throws Refusal {
      if (files.size() + links.size() > limits.maxFiles) {
        throw new Refusal(name + ": expected at most " + limits.maxFiles + " files, found more");
      }
    }

    private String contained(String path) throws Refusal {
      String plain = path.startsWith("./") ? path.substring(2) : path;
      if (!Addresses.isContained(plain)) {
        throw new Refusal(name + ": path leads out of the archive: " + path);
      }
      return plain;
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
