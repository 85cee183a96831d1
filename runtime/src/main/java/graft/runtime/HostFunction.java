package graft.runtime;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A public Java method that guests can import. Parameters and result are `int`, `long`, `float`,
/// `double` or references; several methods may have the same name for guests if their types differ:
/// the import's type decides (older compilers pass an i64 as two i32).
///
/// A method may return a {@link java.util.concurrent.CompletionStage} of `Integer`, `Long`,
/// `Float`, `Double` or `Void` instead: the guest waits for it, and gets what it gives, or what it
/// fails with. If the guest runs on a virtual thread, that holds no platform thread.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface HostFunction {
  /// First half of the import's name; empty for what the class's {@link HostModule} says.
  String module() default "";

  /// Second half of the import's name; empty for the name of the method.
  String value() default "";
}
