package d2j.jupyter.kernel;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.EmptyStatementTree;
import com.sun.source.tree.ErroneousTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import d2j.jupyter.kernel.CellCompiler.Parse;
import d2j.jupyter.kernel.CellItem.Initial;
import d2j.jupyter.kernel.CellItem.Kind;
import d2j.jupyter.kernel.CellItem.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import javax.lang.model.SourceVersion;
import javax.tools.Diagnostic;

/** Cuts a cell into its items: declarations by {@link CellCutter}, statements by the compiler's own parser. */
final class CellParser {
    private static final String BEFORE = "class $ { Object $() throws Throwable {\n";
    private static final String BEFORE_EXPRESSION = "class $ { Object $ = \n";
    private static final String NOT_A_STATEMENT = "compiler.err.not.stmt";

    /**
     * A cell in parts.
     *
     * @param shown whether the value of the last item is what the cell shows
     */
    record Cell(List<CellItem> items, boolean shown) {}

    private final CellCompiler compiler;
    private final CellSource source;
    private final Tokens tokens;
    private final List<CellItem> items = new ArrayList<>();
    private boolean assigned;

    private CellParser(CellCompiler compiler, CellSource source) {
        this.compiler = compiler;
        this.source = source;
        tokens = new Tokens(source.code());
    }

    /**
     * Cuts a cell.
     *
     * @throws CellFailure if its syntax is wrong
     */
    static Cell parse(CellCompiler compiler, CellSource source) throws CellFailure {
        Magics.refuse(source);
        CellParser parser = new CellParser(compiler, source);
        Tokens.Fault fault = parser.tokens.fault();
        if (fault != null) {
            throw ErrorReport.refused(source, fault.position(), fault.message());
        }
        return parser.parse();
    }

    /** {@code complete}, {@code incomplete} or {@code invalid}, as {@code is_complete_reply} says it. */
    static String completeness(CellCompiler compiler, String code) {
        Tokens tokens = new Tokens(code);
        if (tokens.fault() != null) {
            return tokens.fault().unfinished() ? "incomplete" : "invalid";
        }
        try {
            parse(compiler, new CellSource(0, code));
            return "complete";
        } catch (CellFailure e) {
            int last = tokens.size() == 0 ? 0 : tokens.get(tokens.size() - 1).end();
            return e.position() >= last ? "incomplete" : "invalid";
        }
    }

    private Cell parse() throws CellFailure {
        CellCutter cutter = new CellCutter(source, tokens);
        cutter.cut();
        items.addAll(cutter.items());
        String rest = cutter.rest();
        boolean shown = false;
        if (!rest.isBlank()) {
            shown = statements(rest);
        }
        items.sort(Comparator.comparingInt(CellItem::start));
        CellItem last = items.isEmpty() ? null : items.get(items.size() - 1);
        return new Cell(
                List.copyOf(items),
                shown && last != null && !assigned && (last.kind() == Kind.EXPRESSION || last.kind() == Kind.CALL));
    }

    /** Whether the last statement is an expression without a semicolon. */
    private boolean statements(String rest) throws CellFailure {
        int lastToken = tokens.size() - 1;
        boolean open = !tokens.is(lastToken, ";") && !tokens.is(lastToken, "}");
        Parse parse = compiler.parse(BEFORE + rest + (open ? "\n;}}" : "\n}}"));
        List<Diagnostic<?>> errors = errors(parse);
        if (!errors.isEmpty() && !open) {
            Parse closed = compiler.parse(BEFORE + rest + "\n;}}");
            if (errors(closed).isEmpty()) {
                parse = closed;
                open = true;
                errors = List.of();
            }
        }
        if (!errors.isEmpty()) {
            int tail = startOfTail();
            String before = rest.substring(0, tail);
            String expression = rest.substring(tail);
            Parse head = compiler.parse(BEFORE + before + "\n}}");
            if (!expression.isBlank()
                    && errors(head).isEmpty()
                    && compiler.parse(BEFORE_EXPRESSION + expression + "\n;}")
                            .errors()
                            .isEmpty()) {
                collect(head);
                assigned = false;
                int from = tokens.at(tail);
                int to = tokens.is(tokens.size() - 1, ";") ? tokens.size() - 1 : tokens.size();
                items.add(item(Kind.EXPRESSION, from, to));
                return to == tokens.size();
            }
            throw ErrorReport.notCompiled(errors.stream()
                    .map(error -> new ErrorReport.Problem(
                            source,
                            position(error.getPosition()),
                            error.getMessage(null) + keywordHint(position(error.getPosition()))))
                    .toList());
        }
        collect(parse);
        return open;
    }

    /** A word of the language where a name should stand. */
    private String keywordHint(int position) {
        int i = tokens.at(position);
        boolean asName = i < tokens.size()
                && SourceVersion.isKeyword(tokens.get(i).text())
                && (tokens.is(i + 1, "=") || tokens.is(i + 1, ";"));
        return asName ? "\n" + tokens.get(i).text() + " is a word of the language and cannot be a name" : "";
    }

    /** The position behind the last statement that surely ends before the last one of the cell. */
    private int startOfTail() {
        int i = tokens.size() - 1;
        i = tokens.is(i, ";") ? i - 1 : i;
        while (i >= 0) {
            if (tokens.partner(i) >= 0 && tokens.partner(i) < i) {
                i = tokens.partner(i) - 1;
                continue;
            }
            if (tokens.is(i, ";")) {
                break;
            }
            i--;
        }
        return i < 0 ? 0 : tokens.get(i).end();
    }

    private int position(long inParse) {
        return (int) Math.max(0, Math.min(source.code().length(), inParse - BEFORE.length()));
    }

    /** The errors but for those about expressions that Java does not allow as statements. */
    private List<Diagnostic<?>> errors(Parse parse) {
        List<Span> bare = body(parse).stream()
                .filter(CellParser::isBare)
                .map(statement -> new Span((int) parse.start(statement), (int) parse.end(statement)))
                .toList();
        return parse.errors().stream()
                .filter(error -> !(error.getCode().equals(NOT_A_STATEMENT)
                        && bare.stream()
                                .anyMatch(span ->
                                        span.start() <= error.getPosition() && error.getPosition() <= span.end())))
                .toList();
    }

    private static boolean isBare(StatementTree statement) {
        return statement instanceof ExpressionStatementTree expression
                && expression.getExpression() instanceof ErroneousTree;
    }

    private static List<? extends StatementTree> body(Parse parse) {
        if (parse.unit().getTypeDecls().get(0) instanceof ClassTree holder) {
            for (Tree member : holder.getMembers()) {
                if (member instanceof MethodTree method) {
                    BlockTree body = method.getBody();
                    return body == null ? List.of() : body.getStatements();
                }
            }
        }
        return List.of();
    }

    private void collect(Parse parse) throws CellFailure {
        int groupEnd = -1;
        int afterValue = 0;
        Span type = null;
        for (StatementTree statement : body(parse)) {
            int start = position(parse.start(statement));
            int from = tokens.at(start);
            if (from >= tokens.size() || statement instanceof EmptyStatementTree) {
                continue;
            }
            if (statement instanceof VariableTree variable) {
                boolean first = start >= groupEnd;
                if (first) {
                    afterValue = skipModifiers(from);
                }
                int name = nameOf(variable.getName().toString(), first ? afterValue + 1 : afterValue);
                if (first) {
                    type = new Span(
                            tokens.get(afterValue).start(), tokens.get(name - 1).end());
                }
                afterValue = add(variable, parse, type, name);
                groupEnd = tokens.get(Math.min(afterValue, tokens.size() - 1)).start();
            } else if (statement instanceof ExpressionStatementTree expression) {
                int to = endOfStatement(from);
                assigned = expression.getExpression() instanceof AssignmentTree;
                items.add(item(isBare(statement) ? Kind.EXPRESSION : Kind.CALL, from, to));
            } else if (statement instanceof ReturnTree) {
                throw ErrorReport.refused(
                        source, start, "return stands outside of a method; write the value alone to show it");
            } else {
                items.add(item(Kind.STATEMENT, from, tokens.at(position(parse.end(statement)))));
            }
        }
    }

    private int skipModifiers(int from) {
        int i = from;
        while (tokens.is(i, "final") || tokens.is(i, "@")) {
            i += tokens.is(i, "@") ? 2 : 1;
            while (tokens.is(i, ".")) {
                i += 2;
            }
            i = tokens.is(i, "(") ? tokens.partner(i) + 1 : i;
        }
        return i;
    }

    private int nameOf(String name, int from) {
        for (int i = from; i < tokens.size(); i++) {
            boolean ends =
                    i + 1 == tokens.size() || "=;,[:".contains(tokens.get(i + 1).text());
            if (tokens.is(i, name) && ends) {
                return i;
            }
        }
        return from;
    }

    private int endOfStatement(int from) {
        int i = from;
        while (i < tokens.size() && !tokens.is(i, ";")) {
            i = tokens.partner(i) > i ? tokens.partner(i) + 1 : i + 1;
        }
        return i;
    }

    /** Returns the token behind the variable. */
    private int add(VariableTree variable, Parse parse, Span type, int name) throws CellFailure {
        ExpressionTree value = variable.getInitializer();
        boolean inferred = type.in(source.code()).equals("var");
        StringBuilder dimensions = new StringBuilder();
        int behind = name + 1;
        while (tokens.is(behind, "[")) {
            dimensions.append("[]");
            behind += 2;
        }
        Span span = null;
        if (value != null) {
            span = new Span(position(parse.start(value)), position(parse.end(value)));
            behind = tokens.at(span.end());
        } else if (inferred) {
            throw ErrorReport.refused(
                    source, tokens.get(name).start(), "var needs a value, from which it takes its type");
        }
        String text = variable.getName().toString();
        if (value != null && readsItself(value, text)) {
            throw ErrorReport.refused(
                    source,
                    tokens.get(name).start(),
                    "the value of " + text + " cannot be computed from " + text + " itself; to change a variable that"
                            + " exists, write " + text + " = ... without a type");
        }
        boolean array = value instanceof NewArrayTree creation && creation.getType() == null;
        int from = tokens.at(type.start());
        Set<String> words = CellCutter.words(tokens, from, behind);
        words.remove(text);
        items.add(new CellItem(
                Kind.VARIABLE,
                text,
                text,
                source,
                List.of(type),
                new Initial(span, inferred, array, dimensions.toString()),
                words));
        return behind;
    }

    /** Whether an initial value needs the variable itself, other than in code that runs later. */
    private static boolean readsItself(ExpressionTree value, String name) {
        boolean[] found = new boolean[1];
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitIdentifier(IdentifierTree identifier, Void nothing) {
                found[0] |= identifier.getName().contentEquals(name);
                return null;
            }

            @Override
            public Void visitMethodInvocation(com.sun.source.tree.MethodInvocationTree call, Void nothing) {
                // The method of an unqualified call may have the same name.
                if (!(call.getMethodSelect() instanceof IdentifierTree)) {
                    scan(call.getMethodSelect(), null);
                }
                return scan(call.getArguments(), null);
            }

            @Override
            public Void visitLambdaExpression(LambdaExpressionTree lambda, Void nothing) {
                return null;
            }

            @Override
            public Void visitClass(ClassTree type, Void nothing) {
                return null;
            }

            @Override
            public Void visitAssignment(AssignmentTree assignment, Void nothing) {
                return scan(assignment.getExpression(), null);
            }
        }.scan(value, null);
        return found[0];
    }

    private CellItem item(Kind kind, int from, int to) {
        Span span = new Span(tokens.get(from).start(), tokens.get(to - 1).end());
        return new CellItem(kind, "", "", source, List.of(span), null, CellCutter.words(tokens, from, to));
    }
}
