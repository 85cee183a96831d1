(* A stack: modules, functors, variants, pattern matching. *)
module type ORDERED = sig
  type t
  val compare : t -> t -> int
  exception Empty of string
end

type 'a tree = Leaf | Node of { left : 'a tree; value : 'a; right : 'a tree }
and color = [ `Red | `Blue of int ]

module Make (O : ORDERED) = struct
  type elt = O.t
  let rec insert x = function
    | Leaf -> Node { left = Leaf; value = x; right = Leaf }
    | Node ({ value; _ } as n) when O.compare x value < 0 -> Node { n with left = insert x n.left }
    | Node n -> Node { n with right = insert x n.right }
  let ( >>= ) o f = match o with None -> None | Some v -> f v
end

class counter init = object (self)
  val mutable n = init
  method incr ?(by = 1) () = n <- n + by; self#get
  method get : int = n
end

let () =
  let open List in
  let xs = [1; 0x1f; 3] @ [ 4 ] in
  let total = fold_left (+) 0 xs in
  (try if total > 3 then raise Not_found else () with Not_found | Failure _ -> ());
  for i = 0 to 3 do Printf.printf "%d %s\n" i "grün – é" done;
  while false do () done;
  let arr = [| 1.5; 2e-3 |] and f ~label:l = l ^ "x" in
  ignore (arr.(0), f ~label:"y", 'c', lazy (fun x -> x))
