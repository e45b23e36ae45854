package d2j.jupyter.kernel;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.IntersectionType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import javax.lang.model.type.WildcardType;
import javax.lang.model.util.Types;

/**
 * Writes the type that the compiler inferred for a {@code var} as source: the nearest type that has a name and can be
 * named from the package of the cells.
 */
final class TypeText {
    private static final int DEEPEST = 4;

    private final Types types;

    TypeText(Types types) {
        this.types = types;
    }

    /** The text; {@code null} if there is no such type. */
    String of(TypeMirror type) {
        return of(type, 0);
    }

    private String of(TypeMirror type, int deep) {
        return switch (type.getKind()) {
            case BOOLEAN, BYTE, SHORT, INT, LONG, CHAR, FLOAT, DOUBLE ->
                type.getKind().name().toLowerCase(Locale.ROOT);
            case ARRAY -> {
                String component = of(((ArrayType) type).getComponentType(), deep);
                yield component == null ? null : component + "[]";
            }
            case DECLARED -> declared((DeclaredType) type, deep);
            case TYPEVAR -> of(((TypeVariable) type).getUpperBound(), deep);
            case INTERSECTION -> of(((IntersectionType) type).getBounds().get(0), deep);
            default -> null;
        };
    }

    private String declared(DeclaredType type, int deep) {
        TypeElement element = (TypeElement) type.asElement();
        if (!isNameable(element)) {
            TypeMirror other = element.getSuperclass();
            boolean plain = other.getKind() == TypeKind.NONE || other.toString().equals("java.lang.Object");
            List<? extends TypeMirror> supertypes = types.directSupertypes(type);
            TypeMirror chosen = plain && supertypes.size() > 1 ? supertypes.get(1) : supertypes.get(0);
            return of(chosen, deep);
        }
        String name = element.getQualifiedName().toString();
        if (name.startsWith(MemoryFiles.PACKAGE + ".")) {
            // Without the class of the unit, because it may be another one next time.
            name = name.substring(name.indexOf('.', MemoryFiles.PACKAGE.length() + 1) + 1);
        }
        if (type.getTypeArguments().isEmpty()) {
            return name;
        }
        return name
                + type.getTypeArguments().stream()
                        .map(argument -> argument(argument, deep + 1))
                        .collect(Collectors.joining(", ", "<", ">"));
    }

    private String argument(TypeMirror type, int deep) {
        if (deep > DEEPEST) {
            return "?";
        }
        if (type instanceof WildcardType wildcard) {
            if (wildcard.getExtendsBound() != null) {
                return extending(wildcard.getExtendsBound(), deep);
            }
            String bound = wildcard.getSuperBound() == null ? null : of(wildcard.getSuperBound(), deep);
            return bound == null ? "?" : "? super " + bound;
        }
        if (type instanceof TypeVariable variable) {
            return extending(variable.getUpperBound(), deep);
        }
        if (type instanceof IntersectionType
                || type instanceof DeclaredType declared && !isNameable((TypeElement) declared.asElement())) {
            return extending(type, deep);
        }
        String text = of(type, deep);
        return text == null ? "?" : text;
    }

    private String extending(TypeMirror bound, int deep) {
        String text = of(bound, deep);
        return text == null || text.equals("java.lang.Object") ? "?" : "? extends " + text;
    }

    private static boolean isNameable(TypeElement element) {
        if (element.getNestingKind() == NestingKind.ANONYMOUS || element.getNestingKind() == NestingKind.LOCAL) {
            return false;
        }
        boolean ours = element.getQualifiedName().toString().startsWith(MemoryFiles.PACKAGE + ".");
        for (Element e = element; e.getKind() != ElementKind.PACKAGE; e = e.getEnclosingElement()) {
            if (e.getModifiers().contains(Modifier.PRIVATE)
                    || !ours && !e.getModifiers().contains(Modifier.PUBLIC)) {
                return false;
            }
        }
        return true;
    }
}
