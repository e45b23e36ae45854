// test: exercise 1, holes of a forward turn
int[] holes = new int[8];
for (int side : new int[] {3, 5}) {
    Set<List<Long>> filled = new HashSet<>();
    int half = side / 2;
    double c = Math.sqrt(0.5);
    for (int x = -half; x <= half; x++) {
        for (int y = -half; y <= half; y++) {
            filled.add(List.of(Math.round(c * (x - y)), Math.round(c * (x + y))));
        }
    }
    for (long x = -half; x <= half; x++) {
        for (long y = -half; y <= half; y++) {
            holes[side] += filled.contains(List.of(x, y)) ? 0 : 1;
        }
    }
}
Check.that("none of 3 x 3, some of 5 x 5", holes[3] == 0 && holes[5] > 0);

// test: exercise 3
Scene flat = new Scene("flat", Nd4j.zeros(DataType.FLOAT, 1, 100, 100), List.of(new LabelledBox(0, Box.ofCentre(50, 50, 20, 10))));
Box around = Warp.turned(Math.toRadians(30), 50, 50).apply(flat).objects().get(0).box();
Check.close("width", around.width(), 22.3, 0.05);
Check.close("height", around.height(), 18.7, 0.05);
Check.close("IoU", around.iou(Box.ofCentre(50, 50, 20, 10)), 0.48, 0.005);

// test: exercise 4, the share is uniform for an alpha of 1
double[] shares = IntStream.range(0, 400).mapToDouble(i -> Mixup.blend(new DataSet(Nd4j.eye(2).castTo(DataType.FLOAT), Nd4j.eye(2).castTo(DataType.FLOAT)), 1, random)).toArray();
Check.close("mean", Arrays.stream(shares).average().getAsDouble(), 0.5, 0.06);
Check.close("share below a quarter", Arrays.stream(shares).filter(it -> it < 0.25).count() / 400.0, 0.25, 0.09);

// test: our own changes agree with the library's
Check.close("a move", moved(photo, sources.get("moved by 4, 3")), new Warp(1, 0, -4, 0, 1, -3).apply(single).pixels(), 1e-5);
Check.close("a quarter", moved(photo, sources.get("a quarter, enlarged")), new Warp(0.5, 0, 10, 0, 0.5, 6).apply(single).pixels(), 1e-5);
