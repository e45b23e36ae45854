// test: exercises 1 and 2
Check.close("basic block", 2 * 9 * 256 * 256, 1_179_648, 0);
Check.close("bottleneck", 256 * 64 + 9 * 64 * 64 + 64 * 256, 69_632, 0);
Check.close("of the bottleneck by formula, without normalisations", bottleneck(256, 64, 256, 1, false) - 2 * (64 + 64 + 256), 69_632, 0);
Check.close("multiply-adds of a ResNeXt block for each pixel", bottleneck(256, 128, 256, 32, false) - 2 * (128 + 128 + 256), 70_144, 0);
Check.close("share of the 1 x 1 convolutions", 2 * 256 * 128 / 70_144.0, 0.934, 0.0005);

// test: exercise 4, the biases and the shortcuts' normalisation
int biases = 64 + 4 * 64 + 5 * 128 + 5 * 256 + 5 * 512;
Check.close("biases", biases, 4_800, 0);
Check.close("PyTorch's network", resNet18(colour).parameters() - biases + 2 * (128 + 256 + 512), 11_173_962, 0);

// test: exercise 5
Check.close("ways through five of ten blocks", 10 * 9 * 8 * 7 * 6 / (5 * 4 * 3 * 2), 252, 0);

// test: the shapes of ResNet-18 for 224 x 224
ModelSummary large = ModelSummary.of(ResNet.configuration(
        settings(new Sgd(0.1), SEED), imageNet, 1000, Stem.LARGE_IMAGES, 2, 2, 2, 2), imageNet);
String[] names = {"stem", "stem-pool", "block01", "block11", "block21", "block31", "pool"};
String[] sizes = {"64 × 112 × 112", "64 × 56 × 56", "64 × 56 × 56", "128 × 28 × 28", "256 × 14 × 14", "512 × 7 × 7", "512"};
for (int i = 0; i < names.length; i++) {
    Check.that(names[i] + " is " + large.layer(names[i]).shape(), large.layer(names[i]).shape().equals(sizes[i]));
}

// test: augmentation moves and mirrors, and changes nothing else
INDArray squares = Nd4j.zeros(8, 3, 32, 32);
squares.get(org.nd4j.linalg.indexing.NDArrayIndex.all(), org.nd4j.linalg.indexing.NDArrayIndex.all(),
        org.nd4j.linalg.indexing.NDArrayIndex.interval(12, 16), org.nd4j.linalg.indexing.NDArrayIndex.interval(9, 14)).assign(0.5);
DataSet moved = new org.nd4j.linalg.dataset.DataSet(squares.dup(), Nd4j.zeros(8, 10));
augment(moved, new Random(3));
Check.close("sum of each image", moved.getFeatures().sum(1, 2, 3), squares.sum(1, 2, 3), 1e-4);
Check.that("something moved", !moved.getFeatures().equals(squares));
Check.close("each row of a moved square", moved.getFeatures().sum(1, 3).max(1), squares.sum(1, 3).max(1), 1e-4);

// test: the rate rises and falls
ISchedule rate = OneCycle.linear(ScheduleType.EPOCH, 0.1, 10);
Check.that("up, then down", rate.valueAt(0, 0) < rate.valueAt(0, 1) && rate.valueAt(0, 9) < rate.valueAt(0, 2));
Check.atMost("its peak", rate.valueAt(0, 2), 0.1);

// test: a plain block that was turned into the identity passes on what it is given
ComputationGraph plain = studied(false, 2, SEED);
Map<String, INDArray> seen = withoutBlock(plain, false, "block11").feedForward(Nd4j.rand(3, 1, 14, 14), false);
Check.close("its output", seen.get("block11"), seen.get("block10"), 1e-4);
ComputationGraph added = studied(true, 2, SEED);
Map<String, INDArray> passed = withoutBlock(added, true, "block11").feedForward(Nd4j.rand(3, 1, 14, 14), false);
Check.close("and that of a residual block", passed.get("block11"), passed.get("block10"), 0);

// test: photographs are recognised, where the chapter ran in full
Check.atLeast("test accuracy on photographs", onPhotos.last("test accuracy"),
        photos.isReal() && CIFAR_EXAMPLES == 10_000 && CIFAR_EPOCHS >= 10 ? 0.65 : 0);
