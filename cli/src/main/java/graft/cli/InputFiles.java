package graft.cli;

import graft.source.Sources;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Reads files that the user has named, and says in our own words what is wrong with them.
final class InputFiles {
  private InputFiles() {}

  /// A file's contents.
  ///
  /// @param path as the user wrote it; messages show it so
  /// @throws Failure if it cannot be read
  static byte[] read(Console console, String path, ExitStatus status) {
    Path file = existing(console, path, status);
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new Failure(status.code(), describe(path, e));
    }
  }

  /// A file that exists.
  ///
  /// @throws Failure if it does not, or is a folder
  static Path existing(Console console, String path, ExitStatus status) {
    if (Sources.isAddress(path)) {
      throw new Failure(
          status.code(), path + ": expected a file, found an address (only graft run takes one)");
    }
    Path file = console.resolve(path);
    if (Files.isDirectory(file)) {
      throw new Failure(status.code(), path + ": is a directory");
    }
    if (!Files.exists(file)) {
      throw new Failure(status.code(), path + ": no such file");
    }
    return file;
  }

  /// A folder that is an operand, and exists.
  ///
  /// @throws UsageException if it does not
  static Path folder(Console console, String path) {
    Path folder = console.resolve(path);
    if (!Files.isDirectory(folder)) {
      throw new UsageException(
          path + (Files.exists(folder) ? ": is no directory" : ": no such directory"));
    }
    return folder;
  }

  /// A folder that an option names, and that exists.
  ///
  /// @throws UsageException if it does not
  static Path folder(Console console, String option, String path) {
    Path folder = console.resolve(path);
    if (!Files.isDirectory(folder)) {
      throw new UsageException(
          option
              + ": "
              + path
              + (Files.exists(folder) ? ": is no directory" : ": no such directory"));
    }
    return folder;
  }

  /// What is wrong, with the file's name in front.
  static String describe(IOException problem) {
    if (problem instanceof FileSystemException of && of.getFile() != null) {
      return describe(of.getFile(), problem);
    }
    return "graft: " + problem.getMessage();
  }

  /// What is wrong with a file that was to be written in a folder that was to be made.
  static String describeWriting(IOException problem) {
    return problem instanceof FileAlreadyExistsException of
        ? of.getFile() + ": cannot be written: is no folder"
        : describe(problem);
  }

  private static String describe(String path, IOException problem) {
    return path
        + ": "
        + switch (problem) {
          case NoSuchFileException _ -> "no such file";
          case AccessDeniedException _ -> "permission denied";
          case FileSystemException of when of.getReason() != null -> of.getReason();
          default -> "cannot be read: " + problem.getMessage();
        };
  }
}
