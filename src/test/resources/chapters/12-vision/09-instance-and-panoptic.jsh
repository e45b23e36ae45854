// test: exercise 2, ten objects and five false alarms
double found = 10 / (10 + 0.5 * 5);
Check.close("recognition", found, 0.8, 1e-12);
Check.close("panoptic quality", 0.75 * found, 0.6, 1e-12);

// test: exercise 3, parameters
long[] sizes = Arrays.stream(network.W).mapToLong(Tensor::length).toArray();
Check.close("mask head", sizes[3] + sizes[4] + sizes[5], 11_312, 0);
Check.close("head for classes", sizes[6], 6_144, 0);

// test: exercise 6, a prediction that is mostly void is forgotten
double groundWith(int voidPixels) {
    int[] truth = new int[200], said = new int[200], number = new int[200];
    Arrays.fill(truth, 40, 40 + voidPixels, -1);
    Arrays.fill(said, 40, 100, 1);
    Arrays.fill(number, 40, 100, 1);
    PanopticQuality quality = new PanopticQuality(4);
    quality.add(said, number, truth, new int[200]);
    return quality.of(1).recognition();
}
Check.that("40 of 60 pixels void: the class does not occur", Double.isNaN(groundWith(40)));
Check.close("20 of 60: a false alarm", groundWith(20), 0, 0);

// test: the class's own mask is picked
INDArray masksOfTwo = Nd4j.rand(DataType.FLOAT, 2, 3, 4, 4);
INDArray picked = ofClass(Tensor.of(masksOfTwo), new int[] {2, 0}).data();
Check.close("third of the first", picked.slice(0).slice(0), masksOfTwo.slice(0).slice(2), 0);
Check.close("first of the second", picked.slice(1).slice(0), masksOfTwo.slice(1).slice(0), 0);

// test: the more confident of two masks gets the pixels that both claim
boolean[] left = new boolean[SIDE * SIDE], right = new boolean[SIDE * SIDE];
Arrays.fill(left, 0, 20, true);
Arrays.fill(right, 10, 30, true);
int[][] composed = compose(List.of(new Found(0, 0.6, left), new Found(2, 0.9, right)));
Check.that("the overlap is the second's", composed[0][15] == 3 && composed[0][5] == 1 && composed[0][25] == 3 && composed[0][35] == 0);
Check.that("two owners", composed[1][5] != composed[1][15] && composed[1][35] == 0);

// test: a mask of ones fills its box, and one of minus ones nothing
float[] ones = new float[256];
Arrays.fill(ones, 1);
boolean[] pasted = pasted(ones, new Box(10, 12, 20, 30));
int covered = 0;
for (boolean pixel : pasted) {
    covered += pixel ? 1 : 0;
}
Check.close("pixels", covered, 10 * 18, 0);
Arrays.fill(ones, -1);
boolean[] nothing = pasted(ones, new Box(10, 12, 20, 30));
Check.that("none", IntStream.range(0, nothing.length).noneMatch(p -> nothing[p]));

// test: the truth as an answer is perfect
PanopticQuality perfect = measured(scene -> new int[][] {numbers(scene.semantics()), numbers(scene.instances())});
Check.close("things", perfect.mean(1, 2, 3).panoptic(), 1, 1e-9);
Check.close("ground", perfect.of(0).panoptic(), 1, 1e-9);

// test: boxes that were moved stay in the picture
Random many = new Random(3);
for (int i = 0; i < 200; i++) {
    Box box = moved(new Box(1, 2, 47, 40), 0.25, many);
    Check.that("inside", box.left() >= 0 && box.top() >= 0 && box.right() <= SIDE && box.bottom() <= SIDE && box.width() > 0);
}
