package d2j.data;

import d2j.data.scenes.Box;
import d2j.data.scenes.LabelledBox;
import d2j.data.store.DatasetException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** What an XML file of Pascal VOC's format says of a picture: its size and the objects, with boxes in pixels. */
record VocAnnotation(int width, int height, List<LabelledBox> objects) {

    /** Annotations are short. */
    private static final long MOST_BYTES = 1 << 22;

    /**
     * Reads a file.
     *
     * @param classes the names that may occur
     * @throws DatasetException if it is damaged or contradicts itself; the message begins with the file's name
     */
    static VocAnnotation read(Path file, List<String> classes) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new DatasetException(file + " is too large for an annotation");
            }
            Document document;
            try (InputStream in = Files.newInputStream(file)) {
                document = parser().parse(in);
            }
            return of(document.getDocumentElement(), classes);
        } catch (IOException | SAXException e) {
            throw new DatasetException(file + " cannot be read: " + e.getMessage(), e);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("this Java has no parser for XML", e);
        } catch (IllegalArgumentException e) {
            throw new DatasetException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    private static DocumentBuilder parser() throws ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        // A file that somebody else wrote fetches nothing and does not unfold into gigabytes.
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setExpandEntityReferences(false);
        DocumentBuilder builder = factory.newDocumentBuilder();
        builder.setEntityResolver((publicId, systemId) -> new InputSource(new StringReader("")));
        builder.setErrorHandler(new DefaultHandler());
        return builder;
    }

    private static VocAnnotation of(Element root, List<String> classes) {
        Element size = child(root, "size");
        int width = number(size, "width");
        int height = number(size, "height");
        List<LabelledBox> objects = new ArrayList<>();
        NodeList all = root.getElementsByTagName("object");
        for (int i = 0; i < all.getLength(); i++) {
            Element object = (Element) all.item(i);
            String name = text(object, "name");
            if (!classes.contains(name)) {
                throw new IllegalArgumentException("an object of class '" + name + "', which is none of " + classes);
            }
            Element edges = child(object, "bndbox");
            Box box = Box.ofVoc(
                    number(edges, "xmin"), number(edges, "ymin"), number(edges, "xmax"), number(edges, "ymax"));
            if (box.left() < 0 || box.top() < 0 || box.right() > width || box.bottom() > height || box.area() == 0) {
                throw new IllegalArgumentException(box + " is not inside " + width + " x " + height + " pixels");
            }
            boolean difficult =
                    object.getElementsByTagName("difficult").getLength() > 0 && number(object, "difficult") != 0;
            objects.add(new LabelledBox(classes.indexOf(name), box, difficult));
        }
        return new VocAnnotation(width, height, List.copyOf(objects));
    }

    private static Element child(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        if (found.getLength() == 0) {
            throw new IllegalArgumentException("there is no <" + name + "> in <" + parent.getTagName() + ">");
        }
        return (Element) found.item(0);
    }

    private static String text(Element parent, String name) {
        return child(parent, name).getTextContent().strip();
    }

    private static int number(Element parent, String name) {
        return Integer.parseInt(text(parent, name));
    }
}
