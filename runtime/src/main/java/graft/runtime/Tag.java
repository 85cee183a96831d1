package graft.runtime;

import graft.format.TagType;

/// An exception tag; two tags are the same only if they are the same object.
public final class Tag implements Extern {
  private final TagType type;

  /// @param type what exceptions of this tag carry
  public Tag(TagType type) {
    this.type = type;
  }

  @Override
  public TagType type() {
    return type;
  }
}
