package dev.ken.contract;

/// Some occurrences of an event kind.
public record Selection(String event, Condition where) {}
