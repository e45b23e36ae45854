/** Where the libraries' reports go. */
package d2j.log;
