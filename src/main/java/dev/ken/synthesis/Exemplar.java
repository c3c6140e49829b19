package dev.ken.synthesis;

/// A request and a program that answers it, to be shown to a model.
public record Exemplar(String request, String program) {}
