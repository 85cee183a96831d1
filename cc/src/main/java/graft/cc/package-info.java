/// `graft cc` and `graft c++`: in emcc's place, with its spellings. {@link graft.cc.CompilerDriver}
/// is where to start. An installed clang compiles, {@link graft.ld.LinkCommand} links.
///
/// `DriverLine` (the command line, along `DriverOption` and `Setting`) -> `Compilation` (objects)
/// -> `LinkLine` (the linker's arguments). `Clang`, `Sysroot` and `BundledFiles` say what there is.
@org.jspecify.annotations.NullMarked
package graft.cc;
