// One value out of several layers: the common one, or MIXED where they differ.

import { same } from "../model/ops.js";

export const MIXED = Symbol("mixed");

/** @returns the value that all of them have, MIXED when they differ, undefined of none */
export function common(values) {
  if (!values.length) return undefined;
  return values.every((value) => same(value, values[0])) ? values[0] : MIXED;
}
