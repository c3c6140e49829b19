package dev.ken.corpus;

/// A document that a query found. `score` is above 1 for names, else 0..1.
public record Found(Document document, double score) {}
