/// What a guest calls outside of itself: WASI preview 1 ({@link WasiHost}) and the JavaScript side
/// of Emscripten ({@link EmscriptenHost}), over the files of module `graft.vfs`.
///
/// ```java
/// HostOptions options =
///     HostOptions.builder()
///         .files(EmscriptenHost.files().inheritStandardStreams().build())
///         .build();
/// GuestProcess.builder().main(file).host(guest -> EmscriptenHost.of(guest, options)).load();
/// ```
@NullMarked
package graft.host;

import org.jspecify.annotations.NullMarked;
