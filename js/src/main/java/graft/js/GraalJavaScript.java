package graft.js;

import graft.host.HostOptions;
import graft.host.JavaScript;
import graft.runtime.Guest;
import graft.runtime.HostSymbols;
import org.graalvm.polyglot.Engine;

/// Runs the JavaScript of guests on GraalJS: on any JVM by its interpreter; where Graal's compiler
/// is there, compiled.
///
/// Every guest process has a context of its own, which is closed with the process. The code sees
/// the guest's memory, functions, files and streams, and fetches what {@link HostOptions#downloads}
/// gives; it has no access to Java, to threads, or to the machine.
///
/// GraalJS uses what JDK 25 warns about. These options of the JVM keep it quiet:
/// `--sun-misc-unsafe-memory-access=allow`, and `--enable-native-access=org.graalvm.truffle` or, on
/// the class path, `--enable-native-access=ALL-UNNAMED`.
public final class GraalJavaScript implements JavaScript {
  /// Made when the first guest needs it; texts are parsed once for all guests.
  private static final class Shared {
    static final Engine ENGINE =
        Engine.newBuilder("js").option("engine.WarnInterpreterOnly", "false").build();
  }

  /// For {@link java.util.ServiceLoader}.
  public GraalJavaScript() {}

  @Override
  public HostSymbols functions(Guest guest, HostOptions options) {
    ScriptRealm realm = new ScriptRealm(Shared.ENGINE, guest, options);
    guest.onClose(realm::close);
    return new ScriptFunctions(realm, guest, options);
  }
}
