package graft.source;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a file's contents must be: a hash as [subresource
/// integrity](https://www.w3.org/TR/SRI/#integrity-metadata) writes it, `sha384-oqVuAfXR...`. Where
/// several are given, those of the strongest algorithm count, and one of them must match.
///
/// @param algorithm which of the three
/// @param digests in base64
public record Integrity(Algorithm algorithm, List<String> digests) {
  /// The algorithms that the specification knows, the weakest first.
  public enum Algorithm {
    /// SHA-256.
    SHA256(256),
    /// SHA-384.
    SHA384(384),
    /// SHA-512.
    SHA512(512);

    private final int bits;

    Algorithm(int bits) {
      this.bits = bits;
    }

    byte[] digest(byte[] bytes) {
      try {
        return MessageDigest.getInstance("SHA-" + bits).digest(bytes);
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError("BUG: every JDK has SHA-" + bits, e);
      }
    }

    String hex(byte[] bytes) {
      return HexFormat.of().formatHex(digest(bytes));
    }

    String prefix() {
      return "sha" + bits + "-";
    }
  }

  /// Copies the list.
  public Integrity {
    digests = List.copyOf(digests);
  }

  /// Reads what stands in an `integrity` attribute: hashes with spaces between them. Options behind
  /// a `?` mean nothing yet, and are passed over as the specification says; so are unknown
  /// algorithms.
  ///
  /// @throws IllegalArgumentException if no hash of a known algorithm is there, or one is damaged
  public static Integrity parse(String text) {
    Algorithm strongest = null;
    List<String> digests = new ArrayList<>();
    for (String each : text.strip().split("\\s+", -1)) {
      Algorithm algorithm = algorithmOf(each);
      if (algorithm == null || (strongest != null && algorithm.compareTo(strongest) < 0)) {
        continue;
      }
      if (algorithm != strongest) {
        strongest = algorithm;
        digests.clear();
      }
      digests.add(digestOf(each, algorithm));
    }
    if (strongest == null) {
      throw new IllegalArgumentException(
          "expected sha256-, sha384- or sha512- and base64, found " + text);
    }
    return new Integrity(strongest, digests);
  }

  private static @Nullable Algorithm algorithmOf(String hash) {
    for (Algorithm algorithm : Algorithm.values()) {
      if (hash.toLowerCase(Locale.ROOT).startsWith(algorithm.prefix())) {
        return algorithm;
      }
    }
    return null;
  }

  private static String digestOf(String hash, Algorithm algorithm) {
    int options = hash.indexOf('?');
    String base64 =
        hash.substring(algorithm.prefix().length(), options < 0 ? hash.length() : options);
    byte[] digest;
    try {
      digest = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not base64: " + hash, e);
    }
    if (digest.length * 8 != algorithm.bits) {
      throw new IllegalArgumentException(
          "expected " + algorithm.bits / 8 + " bytes, found " + digest.length + ": " + hash);
    }
    return Base64.getEncoder().encodeToString(digest);
  }

  /// The hash of some bytes.
  public static Integrity of(Algorithm algorithm, byte[] bytes) {
    return new Integrity(
        algorithm, List.of(Base64.getEncoder().encodeToString(algorithm.digest(bytes))));
  }

  /// Whether these are the bytes.
  public boolean matches(byte[] bytes) {
    return digests.contains(of(algorithm, bytes).digests.getFirst());
  }

  /// What is wrong with bytes that do not match.
  String mismatch(byte[] bytes) {
    return "hash mismatch: expected " + this + ", found " + of(algorithm, bytes);
  }

  /// The hashes in hexadecimal digits.
  List<String> hex() {
    return digests.stream()
        .map(each -> HexFormat.of().formatHex(Base64.getDecoder().decode(each)))
        .toList();
  }

  /// The SHA-256 of some bytes in hexadecimal digits.
  static String sha256(byte[] bytes) {
    return Algorithm.SHA256.hex(bytes);
  }

  /// As it is written: `sha384-...`.
  @Override
  public String toString() {
    return algorithm.prefix() + String.join(" " + algorithm.prefix(), digests);
  }
}
