;; The parameter of a loop is what a branch brings, not only what was there when the loop began.
(module (memory 1) (data (i32.const 0) "\01\02\03\04\05\06\07\08\09\0a\0b\0c\0d\0e\0f")
 (func (export "f") (param $next i32) (result i32) (local $n i32)
   i32.const 4
   loop (param i32) (result i32)
     i32.load offset=8
     local.get $n
     if (param i32) (result i32)
       return
     end
     drop
     i32.const 1 local.set $n
     local.get $next
     br 0
   end)
 (func (export "g") (param $p i32) (param $next i32) (result i32) (local $n i32)
   local.get $p
   loop (param i32) (result i32)
     local.get $p i32.load drop
     i32.load offset=8
     local.get $n
     if (param i32) (result i32)
       return
     end
     drop
     i32.const 1 local.set $n
     local.get $next
     br 0
   end)
 (func (export "s") (param $next i32) (result i32) (local $n i32)
   i32.const 4
   loop (param i32)
     i32.const 77
     i32.store offset=8
     local.get $n
     if
       i32.const 0 i32.load return
     end
     i32.const 1 local.set $n
     local.get $next
     br 0
   end
   i32.const 0)
)
(assert_trap (invoke "f" (i32.const -8)) "out of bounds memory access")
(assert_return (invoke "f" (i32.const 0)) (i32.const 0x0c0b0a09))
(assert_trap (invoke "g" (i32.const 4) (i32.const -8)) "out of bounds memory access")
(assert_trap (invoke "s" (i32.const -8)) "out of bounds memory access")
(assert_return (invoke "s" (i32.const 8)) (i32.const 0x04030201))
