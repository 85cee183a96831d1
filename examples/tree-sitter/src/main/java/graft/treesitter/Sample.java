package graft.treesitter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A small source file that comes with this module, to try a grammar on. Most of them hold
/// characters outside of ASCII; those that are called `broken` hold syntax errors.
///
/// @param language as grammars call it: `c_sharp`
/// @param file its name: `Fleet.cs`
public record Sample(String language, String file) {
  /// Languages and their files.
  private static final String TABLE =
      """
      bash               backup.sh broken.sh
      c                  harbour.c broken.c
      c_sharp            Fleet.cs
      cpp                shapes.cpp
      css                style.css
      dart               boat.dart
      elisp              count.el
      elixir             chat.ex
      elm                Counter.elm
      embedded_template  page.erb
      go                 server.go
      haskell            Tree.hs
      html               page.html
      ini                settings.ini
      java               Library.java
      javascript         counter.js broken.js
      json               data.json broken.json
      julia              waves.jl
      kotlin             Garden.kt
      lua                queue.lua
      objc               Point.m
      ocaml              stack.ml
      ocaml_interface    stack.mli
      ocaml_type         type.mlt
      php                shop.php
      php_only           shop.php
      powershell         backup.ps1
      python             garden.py broken.py
      ql                 calls.ql
      regex              date.regex
      rescript           Shop.res
      ruby               recipe.rb
      rust               tree.rs
      scala              Bank.scala
      solidity           Token.sol
      swift              Weather.swift
      systemrdl          regs.rdl
      tlaplus            Clock.tla
      toml               project.toml
      tsx                view.tsx
      typescript         store.ts
      vue                Card.vue
      yaml               deploy.yaml
      zig                ring.zig
      """;

  /// All samples.
  public static List<Sample> all() {
    List<Sample> samples = new ArrayList<>();
    for (String line : TABLE.lines().toList()) {
      String[] words = line.split(" +", -1);
      for (int i = 1; i < words.length; i++) {
        samples.add(new Sample(words[0], words[i]));
      }
    }
    return samples;
  }

  /// The samples of a language; none if there are none.
  public static List<Sample> of(String language) {
    return all().stream().filter(sample -> sample.language().equals(language)).toList();
  }

  /// What the file holds.
  public String text() {
    try (InputStream in = Sample.class.getResourceAsStream("samples/" + file)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no sample " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
