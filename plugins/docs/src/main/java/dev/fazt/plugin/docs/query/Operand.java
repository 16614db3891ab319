package dev.fazt.plugin.docs.query;

import java.time.Instant;

/** Is what stands on one side of a comparison. */
public sealed interface Operand {

    /** A field of the document. */
    record Field(FieldPath path) implements Operand {}

    /** A string. */
    record Text(String value) implements Operand {}

    /** A whole number that fits. */
    record Whole(long value) implements Operand {}

    /** Any other finite number. */
    record Real(double value) implements Operand {}

    /** {@code true} or {@code false}. */
    record Flag(boolean value) implements Operand {}

    /** {@code null}, which also stands for a field that is not there. */
    record Null() implements Operand {}

    /** A moment such as {@code @now}, fixed when the filter was parsed so that it is one moment for all rows and pages. */
    record Moment(Instant value) implements Operand {}
}
