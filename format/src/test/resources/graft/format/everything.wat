(module
  ;; dylink.0: memory 1000 bytes aligned to 2^4, table 200 slots aligned to 2^0
  ;;   needs "liba.so"
  ;;   needs "libb.so"
  ;;   looks in "$ORIGIN/lib"
  ;;   export "run" flags 0x100
  ;;   import "env" "f" flags 0x1
  (type (;0;) (func))
  (type (;1;) (func (param i32 i64) (result f32)))
  (type (;2;) (func (param i32)))
  (type (;3;) (func (result i32 i32)))
  (import "env" "f" (func $f (;0;) (type 2)))
  (import "env" "t" (table (;0;) 1 2 funcref))
  (import "env" "m" (memory (;0;) 1 2 shared))
  (import "env" "g" (global $g (;0;) (mut i32)))
  (import "env" "e" (tag (;0;) (type 2) (param i32)))
  (import "GOT.mem" "x" (global $GOT.mem.x (;1;) (mut i32)))
  (func $run (;1;) (type 0)
    try  ;; label = @1
      i32.const 7
      throw 1
    catch 0
      call $f
    catch_all
      rethrow 0
    end
    i32.const 0
    v128.load
    i32.const 1
    i8x16.splat
    i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 31
    drop
  )
  (func $named_two (;2;) (type 1) (param i32) (param $count i64) (result f32)
    (local i32 i32)
    (local i64 i64 i64)
    block  ;; label = @1
      loop  ;; label = @2
        local.get 0
        br_table 0 1 0
      end
    end
    i64.const 8
    i64.load 1 offset=16
    local.set 4
    local.get 0
    if (result f32)  ;; label = @1
      f32.const nan:0x400000
    else
      f32.const 0x1.0p0
    end
  )
  (table (;1;) 3 externref)
  (memory (;1;) i64 0 16)
  (tag (;1;) (type 2) (param i32))
  (global $answer (;2;) i32 i32.const 20 i32.const 22 i32.add)
  (global $g3 (;3;) (mut funcref) (ref.func $run))
  (export "run" (func $run))
  (export "memory" (memory 0))
  (export "gr\c3\b6\c3\9fe" (global $answer))
  (start $run)
  (elem (;0;) (i32.const 0) func $f $run)
  (elem (;1;) func $named_two)
  (elem (;2;) (i32.const 0) func $named_two)
  (elem (;3;) declare func $named_two)
  (elem (;4;) (i32.const 0) funcref (ref.func $named_two) (ref.null func))
  (elem (;5;) funcref (ref.null func))
  (elem (;6;) (table 1) (i32.const 0) externref (ref.null extern))
  (elem (;7;) declare funcref (ref.null func))
  (data (;0;) (i32.const 16) "hello")
  (data (;1;) "passive")
  (data (;2;) (memory 1) (i64.const 0) "\22quoted\22\0a")
  ;; custom section "dylink.0", 75 bytes at offset 0x13
  ;; custom section "name", 46 bytes at offset 0x1be
  ;; custom section "producers", 51 bytes at offset 0x1f8
  ;; custom section "target_features", 13 bytes at offset 0x23d
)
