package graft.host.emscripten;

import graft.runtime.Func;
import graft.runtime.HostFunction;
import graft.runtime.Memory;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `netdb.h`'s old functions: hosts by name and address, as far as {@link NameCalls} knows them,
/// and protocols. What they give stays in memory; of the protocols there is one copy.
final class NetworkDatabase {
  private static final int AF_INET = 2;
  private static final int HOST_NOT_FOUND = 1;
  private static final int ERANGE = 68;

  /// `struct hostent`: name, aliases, type and length of addresses, addresses; 4 bytes each.
  private static final int HOSTENT_SIZE = 20;

  /// `struct protoent`: name, aliases, number; 4 bytes each.
  private static final int PROTOENT_SIZE = 12;

  /// A protocol; its alias is its name in capitals.
  private record Protocol(String name, int number) {}

  private static final List<Protocol> PROTOCOLS =
      List.of(new Protocol("tcp", 6), new Protocol("udp", 17));

  private final Emscripten emscripten;
  private final Map<Protocol, Integer> protocolEntries = new HashMap<>();
  private int nextProtocol;

  NetworkDatabase(Emscripten emscripten) {
    this.emscripten = emscripten;
  }

  /// `struct hostent *gethostbyname(const char *name)`
  @HostFunction
  public int gethostbyname(int name) {
    String text = emscripten.string(name);
    Integer address = NameCalls.address(text);
    return address == null ? notFound() : hostent(text, address);
  }

  /// `struct hostent *gethostbyaddr(const void *address, socklen_t length, int type)`
  @HostFunction
  public int gethostbyaddr(int address, int length, int type) {
    if (type != AF_INET || length != 4) {
      return notFound();
    }
    Memory memory = emscripten.memory();
    String text =
        memory.u8(address)
            + "."
            + memory.u8(address + 1)
            + "."
            + memory.u8(address + 2)
            + "."
            + memory.u8(address + 3);
    return hostent(text, Integer.reverseBytes(memory.i32(address)));
  }

  /// `int gethostbyname_r(const char *name, struct hostent *entry, char *buffer, size_t capacity,
  /// struct hostent **result, int *error)`
  @HostFunction("gethostbyname_r")
  public int getHostByNameAgain(
      int name, int entry, int buffer, int capacity, int result, int error) {
    String text = emscripten.string(name);
    Integer address = NameCalls.address(text);
    Memory memory = emscripten.memory();
    memory.setI32(result, 0);
    if (address == null) {
      memory.setI32(error, HOST_NOT_FOUND);
      return 0;
    }
    int start = buffer + 3 & -4;
    int wanted = start - buffer + sizeOfNames(text);
    if (Integer.compareUnsigned(capacity, wanted) < 0) {
      return ERANGE;
    }
    write(entry, start, text, address);
    memory.setI32(result, entry);
    memory.setI32(error, 0);
    return 0;
  }

  private int notFound() {
    Func location = emscripten.calls().find("__h_errno_location");
    if (location != null) {
      emscripten.memory().setI32(GuestCalls.call(location), HOST_NOT_FOUND);
    }
    return 0;
  }

  private int hostent(String name, int address) {
    int entry = emscripten.calls().malloc(HOSTENT_SIZE + sizeOfNames(name));
    if (entry != 0) {
      write(entry, entry + HOSTENT_SIZE, name, address);
    }
    return entry;
  }

  /// The list of aliases, that of addresses, the address, the name.
  private static int sizeOfNames(String name) {
    return 4 + 8 + 4 + name.getBytes(StandardCharsets.UTF_8).length + 1;
  }

  private void write(int entry, int lists, String name, int address) {
    Memory memory = emscripten.memory();
    memory.setI32(lists, 0);
    memory.setI32(lists + 4, lists + 12);
    memory.setI32(lists + 8, 0);
    memory.setI32(lists + 12, Integer.reverseBytes(address));
    memory.write(lists + 16, (name + "\0").getBytes(StandardCharsets.UTF_8));
    int[] fields = {lists + 16, lists, AF_INET, 4, lists + 4};
    for (int i = 0; i < fields.length; i++) {
      memory.setI32(entry + 4 * i, fields[i]);
    }
  }

  /// `struct protoent *getprotobyname(const char *name)`
  @HostFunction
  public int getprotobyname(int name) {
    String text = emscripten.string(name);
    return entryOf(
        PROTOCOLS.stream()
            .filter(each -> each.name.equalsIgnoreCase(text))
            .findFirst()
            .orElse(null));
  }

  /// `struct protoent *getprotobynumber(int number)`
  @HostFunction
  public int getprotobynumber(int number) {
    return entryOf(
        PROTOCOLS.stream().filter(each -> each.number == number).findFirst().orElse(null));
  }

  /// `struct protoent *getprotoent(void)`: one after the other, then null.
  @HostFunction
  public int getprotoent() {
    return nextProtocol < PROTOCOLS.size() ? entryOf(PROTOCOLS.get(nextProtocol++)) : 0;
  }

  @HostFunction
  public void setprotoent(int stayOpen) {
    nextProtocol = 0;
  }

  @HostFunction
  public void endprotoent() {
    nextProtocol = 0;
  }

  private int entryOf(@Nullable Protocol protocol) {
    if (protocol == null) {
      return 0;
    }
    Integer known = protocolEntries.get(protocol);
    if (known != null) {
      return known;
    }
    int entry = emscripten.calls().malloc(PROTOENT_SIZE + 8 + 8);
    if (entry != 0) {
      Memory memory = emscripten.memory();
      int aliases = entry + PROTOENT_SIZE;
      int names = aliases + 8;
      memory.setI32(entry, names);
      memory.setI32(entry + 4, aliases);
      memory.setI32(entry + 8, protocol.number);
      memory.setI32(aliases, names + 4);
      memory.setI32(aliases + 4, 0);
      String both = protocol.name + "\0" + protocol.name.toUpperCase(Locale.ROOT) + "\0";
      memory.write(names, both.getBytes(StandardCharsets.US_ASCII));
      protocolEntries.put(protocol, entry);
    }
    return entry;
  }
}
