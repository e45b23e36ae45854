// test: exercise 1
int[][] grids = {{416, 8}, {416, 16}, {416, 32}};
Check.that("rows", Arrays.stream(grids).mapToInt(it -> 3 * (it[0] / it[1]) * (it[0] / it[1])).sum() == 10_647);
Check.that("ours", longer.rows.list().size() == 3 * (24 * 24 + 12 * 12 + 6 * 6));

// test: exercise 2
Tensor minusFive = Tensor.of(Nd4j.createFromArray(new double[] {-5}));
Tensor nothing = Tensor.of(Nd4j.createFromArray(new double[] {0}));
double ofOneRow = yesNo(minusFive, nothing).item();
Check.close("one row", ofOneRow, 0.0067, 1e-4);
Check.close("all rows", 2268 * ofOneRow, 15.2, 0.05);
Check.close("it is the library's cross-entropy", ofOneRow, binaryCrossEntropy(minusFive, nothing).item(), 1e-9);

// test: exercise 3, a step at one half has no slope
Tensor pair = Tensor.parameter(Nd4j.zeros(DataType.DOUBLE, 1, 2));
logSoftmax(pair).sum().neg().backward();
Check.close("a softmax is best at one half each", pair.grad().amaxNumber().doubleValue(), 0, 1e-9);

// test: exercise 4
long residual = new ConvolutionBlock(64, 32, 1, 1).parameters().stream().mapToLong(Tensor::length).sum()
        + new ConvolutionBlock(32, 64, 3, 1).parameters().stream().mapToLong(Tensor::length).sum();
Check.that("a residual block", residual == 20_672);
Check.that("of two full ones", 2 * new ConvolutionBlock(64, 64, 3, 1).parameters().stream().mapToLong(Tensor::length).sum() == 73_984);

// test: the parameters of the table
long ofThree = Stream.of(longer.blocks, longer.join, longer.lateral.subList(0, 2)).flatMap(List::stream)
        .flatMap(it -> it.parameters().stream()).mapToLong(Tensor::length).sum()
        + longer.heads.stream().flatMap(it -> it.parameters().stream()).mapToLong(Tensor::length).sum();
Check.that("version 3", ofThree == 117_752);
long ofVersionTwo = Stream.concat(Arrays.stream(blocks), Stream.of(fine, last)).flatMap(it -> it.parameters().stream())
        .mapToLong(Tensor::length).sum() + new AnchorHead(64, 1, 3, 8).parameters().stream().mapToLong(Tensor::length).sum();
Check.that("version 2", ofVersionTwo == 118_896);

// test: an object belongs to the map whose anchor is the likest
Check.that("a small one to the fine map", longer.rows.list().get(longer.rows.responsible(Box.ofCentre(20, 20, 7, 7))).stride() == 2);
Check.that("a large one to the coarse map", longer.rows.list().get(longer.rows.responsible(Box.ofCentre(20, 20, 19, 19))).stride() == 8);
