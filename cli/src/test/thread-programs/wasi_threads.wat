;; WASI's threads: three of them add their arguments, the main thread waits for them and prints the sum as its status.
(module
  (import "env" "memory" (memory 1 4 shared))
  (import "wasi" "thread-spawn" (func $spawn (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (global $mine (mut i32) (i32.const 5))
  (func (export "wasi_thread_start") (param $id i32) (param $argument i32)
    ;; Each thread has globals of its own: this is 5 in all.
    (global.set $mine (i32.add (global.get $mine) (local.get $argument)))
    (drop (i32.atomic.rmw.add (i32.const 16) (global.get $mine)))
    (drop (i32.atomic.rmw.add (i32.const 20) (i32.const 1)))
    (drop (memory.atomic.notify (i32.const 20) (i32.const 1))))
  (func (export "_start") (local $seen i32)
    (if (i32.le_s (call $spawn (i32.const 1)) (i32.const 0)) (then (call $exit (i32.const 99))))
    (drop (call $spawn (i32.const 10)))
    (drop (call $spawn (i32.const 20)))
    (loop $again
      (local.set $seen (i32.atomic.load (i32.const 20)))
      (if (i32.lt_s (local.get $seen) (i32.const 3))
        (then
          (drop (memory.atomic.wait32 (i32.const 20) (local.get $seen) (i64.const -1)))
          (br $again))))
    (call $exit (i32.add (i32.atomic.load (i32.const 16)) (global.get $mine)))))
