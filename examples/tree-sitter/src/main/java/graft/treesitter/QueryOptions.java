package graft.treesitter;

/// Where a query looks, and how much it keeps in mind.
///
/// @param startIndex matches must reach behind this index
/// @param endIndex matches must begin before this index; 0 for the end of the text
/// @param start matches must reach behind this position
/// @param end matches must begin before this position; {@link Point#ZERO} for the end of the text
/// @param matchLimit how many unfinished matches are followed at once, at most
/// @param maxStartDepth how far below the node matches may begin
public record QueryOptions(
    int startIndex, int endIndex, Point start, Point end, int matchLimit, int maxStartDepth) {

  /// Everywhere, without limits.
  public static final QueryOptions DEFAULT = new QueryOptions(0, 0, Point.ZERO, Point.ZERO, -1, -1);

  /// The same between two indices. The main module of 0.20.8 looks everywhere.
  public QueryOptions between(int startIndex, int endIndex) {
    return new QueryOptions(startIndex, endIndex, start, end, matchLimit, maxStartDepth);
  }

  /// The same between two positions.
  public QueryOptions between(Point start, Point end) {
    return new QueryOptions(startIndex, endIndex, start, end, matchLimit, maxStartDepth);
  }
}
