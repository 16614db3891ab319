package dev.fazt.host.cli;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Is one pattern of gitignore, by its own rules: {@code *}, {@code **}, {@code ?}, {@code [a-z]}, {@code \\} before what means itself.
 * Takes time in proportion to pattern times path, whatever they are: a pattern with many stars must hold nobody up.
 *
 * <p>The same as the one of the plugin {@code sites}, which the host does not see. Immutable.
 */
final class Glob {
    /** What one step of a pattern takes, in a state machine whose state is the set of steps that may be next. */
    private final List<Step> steps = new ArrayList<>();

    /**
     * Is one step.
     *
     * @param takes the characters that it takes
     * @param repeats whether it may take more than one, and none
     * @param leaves the characters after which the next step may follow at once
     */
    private record Step(IntPredicate takes, boolean repeats, IntPredicate leaves) {}

    /**
     * Compiles a pattern.
     *
     * @param anywhere whether it may begin in any folder
     */
    Glob(String pattern, boolean anywhere) {
        if (anywhere) {
            folders();
        }
        for (int i = 0; i < pattern.length(); ) {
            char c = pattern.charAt(i);
            boolean atStart = i == 0 || pattern.charAt(i - 1) == '/';
            int end = c == '[' ? pattern.indexOf(']', i + 2) : -1;
            if (atStart && pattern.startsWith("**/", i)) {
                folders();
                i += 3;
            } else if (atStart && pattern.startsWith("**", i) && i + 2 == pattern.length()) {
                one(any -> true);
                steps.add(new Step(any -> true, true, any -> true));
                i += 2;
            } else if (c == '*') {
                steps.add(new Step(any -> any != '/', true, any -> true));
                i++;
            } else if (end > 0) {
                one(members(pattern.substring(i + 1, end)));
                i = end + 1;
            } else if (c == '?') {
                one(any -> any != '/');
                i++;
            } else {
                boolean escaped = c == '\\' && i + 1 < pattern.length();
                char literal = escaped ? pattern.charAt(i + 1) : c;
                one(taken -> taken == literal);
                i += escaped ? 2 : 1;
            }
        }
    }

    private void one(IntPredicate takes) {
        steps.add(new Step(takes, false, takes));
    }

    /** Adds any number of folders, each with its slash. */
    private void folders() {
        steps.add(new Step(any -> true, true, any -> any == '/'));
    }

    /** Reads what is between brackets. A range whose end lies before its begin has no members. */
    private static IntPredicate members(String text) {
        boolean inverted = text.startsWith("!") || text.startsWith("^");
        String members = inverted ? text.substring(1) : text;
        IntPredicate listed = c -> false;
        for (int i = 0; i < members.length(); i++) {
            char first = members.charAt(i);
            boolean range = i + 2 < members.length() && members.charAt(i + 1) == '-';
            char last = range ? members.charAt(i + 2) : first;
            listed = listed.or(c -> c >= first && c <= last);
            i += range ? 2 : 0;
        }
        IntPredicate wanted = inverted ? listed.negate() : listed;
        return c -> c != '/' && wanted.test(c);
    }

    boolean matches(String path) {
        BitSet open = new BitSet(steps.size() + 1);
        enter(0, open);
        for (int at = 0; at < path.length(); at++) {
            char c = path.charAt(at);
            BitSet next = new BitSet(steps.size() + 1);
            for (int i = open.nextSetBit(0); i >= 0 && i < steps.size(); i = open.nextSetBit(i + 1)) {
                Step step = steps.get(i);
                if (step.takes.test(c)) {
                    if (step.repeats) {
                        next.set(i);
                    }
                    if (step.leaves.test(c)) {
                        enter(i + 1, next);
                    }
                }
            }
            open = next;
        }
        return open.get(steps.size());
    }

    /** Opens a step, and those after it that may take nothing. */
    private void enter(int step, BitSet open) {
        int i = step;
        open.set(i);
        while (i < steps.size() && steps.get(i).repeats) {
            open.set(++i);
        }
    }
}
