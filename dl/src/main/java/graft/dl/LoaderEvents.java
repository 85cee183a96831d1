package graft.dl;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/// What the loader tells the JDK's Flight Recorder. Where nobody records there are no events: the
/// first one of its class costs as much as a small program's whole start.
final class LoaderEvents {
  private LoaderEvents() {}

  static @Nullable Load load(String library) {
    if (!FlightRecorder.isInitialized()) {
      return null;
    }
    Load event = new Load();
    event.begin();
    event.library = library;
    return event;
  }

  static @Nullable Prepare prepare(String module, long bytes) {
    if (!FlightRecorder.isInitialized()) {
      return null;
    }
    Prepare event = new Prepare();
    event.begin();
    event.module = module;
    event.bytes = bytes;
    return event;
  }

  static void unload(String library) {
    if (FlightRecorder.isInitialized()) {
      Unload event = new Unload();
      event.library = library;
      event.commit();
    }
  }

  static @Nullable Bind bind(String requester, String symbol) {
    if (!FlightRecorder.isInitialized()) {
      return null;
    }
    Bind event = new Bind();
    event.begin();
    event.requester = requester;
    event.symbol = symbol;
    return event;
  }

  // One for each class: where an event is passed as an Event, the verifier has to load both
  // classes,
  // which no archive of the JVM contains.

  /// Ends an event, if there is one.
  static void commit(@Nullable Load event) {
    if (event != null) {
      event.commit();
    }
  }

  /// Ends an event, if there is one.
  static void commit(@Nullable Prepare event) {
    if (event != null) {
      event.commit();
    }
  }

  /// Ends an event, if there is one.
  static void commit(@Nullable Bind event) {
    if (event != null) {
      event.commit();
    }
  }

  /// A library and what it needs have been loaded, or not.
  @Name("graft.Load")
  @Label("Library Load")
  @Description("A library was loaded with what it needs")
  @Category("Graft")
  static final class Load extends Event {
    @Label("Library")
    String library = "";

    @Label("Libraries")
    @Description("How many libraries were loaded with it, itself included")
    int libraries;

    @Label("Size")
    @DataAmount
    long bytes;

    @Label("Success")
    boolean success;
  }

  /// A module has been validated and prepared, which happens once for all processes.
  @Name("graft.Prepare")
  @Label("Module Preparation")
  @Description("A module was validated and made ready to be translated")
  @Category("Graft")
  static final class Prepare extends Event {
    @Label("Module")
    String module = "";

    @Label("Size")
    @DataAmount
    long bytes;
  }

  /// A library has been unloaded.
  @Name("graft.Unload")
  @Label("Library Unload")
  @Category("Graft")
  @StackTrace(false)
  static final class Unload extends Event {
    @Label("Library")
    String library = "";
  }

  /// A function was bound at its first call.
  @Name("graft.Bind")
  @Label("Lazy Binding")
  @Category("Graft")
  static final class Bind extends Event {
    @Label("Requester")
    String requester = "";

    @Label("Symbol")
    String symbol = "";

    @Label("Success")
    boolean success;
  }
}
