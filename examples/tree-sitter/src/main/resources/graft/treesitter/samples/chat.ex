defmodule Chat.Raum do
  @moduledoc """
  A room – für viele.
  """
  use GenServer
  import Enum, only: [map: 2]
  alias Chat.{User, Message}

  @type t :: %__MODULE__{name: String.t(), users: [User.t()]}
  defstruct name: "leer", users: []

  @spec join(t, User.t()) :: {:ok, t} | {:error, atom}
  def join(%__MODULE__{users: users} = room, %{name: name} = user) when length(users) < 10 and is_binary(name) do
    {:ok, %{room | users: [user | users]}}
  end

  def join(_, _), do: {:error, :full}

  defp describe(x) do
    case x do
      <<head::8, rest::binary>> -> "#{head} #{rest} é"
      [h | _] = list -> list |> map(&(&1 * 2)) |> Enum.sum()
      ~r/a+b/i -> :regex
      nil -> 0x1F
    end
  end

  def loop(n) do
    receive do
      {:msg, text} -> IO.puts(text)
    after
      1_000 -> if n > 0, do: loop(n - 1), else: exit(:normal)
    end
  end

  defmacro twice(expr), do: quote(do: (unquote(expr); unquote(expr)))
end

with {:ok, a} <- Map.fetch(%{a: 1, "b" => 2.5}, :a),
     f = fn x, y -> x + y end do
  f.(a, ?ü)
else
  :error -> 'charlist'
end
