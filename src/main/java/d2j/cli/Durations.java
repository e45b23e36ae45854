package d2j.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as people write them: {@code 90}, {@code 90s}, {@code 10m}, {@code 1.5h}. */
final class Durations implements ITypeConverter<Duration> {

    private static final Pattern FORMAT = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([smh]?)");

    @Override
    public Duration convert(String text) {
        Matcher matcher = FORMAT.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text + "' is not a duration; write for example 90s, 10m or 1.5h");
        }
        double unit =
                switch (matcher.group(2)) {
                    case "h" -> 3600;
                    case "m" -> 60;
                    default -> 1;
                };
        Duration duration = Duration.ofMillis(Math.round(Double.parseDouble(matcher.group(1)) * unit * 1000));
        if (duration.isZero()) {
            throw new TypeConversionException("a duration is more than 0");
        }
        return duration;
    }

    /** Elapsed time as a clock shows it: 0:07, 12:30, 1:02:03. */
    static String clock(double seconds) {
        long whole = (long) seconds;
        return whole >= 3600
                ? String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
    }
}
