package dev.fazt.api.operation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says in one sentence what a parameter means. It is shown in the help of the command and in the OpenAPI document. */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Description {
    String value();

    /** Tells that the value is a secret, such as a password: a command asks for it without showing it. */
    boolean secret() default false;
}
