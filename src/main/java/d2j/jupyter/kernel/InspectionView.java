package d2j.jupyter.kernel;

import d2j.jupyter.display.MimeBundle;
import java.util.List;
import jdk.jshell.SourceCodeAnalysis.Documentation;

/** Signatures and documentation, as the notebook shows them for Shift-Tab. */
final class InspectionView {
    private InspectionView() {}

    static MimeBundle of(List<Documentation> found) {
        StringBuilder text = new StringBuilder();
        for (Documentation each : found) {
            text.append(text.length() == 0 ? "" : "\n\n").append(each.signature());
            if (each.javadoc() != null && !each.javadoc().isBlank()) {
                text.append("\n\n").append(plain(each.javadoc()).indent(4).stripTrailing());
            }
        }
        return text.length() == 0 ? MimeBundle.empty() : MimeBundle.text(text.toString());
    }

    private static String plain(String javadoc) {
        return javadoc.replaceAll("\\{@(?:code|link|linkplain|literal)\\s+([^}]*)}", "$1")
                .replaceAll("(?i)</?(p|br|li|ul|pre|h[1-6])\\b[^>]*>", "\n")
                .replaceAll("<[^>]+>", "")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
                .replaceAll("\n\\s*\n\\s*\n+", "\n\n")
                .strip();
    }
}
