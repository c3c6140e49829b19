package dev.ken.contract;

/// Only groups whose value compares so with `number` are shown. The number is in the unit of the measure.
public record Having(Condition.Comparison comparison, long number) {}
