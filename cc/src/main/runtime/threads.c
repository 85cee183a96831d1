/* The C++ library of the sysroot is made without threads: what is thread-local ends with the program. */
int __cxa_atexit(void (*destroy)(void *), void *object, void *library);

int __cxa_thread_atexit(void (*destroy)(void *), void *object, void *library) {
  return __cxa_atexit(destroy, object, library);
}
