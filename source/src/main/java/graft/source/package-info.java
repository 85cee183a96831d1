/// Where modules come from, when they are not simply files: HTTP, manifests, bundles, resources.
/// Each is a {@link graft.dl.ModuleSource}; the loader asks them for libraries by name and knows
/// nothing of what is behind.
///
/// ```java
/// try (Fetcher fetcher = Fetcher.builder().cache(DiskCache.in(Path.of("cache"))).build();
///     GuestProcess process =
///         GuestProcess.builder()
///             .main(Path.of("app.wasm"))
///             .librarySource(Sources.http(URI.create("https://example.org/libs/"), fetcher))
///             .load()) {
///   process.open("plugin.so"); // fetched now: the thread waits, and nothing else does
/// }
/// ```
///
/// Start at {@link graft.source.Sources} and {@link graft.source.Fetcher}.
@NullMarked
package graft.source;

import org.jspecify.annotations.NullMarked;
