package graft.source;

import graft.host.DownloadAnswer;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/// What fetching tells the JDK's Flight Recorder. Where nobody records there are no events: the
/// first one would initialise the whole recorder.
final class FetchEvents {
  private FetchEvents() {}

  static Note begin(FetchRequest request) {
    if (!FlightRecorder.isInitialized()) {
      return new Note(null);
    }
    Fetch event = new Fetch();
    event.begin();
    event.library = request.library();
    event.uri = request.uri().toString();
    event.requester = request.requester();
    return new Note(event);
  }

  /// What becomes of a fetch. Its end is told once, and before whoever waits for the fetch goes on:
  /// they may end the recording, or the program.
  ///
  /// @param event null if nobody records
  record Note(@Nullable Fetch event) {
    void succeeded(Fetched file) {
      if (event != null) {
        event.origin = file.origin().name();
        event.bytes = file.bytes().length;
        event.commit();
      }
    }

    void answered(DownloadAnswer answer) {
      if (event != null) {
        event.origin = "GUEST";
        event.bytes = answer.body().length;
        if (!answer.isSuccess()) {
          event.problem = answer.status() + " " + answer.statusText();
        }
        event.commit();
      }
    }

    void failed(Throwable e) {
      if (event != null) {
        event.problem = e.getMessage();
        event.commit();
      }
    }
  }

  /// A file was fetched, or not.
  @Name("graft.Fetch")
  @Label("Module Fetch")
  @Category("Graft")
  @StackTrace(false)
  static final class Fetch extends Event {
    @Label("Library")
    String library = "";

    @Label("URI")
    String uri = "";

    @Label("Requester")
    @Nullable String requester;

    @Label("Origin")
    String origin = "";

    @Label("Size")
    @DataAmount
    long bytes;

    @Label("Problem")
    @Nullable String problem;
  }
}
