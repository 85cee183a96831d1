(** The interface of a stack – für alle. *)
type +'a t

exception Empty

val empty : 'a t
val push : 'a -> 'a t -> 'a t
val fold : ?reverse:bool -> f:('a -> 'b -> 'a) -> 'a -> 'b t -> 'a
external size : 'a t -> int = "stack_size" [@@noalloc]

module Map (K : sig type t end) : sig
  type 'v map = (K.t * 'v) list
end

class type reader = object method read : string end
