package graft.cli;

import graft.source.Integrity;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
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
    A graft-manifest.json that is there already is signed as it is, if the libraries beside it are
    still those that it describes; delete it to have a new one.

    A file that is called .so or .wasm but is none is named and left out; the exit status is then 1,
    and nothing is signed.
    """;
  }

  @Override
  public int run(Console console, Arguments arguments) throws IOException {
    Path folder = InputFiles.folder(console, arguments.operand("DIR"));
    String newKey = arguments.value("--new-key");
    String key = arguments.value("--sign");
    if (key != null && !key.equals(newKey)) {
      // Before anything is written.
      InputFiles.existing(console, key, ExitStatus.PROBLEM);
    }
    if (newKey != null) {
      generate(console.resolve(newKey), newKey);
    }
    List<IOException> problems = new ArrayList<>();
    Manifest manifest = Manifest.of(folder, problems::add);
    problems.forEach(each -> console.err().println(InputFiles.describe(each)));
    if (key == null) {
      byte[] json = with(manifest, arguments).toJson();
      console.out().print(new String(json, StandardCharsets.UTF_8));
    } else if (problems.isEmpty()) {
      sign(console, folder, manifest, key, arguments);
    } else {
      console.err().println("graft manifest: nothing is signed: mend or remove what is no module");
    }
    return (problems.isEmpty() ? ExitStatus.SUCCESS : ExitStatus.PROBLEM).code();
  }

  /// The same, with the times of `--when`.
  private static Manifest with(Manifest found, Arguments arguments) {
    Manifest manifest = found;
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

  private static void sign(
      Console console, Path folder, Manifest found, String key, Arguments arguments)
      throws IOException {
    byte[] pem = InputFiles.read(console, key, ExitStatus.PROBLEM);
    PrivateKey with = ManifestKeys.privateKey(key, new String(pem, StandardCharsets.UTF_8));
    Path file = folder.resolve(Manifest.FILE_NAME);
    if (!Files.exists(file)) {
      Files.write(file, with(found, arguments).toJson());
    } else if (arguments.has("--when")) {
      throw new UsageException(
          "--when: " + file + " is there already: change it there, or delete it");
    }
    byte[] manifest = Files.readAllBytes(file);
    compare(console, file, Manifest.parse(file.toString(), manifest), found);
    Path beside = Path.of(file + ManifestKeys.SIGNATURE_SUFFIX);
    Files.writeString(beside, ManifestKeys.sign(manifest, with));
    console.out().println("signed " + file + ": " + beside);
  }

  /// Whether a manifest still describes the libraries beside it. It may leave some out.
  ///
  /// @throws Failure if it describes others
  private static void compare(Console console, Path file, Manifest written, Manifest found) {
    List<String> changed = new ArrayList<>();
    Set<String> known = new HashSet<>();
    written
        .libraries()
        .forEach((name, item) -> {
          // Others are elsewhere: below the folder, or on a server.
          Manifest.Item now = found.libraries().get(item.url());
          known.add(item.url());
          if (now == null) {
            boolean beside = item.url().indexOf('/') < 0;
            if (beside) {
              changed.add(name + " (there is no " + item.url() + ")");
            }
          } else if (item.integrity() == null) {
            changed.add(name + " (no integrity stands there)");
          } else if (!Objects.equals(item.integrity(), now.integrity()) && !matches(item, file)) {
            changed.add(name + " (its contents)");
          } else if (item.size() >= 0 && item.size() != now.size()) {
            changed.add(name + " (its size)");
          } else if (!item.needed().equals(now.needed())) {
            changed.add(name + " (what it needs)");
          }
        });
    if (!changed.isEmpty()) {
      throw new Failure(
          ExitStatus.PROBLEM.code(),
          file
              + ": not signed, as the folder has changed since it was written: "
              + String.join(", ", changed)
              + "; delete it, and graft manifest --sign writes it anew");
    }
    List<String> unlisted =
        found.libraries().keySet().stream().filter(each -> !known.contains(each)).toList();
    if (!unlisted.isEmpty()) {
      console
          .err()
          .println(
              "graft manifest: "
                  + file
                  + " does not list "
                  + String.join(", ", unlisted)
                  + ", which the folder has; nobody who trusts it gets them");
    }
  }

  /// Whether a library has the contents that a manifest says, by whatever hash that says it.
  private static boolean matches(Manifest.Item item, Path manifest) {
    Integrity integrity = item.integrity();
    try {
      return integrity != null
          && integrity.matches(Files.readAllBytes(manifest.resolveSibling(item.url())));
    } catch (IOException e) {
      return false;
    }
  }
}
