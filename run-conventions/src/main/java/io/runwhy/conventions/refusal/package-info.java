/** Why a submission was refused: one table for the extension and the bridge. */
package io.runwhy.conventions.refusal;
