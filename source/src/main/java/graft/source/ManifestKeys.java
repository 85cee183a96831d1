package graft.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/// Signatures over manifests, with Ed25519: whoever has the private key says which libraries are
/// right, and whoever has the public key believes nobody else, whatever server they come from. The
/// signature of `graft-manifest.json` stands beside it, in Base64, as `graft-manifest.json.sig`.
///
/// Keys are PEM files, as `openssl genpkey -algorithm ed25519` makes them, too.
public final class ManifestKeys {
  /// What is put behind a manifest's name.
  public static final String SIGNATURE_SUFFIX = ".sig";

  private static final String ALGORITHM = "Ed25519";
  private static final String PRIVATE = "PRIVATE KEY";
  private static final String PUBLIC = "PUBLIC KEY";

  private final List<PublicKey> trusted;

  private ManifestKeys(List<PublicKey> trusted) {
    this.trusted = List.copyOf(trusted);
  }

  /// Believes manifests that are signed with one of some keys.
  public static ManifestKeys trusting(List<PublicKey> keys) {
    return new ManifestKeys(keys);
  }

  /// A new pair of keys.
  public static KeyPair generate() {
    try {
      return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("BUG: every JDK has Ed25519", e);
    }
  }

  /// A private key as it stands in a file.
  public static String toPem(PrivateKey key) {
    return pem(PRIVATE, key.getEncoded());
  }

  /// A public key as it stands in a file.
  public static String toPem(PublicKey key) {
    return pem(PUBLIC, key.getEncoded());
  }

  private static String pem(String kind, byte[] bytes) {
    return "-----BEGIN "
        + kind
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
        + "\n-----END "
        + kind
        + "-----\n";
  }

  /// Reads a private key.
  ///
  /// @param file what it is called in messages
  /// @throws IOException if it is none of Ed25519
  public static PrivateKey privateKey(String file, String pem) throws IOException {
    try {
      return KeyFactory.getInstance(ALGORITHM)
          .generatePrivate(new PKCS8EncodedKeySpec(decode(file, PRIVATE, pem)));
    } catch (GeneralSecurityException e) {
      throw new IOException(file + ": expected an Ed25519 private key: " + e.getMessage(), e);
    }
  }

  /// Reads a public key.
  ///
  /// @param file what it is called in messages
  /// @throws IOException if it is none of Ed25519
  public static PublicKey publicKey(String file, String pem) throws IOException {
    try {
      return KeyFactory.getInstance(ALGORITHM)
          .generatePublic(new X509EncodedKeySpec(decode(file, PUBLIC, pem)));
    } catch (GeneralSecurityException e) {
      throw new IOException(file + ": expected an Ed25519 public key: " + e.getMessage(), e);
    }
  }

  private static byte[] decode(String file, String kind, String pem) throws IOException {
    String begin = "-----BEGIN " + kind + "-----";
    int from = pem.indexOf(begin);
    int to = pem.indexOf("-----END " + kind + "-----");
    if (from < 0 || to < from) {
      throw new IOException(file + ": expected a PEM file with a " + kind);
    }
    try {
      return Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": damaged PEM file: " + e.getMessage(), e);
    }
  }

  /// Signs a manifest.
  ///
  /// @param manifest its bytes, as they stand in the file
  /// @return what stands in the file beside it
  /// @throws IllegalArgumentException if the key is not one of Ed25519
  public static String sign(byte[] manifest, PrivateKey key) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(manifest);
      return Base64.getEncoder().encodeToString(signature.sign()) + "\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a key of Ed25519: " + e.getMessage(), e);
    }
  }

  /// Checks a manifest.
  ///
  /// @param name what it is called in messages
  /// @param manifest its bytes
  /// @param signature what stands in the file beside it
  /// @throws IOException if none of the trusted keys has signed it
  public void verify(String name, byte[] manifest, byte[] signature) throws IOException {
    byte[] bytes;
    try {
      bytes =
          Base64.getMimeDecoder().decode(new String(signature, StandardCharsets.US_ASCII).strip());
    } catch (IllegalArgumentException e) {
      throw new IOException(name + SIGNATURE_SUFFIX + ": no signature: " + e.getMessage(), e);
    }
    for (PublicKey key : trusted) {
      try {
        Signature verifier = Signature.getInstance(ALGORITHM);
        verifier.initVerify(key);
        verifier.update(manifest);
        if (verifier.verify(bytes)) {
          return;
        }
      } catch (GeneralSecurityException _) {
        // Not by this one.
      }
    }
    throw new IOException(
        name
            + ": signed by none of the trusted keys, or changed since; who has such a key signs it again"
            + " (graft manifest --sign KEY DIR)");
  }
}
