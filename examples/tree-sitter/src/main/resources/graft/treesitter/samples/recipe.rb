# frozen_string_literal: true
require 'set'

# Recipes: blocks, modules, heredocs, pattern matching, operators.
module Küche
  class Recipe < Struct.new(:name, :steps, keyword_init: true)
    include Comparable
    attr_reader :time
    MAX = 10_000

    def initialize(name:, steps: [], **options, &block)
      super(name: name, steps: steps)
      @time = options.fetch(:time) { 0 }
      @@count ||= 0
      instance_eval(&block) if block_given?
    end

    def <=>(other) = time <=> other.time

    def step(text, *args)
      steps << format(text, *args)
      self
    rescue ArgumentError => e
      warn "falsch: #{e.message}"
      retry if (tries = tries.to_i + 1) < 3
    else
      true
    ensure
      @time += 1
    end

    def self.[](hash) = hash.map { |k, v| [k, v&.size] }.to_h
  end
end

soup = Küche::Recipe.new(name: 'Brühe', time: 5) { step "cut %d %s", 3, %q(carrots) }
puts <<~TEXT, :"quoted symbol", %w[a b], /re(?<n>gex)#{1}/ix
  A heredoc with #{soup.name.upcase} and 🍲
TEXT

case { kind: :soup, parts: [1, [2, 3]] }
in { kind: :soup | :stew => kind, parts: [Integer => a, [*, b]] } if a < b
  p kind
in nil then nil
else
  raise "no match" unless $stdout.tty?
end

result = [1, 2, 3].each_with_index.map do |x, i|
  next if x.even?
  x ** i
end
alias show puts
while i = (i || 0) + 1 and i < 3 do redo if false end
->(x, y = 2) { x <=> y }.(1)
BEGIN { $x = __FILE__ }
