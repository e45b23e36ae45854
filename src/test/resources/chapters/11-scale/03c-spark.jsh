// test: a port that is in use is named
try (java.net.ServerSocket taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
    String said = "";
    try {
        SparkCluster.start(2, taken.getLocalPort());
    } catch (IllegalStateException e) {
        said = e.getMessage();
    }
    Check.that("in words: " + said, said.contains("port " + taken.getLocalPort() + " is in use"));
}

// test: a cluster larger than the memory is refused
String tooLarge = "";
try {
    SparkCluster.start(5000);
} catch (IllegalStateException e) {
    tooLarge = e.getMessage();
}
Check.that("in words: " + tooLarge, tooLarge.contains("MiB of memory"));

// test: none of the cluster's processes is left
Check.that("no children", ProcessHandle.current().descendants().noneMatch(child -> child.info().commandLine()
        .orElse("").contains("d2j.spark.job.Node")));
