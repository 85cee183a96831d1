package graft.format;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A section as it stands in a file.
///
/// @param id the section's number, 0 for custom sections
/// @param name a custom section's name, or the usual word for the others (`code`)
/// @param offset of the first byte of its contents (behind a custom section's name)
/// @param end offset behind its last byte
/// @param headerOffset of its id byte
public record Section(int id, String name, int offset, int end, int headerOffset) {
  /// How many bytes its contents take.
  public int sizeInBytes() {
    return end - offset;
  }

  /// The first custom section with the given name, or null.
  static @Nullable Section custom(List<Section> sections, String name) {
    for (Section section : sections) {
      if (section.id == 0 && section.name.equals(name)) {
        return section;
      }
    }
    return null;
  }
}
