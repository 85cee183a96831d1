package graft.bench;

import graft.ld.LinkResult;
import graft.ld.Linker;
import java.util.List;

/// Links again and again in one JVM. Arguments: a name, repetitions, then the linker's.
final class LinkerProcess {
  private LinkerProcess() {}

  public static void main(String[] args) {
    List<String> words = List.of(args);
    for (int i = 0; i < Integer.parseInt(args[1]); i++) {
      long start = System.nanoTime();
      LinkResult result = Linker.link(words.subList(2, words.size()), List.of());
      double time = (System.nanoTime() - start) / 1e6;
      int size = result.output().map(bytes -> bytes.length).orElse(-1);
      System.out.println(args[0] + " " + size + " " + time);
    }
  }
}
