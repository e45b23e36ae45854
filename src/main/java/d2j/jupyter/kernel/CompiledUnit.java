package d2j.jupyter.kernel;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A unit ready to be loaded.
 *
 * @param classes as the compiler wrote them, for what is compiled later
 * @param woven as they are loaded
 * @param uses what the code refers to
 * @param inferred the types of the {@code var} variables
 * @param moved variables that stay in the field they have
 * @param reasons why variables lose their value, by name
 * @param notices what the reader should know
 */
record CompiledUnit(
        UnitSource source,
        Map<String, byte[]> classes,
        Map<String, byte[]> woven,
        UnitUses uses,
        Redeclaration redeclared,
        Map<String, String> inferred,
        Set<String> moved,
        Map<String, String> reasons,
        List<String> notices) {}
