package graft.format;

import org.jspecify.annotations.Nullable;

/// An entry of the data section.
///
/// @param memoryIndex for active segments, else 0
/// @param start for active segments the expression that gives the first address, else null
/// @param offset of the first byte of data in the file
/// @param sizeInBytes of the data
public record DataSegment(
    SegmentMode mode, int memoryIndex, @Nullable CodeRange start, int offset, int sizeInBytes) {}
