// Conditions on fields: whether one holds for a record, and what it says in words.

export const OPS = {
  is: "is", is_not: "is not", contains: "contains", starts: "starts with", empty: "is empty", not_empty: "has a value",
  gt: "is more than", lt: "is less than", before: "is before", after: "is after", in: "is one of",
};

/** Operators that compare with nothing. */
export const BARE = new Set(["empty", "not_empty"]);

const BY_KIND = {
  number: ["is", "is_not", "gt", "lt", "empty", "not_empty"],
  money: ["is", "is_not", "gt", "lt", "empty", "not_empty"],
  date: ["is", "before", "after", "empty", "not_empty"],
  bool: ["is", "is_not", "empty", "not_empty"],
  choice: ["is", "is_not", "in", "empty", "not_empty"],
  image: ["empty", "not_empty"],
};

/** The operators that make sense for a kind of field. */
export const opsFor = (kind) => BY_KIND[kind] ?? ["is", "is_not", "contains", "starts", "in", "empty", "not_empty"];

/** A condition as `{any: boolean, terms}`: a single comparison is a group of one. */
export function group(condition) {
  if (!condition) return { any: false, terms: [] };
  if (condition.all || condition.any) return { any: Boolean(condition.any), terms: condition.any ?? condition.all };
  return { any: false, terms: [condition] };
}

/** The shortest condition for a group: none, one comparison, or all/any. */
export function ungroup({ any, terms }) {
  if (!terms.length) return null;
  if (terms.length === 1 && !terms[0].all && !terms[0].any) return terms[0];
  return any ? { any: terms } : { all: terms };
}

/** Whether it holds for these values; the server decides in the picture, this only counts test records. */
export function holds(condition, values) {
  if (!condition) return true;
  if (condition.all) return condition.all.every((term) => holds(term, values));
  if (condition.any) return condition.any.some((term) => holds(term, values));
  return compare(condition.op, (values[condition.field] ?? "").trim(), condition.value ?? "");
}

const folded = (text) => String(text).trim().toLocaleLowerCase();

function compare(op, value, wanted) {
  const a = folded(value), b = Array.isArray(wanted) ? wanted.map(folded) : folded(wanted);
  switch (op) {
    case "is": return a === b;
    case "is_not": return a !== b;
    case "contains": return a.includes(b);
    case "starts": return a.startsWith(b);
    case "empty": return a === "";
    case "not_empty": return a !== "";
    case "gt": return a !== "" && Number(a) > Number(b);
    case "lt": return a !== "" && Number(a) < Number(b);
    case "before": return a !== "" && a < b;
    case "after": return a !== "" && a > b;
    case "in": return [b].flat().includes(a);
    default: return false;
  }
}

/** "Tier is “VIP” and City has a value". @param {(key: string) => string} labelled */
export function inWords(condition, labelled) {
  if (!condition) return "Always";
  const { any, terms } = group(condition);
  return terms.map((term) => (term.all || term.any ? `(${inWords(term, labelled)})` : termInWords(term, labelled))).join(any ? " or " : " and ");
}

function termInWords({ field, op, value }, labelled) {
  if (BARE.has(op)) return `${labelled(field)} ${OPS[op]}`;
  return `${labelled(field)} ${OPS[op]} “${[value ?? ""].flat().join("”, “")}”`;
}
