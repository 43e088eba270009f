/** CPU and memory of the process, its children and its cgroup. */
package io.runwhy.extension.resource;
