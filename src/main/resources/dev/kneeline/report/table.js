// The table under the picture, and the one configuration that is looked at.
const most = 500;

const tableRows = () => {
  const rows = filtered().filter((row) => !state.brushed || inBrush(row));
  if (!state.sort) return rows;
  const { name, key } = state.sort;
  const value = name ? (row) => setting(row, name) : (row) => mean(row, key);
  const sign = state.falling ? -1 : 1;
  const missing = (each) => each === null || each === undefined;
  return rows.sort((a, b) => {
    const one = value(a), other = value(b);
    if (missing(one) || missing(other)) return missing(one) - missing(other);
    return sign * (Number.isNaN(one - other) ? String(one).localeCompare(String(other)) : one - other);
  });
};
const figuresShown = () => [...new Set([...[state.x, state.y].filter(measured).map(named), ...data.columns])];
const columns = () => [
  ...data.parameters.map((each) => ({ label: each.brief, name: each.name, number: each.numeric })),
  ...figuresShown().map((key) => ({ label: key, key, unit: metric.get(key).unit, number: true })),
];

const heading = (column) => {
  const cell = element("th", undefined, column.number ? "number" : "");
  const same = state.sort && state.sort.name === column.name && state.sort.key === column.key;
  const button = element("button", column.label + (same ? (state.falling ? " ▼" : " ▲") : ""));
  cell.scope = "col";
  if (same) cell.ariaSort = state.falling ? "descending" : "ascending";
  button.addEventListener("click", () => {
    state.falling = same ? !state.falling : Boolean(column.key);
    state.sort = column;
    table();
    document.querySelectorAll("#table th button")[columns().findIndex((each) => each.label === column.label)]?.focus();
  });
  cell.append(button);
  if (column.unit) cell.append(element("small", column.unit));
  return cell;
};

const table = () => {
  const focused = document.activeElement?.dataset?.id;
  const head = element("tr"), body = element("tbody"), rows = tableRows();
  const remarks = rows.some((row) => row.remark);
  columns().forEach((column) => head.append(heading(column)));
  head.append(element("th", "runs", "number"));
  if (remarks) head.append(element("th", "remark"));
  for (const row of rows.slice(0, most)) {
    const line = element("tr");
    line.dataset.id = row.id;
    line.tabIndex = -1;
    for (const column of columns())
      line.append(element("td", column.name ? level(row, column.name) : figure(row, column.key), column.number ? "number" : ""));
    line.append(element("td", String(row.n), "number"));
    if (remarks) {
      const cell = element("td");
      cell.append(element("div", row.remark, "remark"));
      line.append(cell);
    }
    body.append(line);
  }
  const whole = element("table"), top = element("thead");
  top.append(head);
  whole.append(top, body);
  byId("table").replaceChildren(whole);
  byId("more").textContent = [
    rows.length > most ? `The first ${most} of ${rows.length} rows; filter or select to see others.` : "", data.note].join(" ").trim();
  mark();
  if (focused) lineOf(focused)?.focus({ preventScroll: true });
};

const lineOf = (id) => [...document.querySelectorAll("#table tbody tr")].find((line) => line.dataset.id === id);
// One line of the table is a stop of the Tab key; the arrow keys go to the others.
const mark = () => {
  const lines = [...document.querySelectorAll("#table tbody tr")];
  const chosen = lines.find((line) => line.dataset.id === state.chosen);
  lines.forEach((line) => { line.classList.toggle("chosen", line === chosen); line.tabIndex = -1; });
  const stop = chosen ?? lines[0];
  if (stop) stop.tabIndex = 0;
  detail();
};
byId("table").addEventListener("click", (event) => {
  const line = event.target.closest("tr[data-id]");
  if (line) { choose(line.dataset.id); mark(); }
});
byId("table").addEventListener("keydown", (event) => {
  const line = event.target.closest("tr[data-id]");
  if (!line) return;
  const to = { ArrowDown: line.nextElementSibling, ArrowUp: line.previousElementSibling,
    Home: line.parentElement.firstElementChild, End: line.parentElement.lastElementChild, Enter: line }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  if (!to) return;
  choose(to.dataset.id);
  mark();
  to.focus();
});

// A command with a button that copies it, also where the browser keeps its clipboard to itself.
const withCopy = (pre) => {
  const button = element("button", "Copy", "copy");
  button.type = "button";
  button.addEventListener("click", () => {
    const done = () => { button.textContent = "Copied"; };
    const byHand = () => {
      getSelection().selectAllChildren(pre);
      if (document.execCommand("copy")) done();
    };
    if (navigator.clipboard) navigator.clipboard.writeText(pre.textContent).then(done, byHand);
    else byHand();
  });
  pre.previousElementSibling.append(button);
};
const offerCopies = (root) => root.querySelectorAll("pre.command").forEach(withCopy);

// The configuration under the pointer, else the chosen one.
const detail = () => {
  const row = rowOf.get(state.under) ?? rowOf.get(state.chosen);
  const at = row && shown.includes(row) ? row : null;
  ring.attr("visibility", at ? "visible" : "hidden");
  if (at) ring.attr("cx", place(at)[0]).attr("cy", place(at)[1]);
  const box = byId("detail");
  if (!row) {
    box.replaceChildren(element("p", "Point at a configuration to see its figures and commands.", "soft"));
    return;
  }
  const list = element("dl");
  const add = (name, value, style) => list.append(element("dt", name), element("dd", value, style));
  data.parameters.forEach((each) => add(each.brief, level(row, each.name)));
  figuresShown().forEach((key) => add(metric.get(key).label, figure(row, key), "number"));
  Object.entries(row.t ?? {}).forEach(([name, value]) => add(name.replaceAll("_", " "), number(value), "number"));
  add("runs", String(row.n), "number");
  box.replaceChildren(element("strong", row.label || "the only configuration"), list);
  if (row.remark) box.append(element("p", row.remark, "error"));
  const command = (what, text) => {
    if (!text) return;
    const pre = element("pre", text, "command");
    box.append(element("p", what, "soft"), pre);
    withCopy(pre);
  };
  command("Its server:", data.texts[row.c]);
  command("The load that was put on it:", data.texts[row.l]);
  command("To measure it once more:", data.again && `${data.again} --rerun ${row.id}`);
};
