/// JavaScript that is written inside of C: `EM_ASM`, `EM_JS`, `EM_ASYNC_JS`,
/// `emscripten_run_script`.
///
/// Nobody calls this module: where it is on the class path or module path, {@link
/// graft.host.EmscriptenHost} finds it when a guest first calls such a function. Begin with {@link
/// graft.js.GraalJavaScript}.
package graft.js;
