package d2j.fuzz;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Damages valid input at random; the same seed does the same damage. */
public final class Damage {

    private static final byte[] ODD_BYTES = {0, 1, -1, 127, -128, '\n', '\r', ' ', '"', ',', ';', (byte) 0xC3};
    private static final List<String> ODD_TEXTS = List.of(
            "",
            "\0",
            "\n",
            "\r\n",
            "\uFEFF",
            "\uD800",
            "\u2028",
            "NaN",
            "-1",
            "1e999",
            "99999999999999999999",
            "'",
            "\"",
            "\\",
            "/*",
            "((((",
            "}",
            "x".repeat(2000));
    private static final double[] ODD_NUMBERS = {
        0,
        -0.0,
        1,
        -1,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        Double.MIN_NORMAL,
        1e-300,
        1e-100,
        1e100,
        1e300,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        0.1 + 0.2,
        0.3,
        1e16,
        1e17
    };

    private final Random random;

    /** Damage that the seed determines. */
    public Damage(long seed) {
        random = new Random(seed * 0x9E3779B97F4A7C15L);
    }

    /** For decisions of the trial's own. */
    public RandomGenerator random() {
        return random;
    }

    /** One of several. */
    public <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** The bytes with one to four places changed, removed, doubled, moved or cut off. */
    public byte[] bytes(byte[] valid) {
        byte[] bytes = valid.clone();
        for (int times = 1 + random.nextInt(4); times > 0; times--) {
            bytes = bytes.length == 0 ? new byte[] {oddByte()} : once(bytes);
        }
        return bytes;
    }

    private byte[] once(byte[] bytes) {
        // Headers are short and decide most.
        int at = random.nextBoolean() ? random.nextInt(bytes.length) : random.nextInt(Math.min(32, bytes.length));
        int end = Math.min(bytes.length, at + 1 + random.nextInt(random.nextBoolean() ? 4 : bytes.length));
        switch (random.nextInt(7)) {
            case 0 -> {
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                return bytes;
            }
            case 1 -> {
                bytes[at] = oddByte();
                return bytes;
            }
            case 2 -> {
                Arrays.fill(bytes, at, end, oddByte());
                return bytes;
            }
            case 3 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 4 -> {
                return joined(bytes, at, new byte[0], end);
            }
            case 5 -> {
                return joined(bytes, end, Arrays.copyOfRange(bytes, at, end), end);
            }
            default -> {
                byte[] inserted = new byte[1 + random.nextInt(8)];
                random.nextBytes(inserted);
                return joined(bytes, at, inserted, at);
            }
        }
    }

    private byte oddByte() {
        return ODD_BYTES[random.nextInt(ODD_BYTES.length)];
    }

    private static byte[] joined(byte[] bytes, int to, byte[] middle, int from) {
        byte[] joined = Arrays.copyOf(bytes, to + middle.length + bytes.length - from);
        System.arraycopy(middle, 0, joined, to, middle.length);
        System.arraycopy(bytes, from, joined, to + middle.length, bytes.length - from);
        return joined;
    }

    /** The text with one to four places changed; what is put in is odd in itself or comes from the text. */
    public String text(String valid) {
        StringBuilder text = new StringBuilder(valid);
        for (int times = 1 + random.nextInt(4); times > 0; times--) {
            int at = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), at + random.nextInt(random.nextBoolean() ? 4 : text.length() + 1));
            switch (random.nextInt(5)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, oneOf(ODD_TEXTS));
                case 2 -> text.replace(at, end, oneOf(ODD_TEXTS));
                case 3 -> text.insert(random.nextInt(text.length() + 1), text.substring(at, end));
                default -> text.setLength(at);
            }
        }
        return text.toString();
    }

    /** A number that is hard on whoever computes with it, or an ordinary one. */
    public double number() {
        double odd = ODD_NUMBERS[random.nextInt(ODD_NUMBERS.length)];
        return switch (random.nextInt(6)) {
            case 0 -> random.nextGaussian();
            case 1 -> Math.nextUp(odd);
            case 2 -> odd + random.nextInt(3);
            case 3 -> Math.scalb(random.nextDouble() - 0.5, random.nextInt(2100) - 1050);
            default -> odd;
        };
    }

    /** Several such numbers; often some of them are equal or nearly so. */
    public double[] numbers(int count) {
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = i == 0 || random.nextInt(3) > 0
                    ? number()
                    : random.nextBoolean() ? numbers[i - 1] : Math.nextUp(numbers[i - 1]);
        }
        return numbers;
    }

    /** The JSON with one to three of its parts replaced, removed, doubled, wrapped or unwrapped. */
    public JsonElement json(JsonElement valid) {
        JsonElement json = valid.deepCopy();
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            List<JsonElement> containers = new ArrayList<>();
            collect(json, containers);
            if (containers.isEmpty()) {
                return oddJson(json);
            }
            change(oneOf(containers));
        }
        return json;
    }

    private static void collect(JsonElement json, List<JsonElement> containers) {
        if (json instanceof JsonObject object && !object.isEmpty()) {
            containers.add(json);
            object.asMap().values().forEach(child -> collect(child, containers));
        } else if (json instanceof JsonArray array && !array.isEmpty()) {
            containers.add(json);
            array.forEach(child -> collect(child, containers));
        }
    }

    private void change(JsonElement container) {
        if (container instanceof JsonObject object) {
            String name = oneOf(List.copyOf(object.keySet()));
            JsonElement value = object.get(name);
            switch (random.nextInt(6)) {
                case 0 -> object.remove(name);
                case 1 -> {
                    object.remove(name);
                    object.add(oneOf(ODD_TEXTS), value);
                }
                default -> object.add(name, oddJson(value));
            }
        } else {
            JsonArray array = container.getAsJsonArray();
            int at = random.nextInt(array.size());
            switch (random.nextInt(6)) {
                case 0 -> array.remove(at);
                case 1 -> array.add(array.get(at).deepCopy());
                default -> array.set(at, oddJson(array.get(at)));
            }
        }
    }

    private JsonElement oddJson(JsonElement value) {
        switch (random.nextInt(12)) {
            case 0 -> {
                return JsonNull.INSTANCE;
            }
            case 1 -> {
                return new JsonPrimitive(random.nextBoolean());
            }
            case 2 -> {
                return new JsonPrimitive(number());
            }
            case 3 -> {
                return new JsonPrimitive(random.nextInt(10));
            }
            case 4 -> {
                return new JsonPrimitive(oneOf(ODD_TEXTS));
            }
            case 5 -> {
                return new JsonArray();
            }
            case 6 -> {
                return new JsonObject();
            }
            case 7 -> {
                JsonArray list = new JsonArray();
                list.add(value);
                return list;
            }
            case 8 -> {
                JsonObject object = new JsonObject();
                object.add(oneOf(ODD_TEXTS), value);
                return object;
            }
            case 9 -> {
                JsonElement nested = value;
                for (int depth = random.nextInt(400); depth > 0; depth--) {
                    JsonArray list = new JsonArray();
                    list.add(nested);
                    nested = list;
                }
                return nested;
            }
            default -> {
                return value instanceof JsonPrimitive primitive && primitive.isString()
                        ? new JsonPrimitive(text(primitive.getAsString()))
                        : value instanceof JsonArray array && !array.isEmpty()
                                ? array.get(random.nextInt(array.size()))
                                : JsonNull.INSTANCE;
            }
        }
    }
}
