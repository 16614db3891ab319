package dev.fazt.api.event;

import dev.fazt.api.Site;

/**
 * A form submission is on disk.
 *
 * @param form the form's name
 * @param id the submission's UUIDv7
 */
public record SubmissionReceived(Site site, String form, String id) implements Event {}
