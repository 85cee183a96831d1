module Counter exposing (Model, Msg(..), update, view)

{-| A counter – mit Umlaut: ä. -}

import Html exposing (Html, button, div, text)
import Html.Events as E


type alias Model =
    { count : Int, name : String }


type Msg a
    = Increment
    | Set a (Maybe Int)


update : Msg Int -> Model -> Model
update msg model =
    case msg of
        Increment ->
            { model | count = model.count + 1 }

        Set n (Just m) ->
            { model | count = n * m // 2 }

        Set _ Nothing ->
            model


view : Model -> Html (Msg Int)
view { count, name } =
    let
        label =
            if count > 0x10 then
                "viel → " ++ String.fromInt count

            else
                """none"""
    in
    div []
        [ button [ E.onClick Increment ] [ text "+" ]
        , text <| label ++ name
        , List.map (\x -> x + 1) [ 1, 2 ] |> List.length |> String.fromInt |> text
        ]
