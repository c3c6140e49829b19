package dev.ken.verify;

import dev.ken.contract.What.Measure;
import dev.ken.ir.MapDecl;
import java.util.Optional;

/// What kind of table holds a measure.
final class TableKinds {
    private TableKinds() {}

    /// Whether the values of the attribute are kept as they are.
    static boolean isKept(Measure measure) {
        return measure instanceof Measure.First || measure instanceof Measure.Last;
    }

    static MapDecl.Kind of(Measure measure, Optional<String> attribute) {
        return switch (measure) {
            case Measure.Count(), Measure.Distinct() -> MapDecl.Kind.COUNT;
            case Measure.Sum() -> MapDecl.Kind.SUM;
            case Measure.Rate() -> attribute.isPresent() ? MapDecl.Kind.SUM : MapDecl.Kind.COUNT;
            case Measure.Average() -> MapDecl.Kind.AVERAGE;
            case Measure.Minimum() -> MapDecl.Kind.MINIMUM;
            case Measure.Maximum() -> MapDecl.Kind.MAXIMUM;
            case Measure.Statistics() -> MapDecl.Kind.STATISTICS;
            case Measure.Log2Histogram() -> MapDecl.Kind.LOG2;
            case Measure.LinearHistogram _ -> MapDecl.Kind.LINEAR;
            case Measure.First(), Measure.Last() -> MapDecl.Kind.SCALAR;
        };
    }
}
