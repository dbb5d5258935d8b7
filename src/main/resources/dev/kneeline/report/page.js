// Wires the controls; every change goes through refresh.
const refresh = () => { draw(); table(); };

const fill = (id, groups, value) => {
  const select = byId(id);
  const made = groups.map(([label, options]) => {
    const group = label ? element("optgroup") : document.createDocumentFragment();
    if (label) group.label = label;
    options.forEach(([key, text]) => {
      const option = element("option", text);
      option.value = key;
      group.append(option);
    });
    return group;
  });
  select.replaceChildren(...made);
  select.value = value;
};
const controls = () => {
  const figures = data.metrics.map((each) => ["m:" + each.key, each.label]);
  const numeric = data.parameters.filter((each) => each.numeric && levels(each.name).length > 1 && !levels(each.name).includes("unset"));
  const names = data.parameters.filter((each) => levels(each.name).length > 1).map((each) => [each.name, each.brief]);
  fill("x", [["figures", figures], ["parameters", numeric.map((each) => ["p:" + each.name, each.brief])]], state.x);
  fill("y", [["", figures]], state.y);
  fill("colour", [["", [["", "nothing"], ...names]]], state.colour);
  fill("panels", [["", [["", "nothing"], ...names]]], state.panels);
};
["x", "y", "colour", "panels"].forEach((id) => byId(id).addEventListener("change", (event) => {
  state[id] = event.target.value;
  if (id !== "colour") state.brushed = null;
  refresh();
}));
byId("filter").addEventListener("input", (event) => {
  const told = byId("problem");
  try {
    state.filter = parse(event.target.value);
    told.textContent = "";
  } catch (problem) {
    told.textContent = problem.message;
    return;
  }
  state.brushed = null;
  refresh();
});
byId("reset").addEventListener("click", () => {
  byId("filter").value = "";
  byId("problem").textContent = "";
  Object.assign(state, { filter: [], chosen: null, byHand: false, brushed: null, sort: null });
  chooseBest();
  refresh();
});

// Takes data, the first or newer one; what the reader has chosen stays.
const show = (json) => {
  take(json);
  byId("explore").hidden = !data.rows.length;
  if (!data.rows.length) return;
  chooseBest();
  controls();
  refresh();
};
let wide = 0;
new ResizeObserver(([entry]) => {
  const now = Math.round(entry.contentRect.width);
  if (now === wide || !data.rows.length) return;
  wide = now;
  draw();
  detail();
}).observe(byId("picture"));
darkness.addEventListener("change", () => { if (data.rows.length) refresh(); });
offerCopies(document);
show(byId("data").textContent);
