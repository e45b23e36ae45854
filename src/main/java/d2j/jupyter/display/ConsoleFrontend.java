package d2j.jupyter.display;

import java.util.LinkedHashMap;
import java.util.Map;

/** Prints the plain-text form, for programs that run without a kernel. */
final class ConsoleFrontend implements Frontend {
    private static final int REMEMBERED = 100;

    /** The last text of each output; a live figure whose alternative text stays the same is printed once. */
    private final Map<String, String> shown = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > REMEMBERED;
        }
    };

    @Override
    public synchronized void display(String displayId, MimeBundle bundle) {
        update(displayId, bundle);
    }

    @Override
    public synchronized void update(String displayId, MimeBundle bundle) {
        String text = bundle.plainText();
        if (!text.isEmpty() && !text.equals(shown.put(displayId, text))) {
            System.out.println(text);
        }
    }
}
