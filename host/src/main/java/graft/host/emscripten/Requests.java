package graft.host.emscripten;

import graft.host.DownloadAnswer;
import graft.host.DownloadProgress;
import graft.host.DownloadRequest;
import graft.host.DownloadRequest.Header;
import graft.runtime.EventLoop;
import graft.runtime.Trap;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/// Asks servers on behalf of the guest: while it waits, or while it goes on.
final class Requests {
  private final Emscripten emscripten;

  Requests(Emscripten emscripten) {
    this.emscripten = emscripten;
  }

  /// What happens, told on the guest's thread.
  interface Events {
    /// The answer's head is here.
    ///
    /// @param total how many bytes will come, or -1 if the server does not say
    default void started(int status, String statusText, List<Header> headers, long total) {}

    /// Some more bytes are here.
    ///
    /// @param bytes the new ones if the request is streamed, else none
    /// @param sofar how many are here now
    default void received(byte[] bytes, long sofar) {}

    /// All of the answer is here.
    void done(DownloadAnswer answer);

    /// No answer will come.
    void failed(IOException problem);
  }

  /// Asks, and waits.
  void perform(DownloadRequest request, Events events) {
    DownloadAnswer answer;
    try {
      answer =
          emscripten.options().downloads().send(request, progress(request, events, Runnable::run));
    } catch (IOException e) {
      events.failed(e);
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      events.failed(new IOException(request.url() + ": interrupted", e));
      return;
    }
    events.done(answer);
  }

  /// Asks while the guest goes on; what happens is told when it has returned, or sleeps.
  EventLoop.Operation begin(DownloadRequest request, Events events) {
    EventLoop.Operation operation = emscripten.guest().eventLoop().begin();
    Thread worker =
        Thread.ofVirtual()
            .name("graft-guest-fetch")
            .unstarted(() -> operation.finish(outcome(request, events, operation)));
    operation.onCancel(worker::interrupt);
    worker.start();
    return operation;
  }

  private Runnable outcome(DownloadRequest request, Events events, EventLoop.Operation operation) {
    try {
      DownloadAnswer answer =
          emscripten
              .options()
              .downloads()
              .send(request, progress(request, events, operation::post));
      return () -> events.done(answer);
    } catch (IOException e) {
      return () -> events.failed(e);
    } catch (InterruptedException e) {
      return () -> events.failed(new IOException(request.url() + ": interrupted", e));
    } catch (Throwable e) {
      return () -> {
        throw Trap.rethrow(e);
      };
    }
  }

  /// Where events go to.
  @FunctionalInterface
  private interface Delivery {
    void deliver(Runnable event);
  }

  private static DownloadProgress progress(
      DownloadRequest request, Events events, Delivery delivery) {
    return new DownloadProgress() {
      private long sofar;

      @Override
      public void started(int status, String statusText, List<Header> headers, long total) {
        delivery.deliver(() -> events.started(status, statusText, headers, total));
      }

      @Override
      public void received(byte[] bytes, int length) {
        sofar += length;
        long now = sofar;
        byte[] piece = request.streamed() ? Arrays.copyOf(bytes, length) : new byte[0];
        delivery.deliver(() -> events.received(piece, now));
      }
    };
  }
}
