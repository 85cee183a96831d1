package graft.runtime;

import graft.format.FunctionType;
import graft.format.WasmModule;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Says which function a call_indirect has found that it could not call, and what both types are.
///
/// The call itself is a cast, which costs as good as nothing. What the JVM tells of one that fails
/// is class names: they say the types, and which function of which module, which its class loader
/// knows.
final class CallMismatch {
  private static final Pattern CAST =
      Pattern.compile("class (\\S+) cannot be cast to class (\\S+) \\((.*)\\)", Pattern.DOTALL);
  private static final Pattern FUNCTION =
      Pattern.compile(Pattern.quote(CodeLoader.PACKAGE) + "F(\\d+)");
  private static final Pattern LOADER = Pattern.compile("loader '.*?' @([0-9a-f]+)");

  private static final Set<CodeLoader> LOADERS =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private CallMismatch() {}

  /// Notes who knows functions.
  static void know(CodeLoader loader) {
    LOADERS.add(loader);
  }

  /// What is known of a call.
  ///
  /// @param told by the JVM; nothing where it throws all the time
  static String describe(@Nullable String told) {
    Matcher cast = CAST.matcher(told == null ? "" : told);
    FunctionType expected = cast.matches() ? type(cast.group(2)) : null;
    if (expected == null) {
      return "";
    }
    FunctionType found = type(cast.group(1));
    return ": expected "
        + expected
        + (found == null ? function(cast.group(1), cast.group(3)) : ", found " + found);
  }

  private static @Nullable FunctionType type(String className) {
    if (!className.startsWith(SignatureClasses.OWN)) {
      return null;
    }
    String letters = className.substring(SignatureClasses.OWN.length()).replaceFirst("[$/].*", "");
    return Signature.typeOfClass(SignatureClasses.PACKAGE + letters);
  }

  private static String function(String className, String where) {
    Matcher function = FUNCTION.matcher(className);
    Matcher loader = LOADER.matcher(where);
    if (!function.matches() || !loader.find()) {
      return "";
    }
    int index = Integer.parseInt(function.group(1));
    int identity = Integer.parseUnsignedInt(loader.group(1), 16);
    synchronized (LOADERS) {
      for (CodeLoader each : LOADERS) {
        if (System.identityHashCode(each) == identity) {
          WasmModule module = each.module();
          return ", found "
              + each.moduleName()
              + "!"
              + module.functionName(index)
              + " "
              + module.functionType(index);
        }
      }
    }
    return "";
  }
}
