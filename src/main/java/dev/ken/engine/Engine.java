package dev.ken.engine;

/// Who reads requests and who writes programs.
public record Engine(Comprehender comprehender, Proposer proposer) {}
