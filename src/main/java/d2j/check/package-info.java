/**
 * What chapters assert about their results: each check prints one line when it holds, and fails the chapter otherwise.
 */
package d2j.check;
