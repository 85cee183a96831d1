/// The dynamic loader: one main module, the libraries that it needs, and those that are opened
/// while it runs, linked into one guest process.
///
/// ```java
/// try (GuestProcess process =
///     GuestProcess.builder().main(Path.of("app.wasm")).host(environment).load()) {
///   int status = process.run(List.of("app.wasm"));
///   Library plugin = process.open("plugin.so");
///   int answer = (Integer) plugin.function("answer").invoke();
/// }
/// ```
///
/// Start at {@link graft.dl.GuestProcess}. Loading has two halves: a {@code LoadPlan} says where
/// everything will be and what every import means, without touching the process; committing it
/// either succeeds or leaves the process as it was.
@NullMarked
package graft.dl;

import org.jspecify.annotations.NullMarked;
