package graft.source;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpHeaders;
import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// Reads the body of an answer: unpacks it, and stops as soon as it is larger than allowed.
final class BodyReader {
  private static final int BUFFER = 1 << 16;
  private final long maxBytes;
  private final LongConsumer progress;
  private final @Nullable Pieces pieces;
  private long received;

  /// Takes a body piece by piece.
  @FunctionalInterface
  interface Pieces {
    /// The first bytes of an array are new.
    void take(byte[] bytes, int length);
  }

  /// @param maxBytes of the body as sent and as unpacked
  /// @param progress is told how many bytes have been received
  BodyReader(long maxBytes, LongConsumer progress) {
    this(maxBytes, progress, null);
  }

  /// @param pieces gets the unpacked body, which is not kept then; or null
  BodyReader(long maxBytes, LongConsumer progress, @Nullable Pieces pieces) {
    this.maxBytes = maxBytes;
    this.progress = progress;
    this.pieces = pieces;
  }

  /// All of the body.
  ///
  /// @throws AttemptFailure if it is too large, cut off or damaged
  /// @throws InterruptedException if the thread is interrupted
  byte[] read(InputStream body, HttpHeaders headers) throws AttemptFailure, InterruptedException {
    long announced = headers.firstValueAsLong("content-length").orElse(-1);
    if (announced > maxBytes) {
      throw tooLarge(announced + " bytes");
    }
    String encoding =
        headers.firstValue("content-encoding").orElse("identity").toLowerCase(Locale.ROOT);
    try (InputStream counted = new Counted(body)) {
      byte[] bytes =
          switch (encoding) {
            case "identity", "" -> drain(counted);
            case "gzip", "x-gzip" -> drain(new GZIPInputStream(counted, BUFFER));
            default -> throw AttemptFailure.last(200, "unknown content encoding " + encoding);
          };
      counted.transferTo(OutputStream.nullOutputStream());
      return bytes;
    } catch (TooLarge e) {
      throw tooLarge("more");
    } catch (ZipException e) {
      throw AttemptFailure.last(200, "damaged gzip: " + e.getMessage());
    } catch (EOFException e) {
      throw AttemptFailure.again(cutOff(announced), e);
    } catch (IOException e) {
      if (e.getCause() instanceof InterruptedException || Thread.currentThread().isInterrupted()) {
        boolean _ = Thread.interrupted();
        throw new InterruptedException("interrupted after " + received + " bytes");
      }
      throw AttemptFailure.again(cutOff(announced) + ": " + e.getMessage(), e);
    }
  }

  private String cutOff(long announced) {
    return "cut off after " + received + " bytes" + (announced < 0 ? "" : " of " + announced);
  }

  private AttemptFailure tooLarge(String found) {
    return AttemptFailure.last(200, "expected at most " + maxBytes + " bytes, found " + found);
  }

  private byte[] drain(InputStream in) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER];
    long unpacked = 0;
    while (true) {
      int n = in.read(buffer);
      if (n < 0) {
        return out.toByteArray();
      }
      unpacked += n;
      if (unpacked > maxBytes) {
        throw new TooLarge();
      }
      if (pieces == null) {
        out.write(buffer, 0, n);
      } else {
        pieces.take(buffer, n);
      }
    }
  }

  /// The body is larger than allowed.
  private static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private final class Counted extends FilterInputStream {
    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = super.read(buffer, offset, length);
      if (n > 0) {
        received += n;
        if (received > maxBytes) {
          throw new TooLarge();
        }
        progress.accept(received);
      }
      return n;
    }
  }
}
