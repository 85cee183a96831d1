package graft.runtime;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The first half of the names of all {@link HostFunction}s of a class; `env` where it is missing.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface HostModule {
  /// First half of the imports' names: `wasi_snapshot_preview1`.
  String value();
}
