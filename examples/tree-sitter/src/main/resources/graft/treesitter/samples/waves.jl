# Waves: multiple dispatch, macros, comprehensions, Unicode operators.
module Waves
using LinearAlgebra: norm, ⋅
export wave, Point

abstract type Shape end
struct Point{T<:Real} <: Shape
    x::T
    y::T
    Point{T}(x, y) where {T} = new{T}(x, y)
end
mutable struct Box; a::Float64 = 1.5e-3; end

"Says where it is."
function wave(p::Point{T}, ω=2π; steps::Int=10, kwargs...)::Vector{T} where T<:Real
    result = T[]
    for i ∈ 1:steps, j = 1:2:3
        i % 2 == 0 && continue
        push!(result, p.x * sin(ω * i) + √(p.y^2))
    end
    return [x for x in result if x ≥ 0]
end

area(s::Shape) = s isa Point ? 0 : error("unknown: $(typeof(s)) – $s")
macro twice(ex) quote $(esc(ex)); $(esc(ex)) end end

try
    @twice println("α = $(1 + 2)")
    M = [1 2; 3 4] .* 2 |> transpose
    f = x -> begin x' end
    d = Dict(:a => 1, "b" => nothing)
catch e
    e isa KeyError || rethrow()
finally
    let y = 0x1f; y += 1; end
end
while true; break; end
end
