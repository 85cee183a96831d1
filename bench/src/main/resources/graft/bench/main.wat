;; Loops that do little but call: each export takes how often.
(module
  (type $t (func (param i32 i32) (result i32)))
  (import "env" "add" (func $add (type $t)))
  (import "env" "table" (table 10 funcref))
  (func $own (type $t)
    (i32.add (local.get 0) (i32.mul (local.get 1) (i32.const 31))))
  (func (export "within") (param $n i32) (result i32) (local $s i32)
    (loop $l
      (local.set $s (call $own (local.get $s) (local.get $n)))
      (br_if $l (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $s))
  (func (export "across") (param $n i32) (result i32) (local $s i32)
    (loop $l
      (local.set $s (call $add (local.get $s) (local.get $n)))
      (br_if $l (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $s))
  (func (export "indirect1") (param $n i32) (result i32) (local $s i32)
    (loop $l
      (local.set $s (call_indirect (type $t) (local.get $s) (local.get $n) (i32.const 3)))
      (br_if $l (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $s))
  (func (export "indirect3") (param $n i32) (result i32) (local $s i32) (local $slot i32)
    (local.set $slot (i32.const 3))
    (loop $l
      (local.set $s (call_indirect (type $t) (local.get $s) (local.get $n) (local.get $slot)))
      (local.set $slot
        (select (i32.const 3) (i32.add (local.get $slot) (i32.const 1)) (i32.eq (local.get $slot) (i32.const 5))))
      (br_if $l (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $s)))
