;; The label of an empty handler and that of the end lie at one offset, but not all variables of the
;; first live at the second: two frames for the JVM's verifier.
(module
  (tag)
  (func $f)
  (func (export "try") (param i32)
    (try (do (call $f)) (catch 0 (br_if 1 (local.get 0))) (catch_all))))
(assert_return (invoke "try" (i32.const 0)))
