package d2j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import d2j.data.samples.Digits;
import d2j.data.samples.DrawnImages;
import d2j.data.samples.Garments;
import d2j.data.store.Catalog;
import d2j.data.store.DatasetStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

class SamplesTest {
    @TempDir
    Path folder;

    private DatasetStore store() {
        return new DatasetStore(Catalog.standard(), null, folder, true);
    }

    @Test
    void picturesDependOnSeedAndNumberAlone() {
        for (DrawnImages kind : List.of(Garments.images(), Digits.images())) {
            DrawnImages.Pictures many = kind.draw(200, 1);
            DrawnImages.Pictures few = kind.draw(50, 1);
            assertArrayEquals(Arrays.copyOf(many.pixels(), 50 * 784), few.pixels());
            assertArrayEquals(Arrays.copyOf(many.labels(), 50), few.labels());
            assertFalse(Arrays.equals(few.pixels(), kind.draw(50, 2).pixels()));
            int[] counts = new int[10];
            for (byte label : many.labels()) {
                counts[label]++;
            }
            assertTrue(Arrays.stream(counts).allMatch(count -> count == 20));
        }
    }

    @Test
    void sampleHasTheShapeOfTheDataAndIsKept() {
        ImageData data = FashionMnist.load(store(), Integer.MAX_VALUE, 100);
        assertFalse(data.isReal());
        assertEquals(6_000, data.train().size());
        assertEquals(100, data.test().size());
        assertEquals(28, data.train().height());
        assertEquals("ankle boot", data.train().classes().get(9));
        assertEquals(
                "Fashion-MNIST: 6,000 + 100 generated garments in place of the real data, because the files are not in"
                        + " the cache, and D2J_OFFLINE is set (./d2j data fetch fashion-mnist gets it)",
                data.origin());
        assertTrue(Files.exists(folder.resolve("samples/fashion-mnist-2/train-images")));
        LabelledImages kept = FashionMnist.load(store(), 10, 10).train();
        assertArrayEquals(
                data.train().first(10).pixelIdx().elements(), kept.pixelIdx().elements());
    }

    @Test
    void thingsAreInColour() {
        ImageData data = Cifar10.load(store(), 200, 100);
        assertFalse(data.isReal());
        assertTrue(data.origin().startsWith("CIFAR-10: 200 + 100 generated pictures in place of"), data.origin());
        assertArrayEquals(new long[] {100, 3, 32, 32}, data.test().images().shape());
        assertEquals("truck", data.train().classes().get(9));
        int[] counts = new int[10];
        int grey = 0;
        for (int i = 0; i < 200; i++) {
            counts[data.train().label(i)]++;
            int rgb = data.train().image(i).getRGB(16, 16);
            grey += (rgb >> 16 & 0xff) == (rgb & 0xff) ? 1 : 0;
        }
        assertTrue(Arrays.stream(counts).allMatch(count -> count == 20));
        assertTrue(grey < 40, grey + " of 200 pictures are grey in their middle");
    }

    @Test
    void garmentsNeedMoreThanALine() {
        List<String> classes = Catalog.standard().entry("fashion-mnist").classes();
        LabelledImages train = ImageLoader.draw(Garments.images(), 6_000, 1, classes);
        LabelledImages test = ImageLoader.draw(Garments.images(), 1_000, 2, classes);
        double linear = accuracy(train, test, 0);
        double hidden = accuracy(train, test, 128);
        assertTrue(linear > 0.76 && linear < 0.87, "softmax regression: " + linear);
        assertTrue(hidden > linear + 0.005, "softmax regression " + linear + ", with a hidden layer " + hidden);
    }

    private static double accuracy(LabelledImages train, LabelledImages test, int hidden) {
        var layers = new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(0.1))
                .weightInit(WeightInit.XAVIER)
                .list();
        if (hidden > 0) {
            layers.layer(new DenseLayer.Builder()
                    .nIn(784)
                    .nOut(hidden)
                    .activation(Activation.RELU)
                    .build());
        }
        layers.layer(new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                .nIn(hidden > 0 ? hidden : 784)
                .nOut(10)
                .activation(Activation.SOFTMAX)
                .build());
        MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
        network.init();
        network.fit(train.batches(256).shuffled(1).iterator(), 10);
        return network.evaluate(test.batches(256).iterator()).accuracy();
    }

    @Test
    void housesHaveTheColumnsOfTheData() {
        HousePrices houses = HousePrices.load(store());
        assertFalse(houses.isReal());
        assertEquals(1_460, houses.train().rowCount());
        assertEquals(81, houses.train().columnCount());
        assertEquals(80, houses.test().columnCount());
        List<Catalog.Column> columns = Catalog.standard().entry("house-prices").columns();
        for (int i = 0; i < columns.size(); i++) {
            Column<?> column = houses.train().column(i);
            assertEquals(columns.get(i).name(), column.name());
            ColumnType type = columns.get(i).type().equals("integer") ? ColumnType.INTEGER : ColumnType.STRING;
            assertEquals(type, column.type());
        }
        assertTrue(houses.train().column("LotFrontage").countMissing() > 100);
        assertTrue(houses.train().column("PoolQC").countMissing() > 1_400);
        assertTrue(houses.train().stringColumn("MasVnrType").contains("None"));
        double mean = houses.train().intColumn("SalePrice").mean();
        assertTrue(mean > 140_000 && mean < 220_000, "mean price " + mean);
        assertEquals(
                HousePrices.load(store()).train().toString(), houses.train().toString());
    }

    @Test
    void airfoilHasTheColumnsOfTheData() {
        Airfoil airfoil = Airfoil.load(store());
        Table table = airfoil.table();
        assertFalse(airfoil.isReal());
        assertEquals(1_503, table.rowCount());
        assertEquals("sound pressure level (dB)", table.column(5).name());
        assertArrayEquals(new long[] {1_503, 5}, airfoil.features().shape());
        assertArrayEquals(new long[] {1_503, 1}, airfoil.targets().shape());
        double mean = airfoil.targets().meanNumber().doubleValue();
        assertTrue(mean > 115 && mean < 135, "mean level " + mean);
    }

    @Test
    void regressionExamplesFollowTheModel() {
        var weights = Nd4j.createFromArray(2f, -3.4f).reshape(2, 1);
        SyntheticRegression exact = SyntheticRegression.linear(weights, 4.2, 1_000, 0, 1);
        assertArrayEquals(new long[] {1_000, 1}, exact.targets().shape());
        var predicted = exact.features().mmul(weights).addi(4.2);
        assertTrue(predicted.equalsWithEps(exact.targets(), 1e-4));
        SyntheticRegression noisy = SyntheticRegression.linear(weights, 4.2, 1_000, 0.5, 1);
        double deviation = noisy.targets()
                .sub(noisy.features().mmul(weights).addi(4.2))
                .stdNumber()
                .doubleValue();
        assertEquals(0.5, deviation, 0.05);
        assertEquals(
                noisy.targets(),
                SyntheticRegression.linear(weights, 4.2, 1_000, 0.5, 1).targets());
    }

    @Test
    void translationsAreDifferentAndFollowRules() {
        Multi30k data = Multi30k.load(store());
        assertFalse(data.isReal());
        assertTrue(data.origin().contains("generated"), data.origin());
        assertEquals(6_000, data.train().size());
        Set<SentencePair> all = new HashSet<>(data.train());
        all.addAll(data.validation());
        all.addAll(data.test());
        assertEquals(7_000, all.size());
        Map<String, String> translation = new HashMap<>();
        for (SentencePair pair : all) {
            assertTrue(pair.source().matches("[A-Z][a-z ]+\\."), pair.source());
            assertTrue(pair.target().matches("[A-Z][\\p{L}' ]+\\."), pair.target());
            assertEquals(null, translation.put(pair.source(), pair.target()), pair.source());
            // Colours follow their noun and agree with it.
            assertEquals(
                    pair.source().contains("blue shirt"), pair.target().contains("chemise bleue"), pair.toString());
            assertEquals(pair.source().contains("blue hat"), pair.target().contains("chapeau bleu "), pair.toString());
        }
        assertEquals(data.train(), Multi30k.load(store()).train());
    }
}
