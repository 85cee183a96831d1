package graft.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What demangled names are made of, used again for each name: an average name of C++ takes some 60
/// parts and 2 KB, which the next one finds in the processor's cache. A link demangles names by the
/// ten thousand. Belongs to one thread.
final class NameParts {
  /// What an extraordinary name took beyond that is given back.
  private static final int KEPT = 1 << 12;

  private @Nullable NameText[] texts = new @Nullable NameText[64];
  private @Nullable MangledNode[] nodes = new @Nullable MangledNode[32];
  private final List<MangledNode> substitutions = new ArrayList<>();
  private int textCount;
  private int nodeCount;

  /// Begins a name: no part of the one before is in use any more.
  void reset() {
    if (texts.length > KEPT || nodes.length > KEPT) {
      texts = Arrays.copyOf(texts, 64);
      nodes = Arrays.copyOf(nodes, 32);
    }
    substitutions.clear();
    textCount = 0;
    nodeCount = 0;
  }

  NameText text() {
    if (textCount == texts.length) {
      texts = Arrays.copyOf(texts, textCount * 2);
    }
    NameText text = texts[textCount];
    if (text == null) {
      text = new NameText(this);
      texts[textCount] = text;
    }
    textCount++;
    return text;
  }

  MangledNode node() {
    if (nodeCount == nodes.length) {
      nodes = Arrays.copyOf(nodes, nodeCount * 2);
    }
    MangledNode node = nodes[nodeCount];
    if (node == null) {
      node = new MangledNode();
      nodes[nodeCount] = node;
    }
    nodeCount++;
    return node;
  }

  /// The list of what later parts of the name may refer to.
  List<MangledNode> substitutions() {
    return substitutions;
  }
}
