package d2j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import d2j.data.scenes.Box;
import d2j.data.scenes.Scene;
import d2j.data.scenes.Scenes;
import d2j.data.store.Catalog;
import d2j.data.store.DatasetStore;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

/** Runs where {@code D2J_DATA} names a folder with the real data sets. */
class RealDataTest {
    @TempDir
    Path cache;

    private DatasetStore store;

    @BeforeEach
    void findData() {
        String folder = System.getenv("D2J_DATA");
        assumeTrue(folder != null && !folder.isBlank(), "D2J_DATA is not set");
        store = new DatasetStore(Catalog.standard(), Path.of(folder).toAbsolutePath(), cache, true);
    }

    private void assumeHere(String name) {
        assumeTrue(store.locate(name).isPresent(), name + " is not there");
    }

    @Test
    void fashionMnist() {
        assumeHere("fashion-mnist");
        ImageData data = FashionMnist.load(store, Integer.MAX_VALUE, Integer.MAX_VALUE);
        assertTrue(data.isReal());
        assertEquals("Fashion-MNIST: 60,000 training and 10,000 test images from $D2J_DATA", data.origin());
        assertEquals("ankle boot", data.train().className(0));
        assertEquals("t-shirt", data.train().className(1));
        int[] counts = new int[10];
        for (int i = 0; i < data.train().size(); i++) {
            counts[data.train().label(i)]++;
        }
        for (int count : counts) {
            assertEquals(6_000, count);
        }
        // Summed by rows first: a single-precision sum over all 47 million pixels is off in the third digit.
        assertEquals(0.2860, data.train().features().mean(1).meanNumber().doubleValue(), 0.0001);
        ImageData part = FashionMnist.load(store, 300, 50);
        assertEquals(300, part.train().size());
        assertEquals("Fashion-MNIST: the first 300 training and 50 test images from $D2J_DATA", part.origin());
        assertArrayEquals(
                data.train().first(300).pixelIdx().elements(),
                part.train().pixelIdx().elements());
    }

    @Test
    void mnist() {
        assumeHere("mnist");
        ImageData data = Mnist.load(store, Integer.MAX_VALUE, Integer.MAX_VALUE);
        assertTrue(data.isReal());
        boolean subset = store.locate("mnist").orElseThrow().variant().isPresent();
        assertEquals(subset ? 8_000 : 60_000, data.train().size());
        assertEquals(subset, data.origin().contains("a subset"));
    }

    @Test
    void cifar10() {
        assumeHere("cifar-10");
        ImageData data = Cifar10.load(store, Integer.MAX_VALUE, Integer.MAX_VALUE);
        assertTrue(data.isReal());
        boolean subset = store.locate("cifar-10").orElseThrow().variant().isPresent();
        assertEquals(subset ? 10_000 : 50_000, data.train().size());
        assertEquals(subset ? 2_000 : 10_000, data.test().size());
        assertEquals("3 x 32 x 32", data.train().toString().replaceAll(".* of (.*) in .*", "$1"));
        int[] counts = new int[10];
        for (int i = 0; i < data.test().size(); i++) {
            counts[data.test().label(i)]++;
        }
        for (int count : counts) {
            assertEquals(data.test().size() / 10, count);
        }
        // The mean over all pixels of the whole set is 0.473.
        assertEquals(0.473, data.train().features().mean(1).meanNumber().doubleValue(), 0.01);
        assertEquals(
                data.train().first(7).images(),
                Cifar10.load(store, 7, 5).train().images());
    }

    @Test
    void camVid() {
        assumeHere("camvid");
        CamVid data = CamVid.load(store, 36, 48, Integer.MAX_VALUE, Integer.MAX_VALUE);
        assertEquals("CamVid: 367 training and 101 validation images of 48 x 36 pixels from $D2J_DATA", data.origin());
        double[] shares = data.train().shares();
        assertEquals(0.32, shares[3], 0.03, "road");
        assertTrue(shares[10] < 0.01, "cyclists");
        assertEquals(
                0.4, data.train().batch(0, 100, 200).getFeatures(0).meanNumber().doubleValue(), 0.1);
    }

    @Test
    void housePrices() {
        assumeHere("house-prices");
        HousePrices houses = HousePrices.load(store);
        assertTrue(houses.isReal());
        Table train = houses.train();
        assertEquals("1460 rows X 81 cols", train.shape().replaceAll(".*: ", ""));
        assertEquals("1459 rows X 80 cols", houses.test().shape().replaceAll(".*: ", ""));
        assertEquals(259, train.column("LotFrontage").countMissing());
        assertEquals(1_369, train.column("Alley").countMissing());
        assertEquals(8, train.column("MasVnrType").countMissing());
        assertEquals(864, train.stringColumn("MasVnrType").countOccurrences("None"));
        assertEquals(208_500, train.intColumn("SalePrice").get(0));
        assertEquals(60, train.intColumn("MSSubClass").get(0));
    }

    @Test
    void airfoil() {
        assumeHere("airfoil");
        Airfoil airfoil = Airfoil.load(store);
        assertEquals(1_503, airfoil.table().rowCount());
        assertArrayEquals(
                new float[] {800, 0, 0.3048f, 71.3f, 0.00266337f},
                airfoil.features().getRow(0).toFloatVector());
        assertEquals(126.201, airfoil.targets().getDouble(0, 0), 1e-4);
    }

    @Test
    void timeMachine() {
        assumeHere("time-machine");
        TimeMachine book = TimeMachine.load(store);
        assertEquals("The Time Machine: 3,221 lines from $D2J_DATA", book.origin());
        assertEquals("The Time Machine, by H. G. Wells [1898]", book.lines().get(0));
        assertEquals(173_428, book.text().length());
        assertTrue(book.text().startsWith("the time machine by h g wells i the time traveller for so it"));
    }

    @Test
    void pennTreebank() {
        assumeHere("penn-treebank");
        PennTreebank data = PennTreebank.load(store);
        assertEquals(
                "Penn Treebank: 42,068 training, 3,370 validation and 3,761 test sentences from $D2J_DATA",
                data.origin());
        assertTrue(data.train().get(1).startsWith("pierre <unk> N years old will join the board"));
        assertEquals(
                10_000,
                data.train().stream()
                                .flatMap(line -> Stream.of(line.split(" ")))
                                .filter(word -> !word.isEmpty())
                                .distinct()
                                .count()
                        + 1);
    }

    @Test
    void wikiText2() {
        assumeHere("wikitext-2");
        WikiText2 data = WikiText2.load(store);
        assertTrue(data.isReal());
        assertEquals("= Homarus gammarus =", data.validation().get(0));
        assertEquals("= Robert <unk> =", data.test().get(0));
    }

    @Test
    void sick() {
        assumeHere("sick");
        Sick data = Sick.load(store);
        assertEquals("SICK: 4,500 + 500 + 4,927 pairs of sentences from $D2J_DATA", data.origin());
        assertEquals(4.5, data.train().get(0).relatedness());
        assertEquals(1, data.train().get(2).label());
        int[] counts = new int[3];
        data.train().forEach(pair -> counts[pair.label()]++);
        assertArrayEquals(new int[] {2_536, 1_299, 665}, counts);
    }

    @Test
    void wnut17() {
        assumeHere("wnut-17");
        Wnut17 data = Wnut17.load(store);
        assertEquals("WNUT 17: 3,394 + 1,009 + 1,287 posts from $D2J_DATA", data.origin());
        assertEquals(
                List.of("B-location", "I-location", "I-location"),
                data.train().get(0).tags().subList(14, 17));
        long entities = data.train().stream()
                .flatMap(post -> post.tags().stream())
                .filter(tag -> tag.startsWith("B-"))
                .count();
        assertEquals(1_975, entities);
    }

    @Test
    void xquad() {
        assumeHere("xquad");
        Xquad data = Xquad.load(store);
        assertEquals("XQuAD: 1,190 questions in English and in Chinese from $D2J_DATA", data.origin());
        assertEquals("308", data.english().get(0).answer());
        assertEquals(34, data.english().get(0).start());
        assertEquals("308", data.chinese().get(0).answer());
        assertEquals(47, data.chinese().get(1_189).article());
    }

    @Test
    void everythingHasTheContentOfTheCatalogue() {
        for (DatasetStore.Listing listing : store.list()) {
            if (listing.found().isPresent()) {
                assertTrue(
                        store.verify(listing.entry().name()).stream().allMatch(DatasetStore.FileCheck::isGood),
                        listing.entry().name());
            }
        }
    }

    @Test
    void multi30k() {
        assumeHere("multi30k");
        Multi30k data = Multi30k.load(store);
        assertTrue(data.isReal());
        assertEquals(
                "Multi30k: 29,000 + 1,014 + 1,000 pairs of sentences, English and French from $D2J_DATA",
                data.origin());
        assertEquals(
                "Two young, White males are outside near many bushes.",
                data.train().get(0).source());
        assertEquals(
                "Deux jeunes hommes blancs sont dehors près de buissons.",
                data.train().get(0).target());
        assertEquals(29_000, data.train().size());
        assertEquals(1_014, data.validation().size());
        assertEquals(1_000, data.test().size());
    }

    @Test
    void movieReviews() {
        assumeHere("movie-reviews");
        MovieReviews data = MovieReviews.load(store);
        assertEquals("Movie Reviews: 8,528 training and 2,134 test sentences from $D2J_DATA", data.origin());
        assertEquals(
                4_264,
                data.train().stream().filter(review -> review.label() == 1).count());
        assertEquals(
                1_067,
                data.test().stream().filter(review -> review.label() == 0).count());
        assertTrue(data.train().stream().anyMatch(review -> review.text().contains("clichés")));
    }

    @Test
    void raccoon() {
        assumeHere("raccoon");
        Scenes data = Raccoon.load(store, 64, 200);
        assertTrue(data.isReal());
        assertEquals("Raccoon: 157 + 39 photographs from $D2J_DATA", data.origin());
        Scene first = data.train().get(0);
        assertEquals("raccoon-1.jpg", first.name());
        Box box = first.objects().get(0).box();
        assertEquals(80 * 64 / 650.0, box.left(), 1e-9);
        assertEquals(408 * 64 / 417.0, box.bottom(), 1e-9);
    }
}
