package d2j.data;

import java.util.List;
import java.util.SplittableRandom;

final class Blobs implements ImageLoader.Sample {
    private final String plural;

    Blobs(String plural) {
        this.plural = plural;
    }

    @Override
    public String plural() {
        return plural;
    }

    @Override
    public LabelledImages draw(int images, long seed, List<String> classes) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] pixels = new byte[images * 784];
        byte[] labels = new byte[images];
        for (int i = 0; i < images; i++) {
            labels[i] = (byte) random.nextInt(classes.size());
            for (int p = 0; p < 784; p++) {
                boolean on = (p / 78) % classes.size() == labels[i];
                pixels[i * 784 + p] = (byte) (random.nextInt(100) + (on ? 60 : 0));
            }
        }
        return new LabelledImages(pixels, labels, 1, 28, 28, classes);
    }
}
