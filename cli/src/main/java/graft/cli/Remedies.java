package graft.cli;

import graft.dl.LibraryNotFoundException;
import graft.source.FetchException;
import graft.source.OriginRefusedException;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What to do about a library, or whatever else, that could not be had. That depends on why.
final class Remedies {
  private static final String ELSEWHERE =
      "--lib-path DIR or --source PLACE names another place to look in";

  private static final String SIGNED =
      "with --trust, libraries come from signed manifests only: graft manifest --sign KEY DIR lists"
          + " them, --source DIR names it";

  private final boolean offline;
  private final boolean trusting;

  Remedies(Arguments arguments) {
    this.offline = RemotePlaces.isOffline(arguments);
    this.trusting = RemotePlaces.isTrusting(arguments);
  }

  /// Lines to put behind a message, each with a newline in front; none if the message says it all.
  String after(@Nullable Throwable problem) {
    StringBuilder lines = new StringBuilder();
    of(problem).forEach(each -> lines.append("\ngraft: ").append(each));
    return lines.toString();
  }

  private Set<String> of(@Nullable Throwable problem) {
    Set<String> remedies = new LinkedHashSet<>();
    if (problem instanceof LibraryNotFoundException missing) {
      // What went wrong at the places where it might be.
      List<Throwable> reasons = List.of(missing.getSuppressed());
      reasons.stream().flatMap(this::fetching).forEach(remedies::add);
      if (reasons.stream().allMatch(Remedies::isAbsence)) {
        remedies.add(trusting ? SIGNED : ELSEWHERE);
      }
    } else if (problem != null) {
      fetching(problem).forEach(remedies::add);
    }
    return remedies;
  }

  /// Whether a place has said that it has no such file.
  private static boolean isAbsence(Throwable problem) {
    return problem instanceof FetchException e && (e.status() == 404 || e.status() == 410);
  }

  private Stream<String> fetching(Throwable problem) {
    for (Throwable each = problem; each != null; each = each.getCause()) {
      if (each instanceof OriginRefusedException refused) {
        return Stream.of(
            "--allow-origin " + shortest(refused.origin()) + " lets that server be asked, too");
      }
    }
    String remedy = problem instanceof FetchException e ? fetching(e) : "";
    return remedy.isEmpty() ? Stream.of() : Stream.of(remedy);
  }

  private String fetching(FetchException problem) {
    if (offline) {
      return "without --offline the server is asked";
    }
    int status = problem.status();
    return switch (status) {
      // What was tried again is what may work another time.
      case 0 ->
          problem.attempts() > 1
              ? String.valueOf(problem.getMessage()).contains(": connection lost")
                  ? server(problem.uri()) + " broke off its answer; try again later"
                  : "is " + server(problem.uri()) + " up, and can it be reached from here?"
              : "";
      case 200 ->
          "if what "
              + server(problem.uri())
              + " sends is right, its manifest is out of date (graft"
              + " manifest writes it anew); if not, the address may be wrong";
      case 401, 403, 407 ->
          "the server gives it to nobody without credentials, which this command does not send; from"
              + " Java, FetcherBuilder.authentication does";
      case 404, 410 -> "";
      default ->
          status == 408 || status == 429 || status >= 500
              ? server(problem.uri()) + " has a problem of its own; try again later"
              : "";
    };
  }

  /// Without the port that everybody means.
  private static String shortest(String origin) {
    return origin.replaceFirst("^(http://.*):80$|^(https://.*):443$", "$1$2");
  }

  private static String server(URI uri) {
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }
}
