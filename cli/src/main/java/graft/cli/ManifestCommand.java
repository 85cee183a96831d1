package graft.cli;

import graft.source.Manifest;
import graft.source.ManifestKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.util.List;
import java.util.Set;

/// `graft manifest`: describes the libraries in a folder.
final class ManifestCommand implements Command {
  @Override
  public String name() {
    return "manifest";
  }

  @Override
  public String synopsis() {
    return "[OPTIONS] DIR";
  }

  @Override
  public String summary() {
    return "describe the libraries in a folder: names, hashes, sizes, what they need";
  }

  @Override
  public List<Option> options() {
    return List.of(
        Option.of(
            "--sign",
            "KEY",
            "write the manifest into the folder, and beside it its signature with this private key"),
        Option.of(
            "--when",
            "NAME=WHEN",
            "when to fetch a library: start, background or demand (*=WHEN: all); may be repeated"),
        Option.of(
            "--new-key", "FILE", "make a pair of keys first: FILE, and FILE.pub for --trust"));
  }

  @Override
  public String details() {
    return """
    Prints JSON that graft run --source takes: in a file beside the libraries, or from a server.
    "url" may be any address, relative to the manifest or not; "when" may be "start" (fetch it
    before the program starts), "background" (begin then) or "demand" (when it is first needed,
    which is the default): --when writes it.

    A signature (Ed25519) lets users believe the manifest, whatever server it comes from:
      graft manifest --new-key my.key --sign my.key DIR
      graft run --trust my.key.pub --source https://example.org/graft-manifest.json MAIN.wasm
    A graft-manifest.json that is there already is signed as it is; delete it to have a new one.
    """;
  }

  @Override
  public int run(Console console, Arguments arguments) throws IOException {
    Path folder = InputFiles.folder(console, arguments.operand("DIR"));
    String newKey = arguments.value("--new-key");
    if (newKey != null) {
      generate(console.resolve(newKey), newKey);
    }
    String key = arguments.value("--sign");
    if (key == null) {
      console.out().print(new String(manifest(folder, arguments).toJson(), StandardCharsets.UTF_8));
    } else {
      sign(console, folder, key, arguments);
    }
    return ExitStatus.SUCCESS.code();
  }

  private static Manifest manifest(Path folder, Arguments arguments) throws IOException {
    Manifest manifest = Manifest.of(folder);
    for (String each : arguments.values("--when")) {
      int equals = each.lastIndexOf('=');
      if (equals < 1) {
        throw new UsageException("--when wants NAME=WHEN, not " + each);
      }
      String name = each.substring(0, equals);
      if (!name.equals("*") && !manifest.libraries().containsKey(name)) {
        throw new UsageException(
            "--when: "
                + name
                + " is no library of the folder"
                + Suggestions.of(name, manifest.libraries().keySet()));
      }
      try {
        Manifest.When when = Manifest.When.of(each.substring(equals + 1));
        manifest = manifest.with(library -> name.equals("*") || name.equals(library), when);
      } catch (IllegalArgumentException e) {
        throw new UsageException("--when: " + e.getMessage());
      }
    }
    return manifest;
  }

  private static void generate(Path file, String name) throws IOException {
    KeyPair pair = ManifestKeys.generate();
    try {
      Set<PosixFilePermission> mine = PosixFilePermissions.fromString("rw-------");
      boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
      if (posix) {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(mine));
      } else {
        Files.createFile(file);
      }
    } catch (FileAlreadyExistsException e) {
      throw new UsageException("--new-key: " + name + " is there already");
    }
    Files.writeString(file, ManifestKeys.toPem(pair.getPrivate()));
    Files.writeString(Path.of(file + ".pub"), ManifestKeys.toPem(pair.getPublic()));
  }

  private static void sign(Console console, Path folder, String key, Arguments arguments)
      throws IOException {
    byte[] pem = InputFiles.read(console, key, ExitStatus.PROBLEM);
    PrivateKey with = ManifestKeys.privateKey(key, new String(pem, StandardCharsets.UTF_8));
    Path file = folder.resolve(Manifest.FILE_NAME);
    if (!Files.exists(file)) {
      Files.write(file, manifest(folder, arguments).toJson());
    } else if (arguments.has("--when")) {
      throw new UsageException(
          "--when: " + file + " is there already: change it there, or delete it");
    }
    byte[] manifest = Files.readAllBytes(file);
    Manifest.parse(file.toString(), manifest);
    Path beside = Path.of(file + ManifestKeys.SIGNATURE_SUFFIX);
    Files.writeString(beside, ManifestKeys.sign(manifest, with));
    console.out().println("signed " + file + ": " + beside);
  }
}
