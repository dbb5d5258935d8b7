// The page's data and what is asked of it. Everything from a study is set as text, never as markup.
const byId = (id) => document.getElementById(id);
const element = (tag, text, name) => {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (name) made.className = name;
  return made;
};

let data = { rows: [] };
let metric = new Map(), parameter = new Map(), rowOf = new Map();

// What the reader has chosen; it outlives the data when a live page is fed anew.
const state = {
  x: "", y: "", colour: null, panels: "", filter: [], brushed: null, sort: null, falling: false,
  chosen: null, byHand: false, under: null,
};
// Until the reader chooses one, the best configuration is shown, also when another becomes the best.
const choose = (id) => { state.chosen = id; state.byHand = true; };
const chooseBest = () => { if (!state.byHand && rowOf.has(data.best)) state.chosen = data.best; };

const take = (json) => {
  data = JSON.parse(json);
  if (!data.rows.length) return;
  metric = new Map(data.metrics.map((each, place) => [each.key, { ...each, place }]));
  parameter = new Map(data.parameters.map((each, place) => [each.name, { ...each, place }]));
  rowOf = new Map(data.rows.map((row) => [row.id, row]));
  data.rows.forEach((row) => { row.uncertain = new Set(row.u); });
  const known = (axis) => (axis.startsWith("m:") ? metric : parameter).has(axis.slice(2));
  if (!state.x || !known(state.x)) state.x = "m:" + data.x;
  if (!state.y || !known(state.y)) state.y = "m:" + data.y;
  if (state.colour === null || (state.colour && !parameter.has(state.colour))) state.colour = data.colour;
  if (!parameter.has(state.panels)) state.panels = "";
};

const mean = (row, key) => row.m[metric.get(key).place];
const half = (row, key) => row.h[metric.get(key).place];
const setting = (row, name) => row.p[parameter.get(name).place];
const level = (row, name) => (name ? String(setting(row, name) ?? "unset") : "");
const levels = (name) => {
  if (!name) return [""];
  const found = [...new Set(data.rows.map((row) => level(row, name)))];
  return parameter.get(name).numeric ? found.sort((a, b) => a - b) : found;
};

// An axis is a metric, m:KEY, or a parameter that is a number, p:NAME.
const measured = (axis) => axis.startsWith("m:");
const named = (axis) => axis.slice(2);
const labelOf = (axis) => (measured(axis) ? metric.get(named(axis)).label : parameter.get(named(axis)).brief);
const valueOn = (row, axis) => {
  const value = measured(axis) ? mean(row, named(axis)) : setting(row, named(axis));
  return value === null || value === undefined ? null : Number(value);
};

// Three significant digits, as in every table of Kneeline.
const number = (value) => {
  if (value === null || value === undefined) return "-";
  const size = Math.abs(value);
  if (size >= 100) return Math.round(value).toLocaleString("en-US");
  return value === 0 ? "0" : size < 1e-4 ? value.toExponential(2) : value.toPrecision(3);
};
// A half width has the digits of its mean, and at least one: ±0 would claim certainty.
const spread = (width, value) => {
  const digits = value === 0 ? 2 : Math.min(12, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value)))));
  const fixed = Number(width.toFixed(digits));
  if (fixed === 0 && width > 1e-9 * Math.abs(value)) return width.toPrecision(1);
  return fixed.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
};
const figure = (row, key) =>
  number(mean(row, key)) + (half(row, key) === null ? "" : " ±" + spread(half(row, key), mean(row, key)))
  + (row.uncertain.has(metric.get(key).place) ? " ?" : "");

// Filter: terms such as tp=4 p99_ttft_ms<200; all of them must hold.
const operators = {
  "=": (a, b) => a === b, "!=": (a, b) => a !== b, "<": (a, b) => a < b, ">": (a, b) => a > b,
  "<=": (a, b) => a <= b, ">=": (a, b) => a >= b };
const parse = (text) => text.trim().split(/\s+/).filter(Boolean).map((term) => {
  const parts = /^([^<>=!]+)(<=|>=|!=|=|<|>)(.*)$/.exec(term);
  if (!parts) return { words: term.toLowerCase() };
  const wanted = parts[1].replaceAll("_", "-");
  const name = data.parameters.find((each) => [each.name, each.brief].some((own) => own.replaceAll("_", "-") === wanted));
  if (!name && !metric.has(parts[1])) throw new Error("no parameter or metric '" + parts[1] + "'");
  return { name: name && name.name, key: parts[1], holds: operators[parts[2]], value: parts[3] };
});
const keeps = (row, term) => {
  if (term.words) return (row.label + " " + row.remark).toLowerCase().includes(term.words);
  const actual = term.name ? setting(row, term.name) : mean(row, term.key);
  if (!term.name && actual === null) return false;
  const asNumber = Number(term.value);
  if (term.value !== "" && !Number.isNaN(asNumber) && actual !== null && actual !== "" && !Number.isNaN(Number(actual)))
    return term.holds(Number(actual), asNumber);
  return term.holds(String(actual ?? "unset"), term.value);
};
const filtered = () => data.rows.filter((row) => state.filter.every((term) => keeps(row, term)));

// The same definition as in the pictures: nothing is at least as good in both and better in one.
const frontierOf = (rows) => {
  const sign = (axis) => (metric.get(named(axis)).better === "lower" ? -1 : 1);
  const x = (row) => sign(state.x) * valueOn(row, state.x);
  const y = (row) => sign(state.y) * valueOn(row, state.y);
  const kept = [];
  for (const row of [...rows].sort((a, b) => x(b) - x(a) || y(b) - y(a))) {
    const last = kept.at(-1);
    if (!last || y(row) > y(last) || (x(row) === x(last) && y(row) === y(last))) kept.push(row);
  }
  return kept;
};

// Configurations that differ in nothing but one parameter, and in what goes along with it, such as
// a number of prompts that was chosen for each concurrency.
const curvesAlong = (name, rows) => {
  const goesAlong = (other) => [...d3.group(rows, (row) => setting(row, name)).values()]
    .every((group) => new Set(group.map((row) => setting(row, other))).size === 1);
  const others = data.parameters.filter((each) => each.name !== name && !goesAlong(each.name));
  const key = (row) => JSON.stringify(others.map((each) => setting(row, each.name)));
  return [...d3.group(rows, key).values()]
    .filter((curve) => curve.length > 1)
    .map((curve) => curve.sort((a, b) => setting(a, name) - setting(b, name)));
};
