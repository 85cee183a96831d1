/// The dynamic loader: locate, plan, commit; scopes, the GOT, dlopen and dlsym.
@NullMarked
package graft.dl;

import org.jspecify.annotations.NullMarked;
