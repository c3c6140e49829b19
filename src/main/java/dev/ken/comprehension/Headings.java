package dev.ken.comprehension;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What stands before a request that was pasted from elsewhere: numbers of tickets, marks of mails, greetings.
final class Headings {
    private static final List<Pattern> MARKS = List.of(
            Pattern.compile("^\\s*\\[[^\\]/]{1,30}\\]\\s*"),
            Pattern.compile("^\\s*(?i:re|fwd?|fw|aw|subject|title|summary|description|body|urgent|question)\\s*:\\s*"),
            Pattern.compile("^\\s*(?i:from|to|cc|date|priority|component|reporter|assignee)\\s*:[^.:;]{1,40}[.;]\\s*"),
            Pattern.compile(
                    "^\\s*(?i:ticket|bug|issue|incident|case|story|task|request|alert)\\s*[#:]?\\s*(no\\.?\\s*)?#?\\d+\\s*[-:–—.,]?\\s*"),
            Pattern.compile("^\\s*[A-Z]{2,10}-\\d{1,6}\\s*[-:–—.,]?\\s*"),
            Pattern.compile("^\\s*#\\d{1,7}\\s*[-:–—.,]?\\s*"),
            Pattern.compile(
                    "^\\s*(?i:hi|hello|hey|dear|good morning|good evening)(\\s+(?i:team|all|there|folks|guys|everyone|everybody|colleagues|support))?\\s*[,!.:]\\s*"));

    private static final int MOST = 8;

    private Headings() {}

    /// The request without them; the request itself where nothing else is left.
    static String without(String request) {
        String rest = request;
        for (int i = 0; i < MOST; i++) {
            String before = rest;
            for (Pattern mark : MARKS) {
                Matcher found = mark.matcher(rest);
                rest = found.find() ? rest.substring(found.end()) : rest;
            }
            if (rest.equals(before)) {
                break;
            }
        }
        return rest.isBlank() ? request : rest;
    }
}
