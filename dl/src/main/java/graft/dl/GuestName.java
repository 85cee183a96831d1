package graft.dl;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Says which symbol a method of an interface stands for, where that is not the method's own name:
/// see {@link Library#as}.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface GuestName {
  /// The symbol, such as `geo_area`, or C++ as it was written: `geo::area(geo::Circle const&)`.
  String value();
}
