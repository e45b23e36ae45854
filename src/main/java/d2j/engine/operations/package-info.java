/** Operations on arrays, one at a time, as eager code and SameDiff graphs run them, on oneDNN. */
package d2j.engine.operations;
