package dev.ken.symbolic;

/// Bounds of one execution: paths through one procedure at one occurrence, and blocks along one path (which bounds
/// loops).
public record ExecutionLimits(int pathsPerProcedure, int blocksPerPath) {
    public static final ExecutionLimits USUAL = new ExecutionLimits(512, 512);
}
