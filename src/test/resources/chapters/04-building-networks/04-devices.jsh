// test: answer 1, bytes of a batch of colour images and their way across the bus
long values = 128L * 3 * 224 * 224;
Check.close("MB in FLOAT", values * 4e-6, 77.1, 0.05);
Check.close("MB as UINT8", values * 1e-6, 19.3, 0.05);
Check.close("ms in FLOAT", 1000.0 * values * 4 / 12e9, 6.4, 0.05);

// test: answer 3, the smallest whole number that half precision cannot represent
INDArray counting = Nd4j.arange(1, 2060).castTo(DataType.FLOAT);
INDArray halves = counting.castTo(DataType.FLOAT16).castTo(DataType.FLOAT);
int smallest = IntStream.range(0, 2059).filter(i -> counting.getFloat(i) != halves.getFloat(i)).findFirst().getAsInt() + 1;
Check.close("smallest", smallest, 2049, 0);

// test: answer 4, a duplicate lies in the open workspace, a detached copy does not
try (MemoryWorkspace workspace = open()) {
    INDArray inside = Nd4j.ones(DataType.FLOAT, 3);
    Check.that("dup", inside.dup().isAttached());
    Check.that("detach", !inside.detach().isAttached());
}

// test: answer 5, a bus four times as fast
Check.close("break-even", breakEven(n -> onGpu.applyAsDouble(n) + 12 * n * n / (4 * BUS_BYTES)), 85, 0);

// test: every listed capability has code, and none of another generation
COMPILED.forEach(capability -> Check.that(capability, hasCode(capability)));
Check.that("others", !hasCode("3.5") && !hasCode("9.0") && !hasCode("10.0") && !hasCode("12.0"));
