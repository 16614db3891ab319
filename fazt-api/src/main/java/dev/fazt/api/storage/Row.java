package dev.fazt.api.storage;

import org.jspecify.annotations.Nullable;

/**
 * Is one row of a result, read by the names of its columns. Valid only within the call that it is passed to.
 *
 * <p>A name that the result does not have is an {@link IllegalArgumentException}, as is null in a column that is read by a
 * method which can not return null.
 */
public interface Row {
    String text(String column);

    @Nullable String textOrNull(String column);

    long integer(String column);

    @Nullable Long integerOrNull(String column);

    double real(String column);

    @Nullable Double realOrNull(String column);

    boolean flag(String column);

    byte[] bytes(String column);
}
