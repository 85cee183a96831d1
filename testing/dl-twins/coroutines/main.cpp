#include "shared.h"
#include "twin.h"
int run(void) {
  put_int(drain(squares(5)));
  Numbers cut = squares(9);
  for (int i = 0; i < 3; i++) { cut.handle.resume(); put_int(cut.handle.promise().current); }
  cut.handle.destroy();
  void *plug = dlopen("plug.so", RTLD_NOW);
  put_int(((int (*)())dlsym(plug, "plug_run"))());
  auto waits = std::coroutine_handle<Numbers::promise_type>::from_address(((void *(*)())dlsym(plug, "plug_waits"))());
  waits.resume();
  put_int(waits.promise().current);
  Later::waiting.resume();
  put_int(waits.promise().current);
  waits.resume(); put_int(waits.promise().current);
  waits.resume(); put_int(waits.done()); put_int(waits.promise().ends);
  waits.destroy();
  return 0;
}
