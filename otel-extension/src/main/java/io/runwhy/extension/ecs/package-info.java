/** Tasks that the program starts on Amazon ECS. */
package io.runwhy.extension.ecs;
