/** The numerical engine: which backend and device, and what it can do. */
package d2j.engine;
