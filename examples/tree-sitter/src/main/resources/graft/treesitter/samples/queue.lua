#!/usr/bin/env lua
-- A queue: tables, metatables, closures, coroutines.
local Queue = {}
Queue.__index = Queue

--[[ A comment
  of two lines – ü ]]
function Queue.new(...)
  return setmetatable({ first = 1, last = select('#', ...), ... }, Queue)
end

function Queue:push(value)
  self.last = self.last + 1
  self[self.last] = value
  return self
end

local function each(queue, limit)
  return coroutine.wrap(function()
    for i = queue.first, limit or queue.last, 1 do
      coroutine.yield(i, queue[i])
    end
  end)
end

local q = Queue.new('eins', "zwei\n", [[drei]])
q:push(0x1F):push(3.14e-2):push(nil)
for i, v in each(q) do
  if v == nil then goto done elseif not v then break end
  print(i .. ' → ' .. tostring(v), #q, i % 2 ~= 0 and -i ^ 2 or i // 2)
end
::done::
repeat local x = q.first until x <= 1
while false do end
