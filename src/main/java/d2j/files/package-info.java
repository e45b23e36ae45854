/** How files are written here. Depends on nothing of the project. */
package d2j.files;
