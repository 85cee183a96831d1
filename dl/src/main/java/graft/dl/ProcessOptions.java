package graft.dl;

import graft.compiler.CodeCache;
import graft.runtime.Guest;
import graft.runtime.HostSymbols;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a {@link GuestProcessBuilder} was told.
///
/// @param stackSize in bytes, or 0 for a default that suits the main module
record ProcessOptions(
    LibrarySearch search,
    List<Function<? super Guest, ? extends HostSymbols>> hosts,
    List<Function<? super Guest, ? extends HostSymbols>> interposed,
    ConstructorOrder constructorOrder,
    boolean strict,
    boolean autoload,
    Set<String> builtIn,
    boolean interruptible,
    int memoryLimit,
    int stackSize,
    @Nullable CodeCache codeCache,
    @Nullable LoadTrace trace,
    Set<LoadTrace.Topic> topics) {
  ProcessOptions {
    hosts = List.copyOf(hosts);
    interposed = List.copyOf(interposed);
    builtIn = Set.copyOf(builtIn);
    topics = topics.isEmpty() ? Set.of() : EnumSet.copyOf(topics);
  }
}
