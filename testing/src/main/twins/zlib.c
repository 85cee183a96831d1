#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

int zlib_main(void) {
  unsigned char text[20000], packed[20000], back[20000];
  for (unsigned i = 0; i < sizeof text; i++) {
    text[i] = (unsigned char)((i * i >> 5) % 23 + 'a');
  }
  uLongf length = sizeof packed, whole = sizeof back;
  if (compress2(packed, &length, text, sizeof text, 9) != Z_OK || uncompress(back, &whole, packed, length) != Z_OK) {
    return 1;
  }
  printf("zlib %s: %lu to %lu, %08lx\n", zlibVersion(), whole, length, crc32(0, back, (uInt)whole));
  return 0;
}
