#include <stdio.h>

int speak(void) {
  puts("from the side");
  printf("%d %5d|%-5d|%05d %u %x\n", 42, -42, 42, 42, 3000000000u, 255);
  printf("%s %c %.2f %lld\n", "text", 'c', 3.14159, 1LL << 40);
  return 0;
}
