package dev.fazt.plugin.docs;

/** Is who may do what with a collection. */
record Rules(Rule read, Rule create, Rule update, Rule delete) {
    /** Holds for every collection that was given no other rules. */
    static final Rules DEFAULT = new Rules(Rule.TOKEN, Rule.TOKEN, Rule.TOKEN, Rule.TOKEN);

    Rule of(Action action) {
        return switch (action) {
            case READ -> read;
            case CREATE -> create;
            case UPDATE -> update;
            case DELETE -> delete;
        };
    }
}
