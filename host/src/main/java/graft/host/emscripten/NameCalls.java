package graft.host.emscripten;

import graft.runtime.HostFunction;
import graft.runtime.Memory;
import org.jspecify.annotations.Nullable;

/// Names of hosts. There is no network to ask: numbers and `localhost` are known, of IPv4.
final class NameCalls {
  private static final int EAI_BADFLAGS = -1;
  private static final int EAI_NONAME = -2;
  private static final int EAI_FAMILY = -6;
  private static final int EAI_SERVICE = -8;
  private static final int EAI_MEMORY = -10;
  private static final int EAI_OVERFLOW = -12;
  private static final int AF_UNSPEC = 0;
  private static final int AF_INET = 2;
  private static final int AI_PASSIVE = 1;
  private static final int AI_CANONNAME = 2;
  private static final int NI_NAMEREQD = 8;
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int IPPROTO_TCP = 6;
  private static final int IPPROTO_UDP = 17;
  private static final int LOOPBACK = 0x7f000001;
  private static final int SOCKADDR_SIZE = 16;
  private static final int ADDRINFO_SIZE = 32;

  private final Emscripten emscripten;

  NameCalls(Emscripten emscripten) {
    this.emscripten = emscripten;
  }

  /// `struct addrinfo`: flags, family, socktype, protocol, addrlen, addr, canonname, next, of 4
  /// bytes each. `hints` has the same form.
  @HostFunction
  public int getaddrinfo(int node, int service, int hints, int result) {
    Memory memory = emscripten.memory();
    int flags = hints == 0 ? 0 : memory.i32(hints);
    int family = hints == 0 ? AF_UNSPEC : memory.i32(hints + 4);
    int type = hints == 0 ? 0 : memory.i32(hints + 8);
    int protocol = hints == 0 ? 0 : memory.i32(hints + 12);
    if (node == 0 && service == 0) {
      return EAI_NONAME;
    }
    if (node == 0 && (flags & AI_CANONNAME) != 0) {
      return EAI_BADFLAGS;
    }
    if (family != AF_UNSPEC && family != AF_INET) {
      return EAI_FAMILY;
    }
    Integer port = service == 0 ? Integer.valueOf(0) : port(emscripten.string(service));
    if (port == null) {
      return EAI_SERVICE;
    }
    Integer address =
        node == 0
            ? Integer.valueOf((flags & AI_PASSIVE) != 0 ? 0 : LOOPBACK)
            : address(emscripten.string(node));
    if (address == null) {
      return EAI_NONAME;
    }
    int known = type != 0 ? type : protocol == IPPROTO_UDP ? SOCK_DGRAM : SOCK_STREAM;
    return write(
        result,
        known,
        protocol != 0 ? protocol : known == SOCK_DGRAM ? IPPROTO_UDP : IPPROTO_TCP,
        address,
        port);
  }

  private int write(int result, int type, int protocol, int address, int port) {
    int socketAddress = emscripten.calls().malloc(SOCKADDR_SIZE);
    int info = emscripten.calls().malloc(ADDRINFO_SIZE);
    if (socketAddress == 0 || info == 0) {
      return EAI_MEMORY;
    }
    Memory memory = emscripten.memory();
    memory.fill(socketAddress, SOCKADDR_SIZE, 0);
    memory.setI16(socketAddress, AF_INET);
    memory.setI16(socketAddress + 2, Short.reverseBytes((short) port));
    memory.setI32(socketAddress + 4, Integer.reverseBytes(address));
    int[] fields = {0, AF_INET, type, protocol, SOCKADDR_SIZE, socketAddress, 0, 0};
    for (int i = 0; i < fields.length; i++) {
      memory.setI32(info + 4 * i, fields[i]);
    }
    memory.setI32(result, info);
    return 0;
  }

  private static @Nullable Integer port(String text) {
    try {
      return Integer.parseUnsignedInt(text) & 0xffff;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /// The number of a dotted address or of `localhost`, or null.
  static @Nullable Integer address(String text) {
    if (text.equals("localhost")) {
      return LOOPBACK;
    }
    String[] parts = text.split("\\.", -1);
    int address = 0;
    for (String each : parts) {
      if (!each.matches("[0-9]{1,3}") || Integer.parseInt(each) > 255) {
        return null;
      }
      address = address << 8 | Integer.parseInt(each);
    }
    return parts.length == 4 ? Integer.valueOf(address) : null;
  }

  @HostFunction
  public int getnameinfo(
      int socketAddress,
      int length,
      int node,
      int nodeCapacity,
      int service,
      int serviceCapacity,
      int flags) {
    Memory memory = emscripten.memory();
    if (length < SOCKADDR_SIZE || memory.u16(socketAddress) != AF_INET) {
      return EAI_FAMILY;
    }
    if ((flags & NI_NAMEREQD) != 0) {
      return EAI_NONAME;
    }
    StringBuilder address = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      address.append(i == 0 ? "" : ".").append(memory.u8(socketAddress + 4 + i));
    }
    int port = memory.u8(socketAddress + 2) << 8 | memory.u8(socketAddress + 3);
    boolean nodeFits = fits(node, nodeCapacity, address.toString());
    boolean serviceFits = fits(service, serviceCapacity, Integer.toString(port));
    return nodeFits && serviceFits ? 0 : EAI_OVERFLOW;
  }

  private boolean fits(int buffer, int capacity, String text) {
    if (buffer == 0 || capacity == 0) {
      return true;
    }
    emscripten.writeString(buffer, capacity, text);
    return text.length() < capacity;
  }

  /// The address of a host in the network's byte order, 0 if it is not known.
  @HostFunction("_emscripten_lookup_name")
  public int lookupName(int name) {
    Integer address = address(emscripten.string(name));
    return address == null ? 0 : Integer.reverseBytes(address);
  }
}
