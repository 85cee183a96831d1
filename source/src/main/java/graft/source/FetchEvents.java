package graft.source;

import graft.host.DownloadAnswer;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/// What fetching tells the JDK's Flight Recorder.
final class FetchEvents {
  private FetchEvents() {}

  static Fetch begin(FetchRequest request) {
    Fetch event = new Fetch();
    event.begin();
    event.library = request.library();
    event.uri = request.uri().toString();
    event.requester = request.requester();
    return event;
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

    void succeeded(Fetched file) {
      origin = file.origin().name();
      bytes = file.bytes().length;
    }

    void answered(DownloadAnswer answer) {
      origin = "GUEST";
      bytes = answer.body().length;
      if (!answer.isSuccess()) {
        problem = answer.status() + " " + answer.statusText();
      }
    }

    void failed(FetchException e) {
      problem = e.getMessage();
    }
  }
}
