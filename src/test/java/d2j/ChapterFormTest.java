package d2j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ChapterFormTest {

    @Test
    void proseIsWithoutCodeFormulasTablesTagsAndAddresses() {
        String markdown =
                """
                Here is **the mean** $\\bar x$ of `a.b(c)`, well-known since 1.5 years:

                $$a =
                b c d$$

                | Term | Chinese |
                |---|---|
                | mean | 均值 |

                ```java
                int x = 1;
                ```
                <details><summary>Answers</summary>

                1. See [the page](https://example.org/a-b).
                </details>
                """;

        assertEquals(
                "Here is the mean of well-known since 1.5 years Answers 1 See the page",
                String.join(" ", ChapterForm.words(markdown)));
    }
}
