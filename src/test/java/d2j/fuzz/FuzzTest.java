package d2j.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The fuzzer itself: it finds what is wrong, says how to repeat it, and damages alike for one seed. */
class FuzzTest {

    @Test
    void aFailureNamesItsSeed() {
        AssertionError error = assertThrows(
                AssertionError.class,
                () -> Fuzz.run(
                        "sums",
                        damage -> {
                            if (damage.bytes(new byte[] {1, 2, 3}).length > 3) {
                                throw new IllegalStateException("too long");
                            }
                        },
                        1000,
                        0,
                        60));
        assertTrue(error.getMessage().matches("(?s)sums: round \\d+ \\(-Dd2j.fuzz.seed=\\d+\\) failed: .*too long"));
        long seed = Long.parseLong(error.getMessage().replaceAll("(?s).*seed=(\\d+).*", "$1"));
        assertTrue(new Damage(seed).bytes(new byte[] {1, 2, 3}).length > 3);
    }

    @Test
    void aHangIsFoundAndItsPlaceNamed() {
        CountDownLatch never = new CountDownLatch(1);
        AssertionError error =
                assertThrows(AssertionError.class, () -> Fuzz.run("a loop", damage -> never.await(), 1, 0, 0.2));
        assertTrue(error.getMessage().contains("has not ended"), error.getMessage());
        assertTrue(error.getMessage().contains("CountDownLatch.await"), error.getMessage());
        never.countDown();
    }

    @Test
    void oneSeedDoesTheSameDamageAndAnotherDoesOther() {
        byte[] valid = "a table, with values; 1,2,3".getBytes(StandardCharsets.UTF_8);
        JsonElement json = JsonParser.parseString("{\"a\": [1, {\"b\": \"text\"}], \"c\": null}");
        int changed = 0;
        for (long seed = 1; seed <= 200; seed++) {
            assertTrue(Arrays.equals(new Damage(seed).bytes(valid), new Damage(seed).bytes(valid)));
            assertEquals(
                    new Damage(seed).json(json).toString(),
                    new Damage(seed).json(json).toString());
            assertEquals(new Damage(seed).text("some text"), new Damage(seed).text("some text"));
            changed += Arrays.equals(new Damage(seed).bytes(valid), valid) ? 0 : 1;
        }
        assertTrue(changed > 150, "damaged " + changed + " of 200");
        assertNotEquals(new Damage(1).text("some text"), new Damage(2).text("some text"));
    }

    @Test
    void theRoundsAreCounted() {
        assertEquals(25, Fuzz.run("nothing", damage -> {}, 25, 0, 60));
    }
}
