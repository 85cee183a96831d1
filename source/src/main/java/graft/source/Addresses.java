package graft.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Makes addresses out of names.
final class Addresses {
  private Addresses() {}

  /// An address with a slash at the end of its path, so that names can be put behind it.
  ///
  /// @throws IllegalArgumentException if it is not one of HTTP, or has a query
  static URI folder(URI uri) {
    Origins.of(uri);
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "expected no ? and no # in the address of a folder: " + uri);
    }
    return uri.toString().endsWith("/") ? uri : URI.create(uri + "/");
  }

  /// The address of a path below a folder.
  ///
  /// @return null if it cannot be one
  static @Nullable URI below(URI folder, String path) {
    try {
      return folder
          .resolve(new URI(null, null, path.startsWith(".") ? path : "./" + path, null))
          .normalize();
    } catch (URISyntaxException e) {
      return null;
    }
  }

  /// Whether a name stays in the folder that it is put behind.
  static boolean isContained(String name) {
    return !name.isEmpty()
        && !name.startsWith("/")
        && name.indexOf('\\') < 0
        && name.indexOf('\0') < 0
        && !name.matches("[A-Za-z][A-Za-z0-9+.-]*:.*")
        && Arrays.stream(name.split("/", -1))
            .noneMatch(part -> part.equals("..") || part.isEmpty());
  }
}
