package graft.dl;

import java.util.Set;
import java.util.TreeSet;

/// The functions that the loader itself supplies to guests, beside those of hosts: `dlopen` and its
/// kin, registration of what runs at the end, threads.
public final class LoaderFunctions {
  private LoaderFunctions() {}

  /// Their names in module `env`, sorted.
  public static Set<String> names() {
    Set<String> names = new TreeSet<>(DlfcnFunctions.NAMES);
    names.addAll(LinkMapFunctions.NAMES);
    names.addAll(EmscriptenFunctions.NAMES);
    names.addAll(ExitRegistration.NAMES);
    names.addAll(PthreadFunctions.NAMES);
    return names;
  }
}
