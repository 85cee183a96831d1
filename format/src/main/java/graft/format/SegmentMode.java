package graft.format;

/// When a segment is used: at instantiation, by instructions, or never (it only declares).
public enum SegmentMode {
  ACTIVE,
  PASSIVE,
  DECLARATIVE
}
