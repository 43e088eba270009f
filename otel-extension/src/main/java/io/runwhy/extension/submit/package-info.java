/** What is told of each submission, whatever is submitted. */
package io.runwhy.extension.submit;
