// The picture: two figures, or a figure over a parameter, in panels by another one.
const svg = d3.select("#view");
const layers = Object.fromEntries(["strips", "grid", "axes", "titles", "bars", "curves", "frontiers", "brush", "dots"]
  .map((name) => [name, svg.append("g").attr("class", name)]));
["strips", "bars", "curves", "frontiers", "dots"].forEach((name) => layers[name].attr("pointer-events", "none"));
const ring = svg.append("circle").attr("class", "chosen").attr("r", 9).attr("pointer-events", "none");
const darkness = matchMedia("(prefers-color-scheme: dark)");
const mostCurves = 120, mostPanels = 12;
let plot, shown = [], best = new Set();

const colours = () => {
  const all = levels(state.colour);
  const hues = all.length > data.palette.length ? d3.quantize(d3.interpolateViridis, all.length) : data.palette;
  const seen = (hue) => (darkness.matches ? d3.color(hue).brighter(0.9).formatHex() : hue);
  return new Map(all.map((each, place) => [each, seen(hues[place])]));
};

// Panels side by side as far as there is room; every size in CSS pixels, so that text stays readable.
const layout = () => {
  const width = Math.max(280, Math.min(1000, byId("picture").clientWidth));
  const names = levels(state.panels).slice(0, mostPanels);
  const across = Math.max(1, Math.min(names.length, 4, Math.floor(width / 230)));
  const down = Math.ceil(names.length / across);
  const left = 74, right = 14, gap = 16, strip = state.panels ? 22 : 0, foot = 26, bottom = 46;
  const wide = (width - left - right - gap * (across - 1)) / across;
  const high = names.length === 1 ? Math.max(230, Math.min(430, width * 0.52)) : Math.max(150, Math.min(230, wide * 0.8));
  const panels = new Map(names.map((name, i) => [name, {
    name,
    x: left + (i % across) * (wide + gap),
    y: 10 + strip + Math.floor(i / across) * (high + strip + foot),
    first: i % across === 0, last: i + across >= names.length,
  }]));
  return { width, height: 10 + down * (high + strip + foot) - foot + bottom, left, right, wide, high, panels };
};

const scaleOf = (values, range, parameterAxis) => {
  const [low, high] = values.length ? d3.extent(values) : [1, 1];
  if (low > 0 && high / low >= (parameterAxis ? 8 : 40))
    return d3.scaleLog().base(parameterAxis ? 2 : 10).domain([low / 1.2, high * 1.2]).range(range);
  const span = high > low ? high - low : Math.max(Math.abs(high), 1);
  const from = low >= 0 && low <= high / 2 ? 0 : low - 0.12 * span;
  return d3.scaleLinear().domain([from, high + 0.12 * span]).range(range);
};
// On a logarithmic axis d3 offers every digit; 1, 2 and 5 are enough. A parameter has its own values.
const ticksOf = (scale, axis, room) => {
  if (!measured(axis)) {
    const own = [...new Set(shown.map((row) => valueOn(row, axis)))];
    if (own.length <= room) return own;
  }
  return scale.base
    ? scale.ticks(room).filter((tick) => !measured(axis) || [1, 2, 5].includes(Math.round(tick / 10 ** Math.floor(Math.log10(tick) + 1e-9))))
    : scale.ticks(room);
};
const panelOf = (row) => plot.panels.get(level(row, state.panels));
const place = (row) => {
  const panel = panelOf(row);
  return [panel.x + plot.sx(valueOn(row, state.x)), panel.y + plot.sy(valueOn(row, state.y))];
};

const draw = () => {
  plot = layout();
  shown = filtered().filter((row) => valueOn(row, state.x) !== null && valueOn(row, state.y) !== null && panelOf(row));
  plot.sx = scaleOf(shown.map((row) => valueOn(row, state.x)), [0, plot.wide], !measured(state.x));
  plot.sy = scaleOf(shown.map((row) => valueOn(row, state.y)), [plot.high, 0], false);
  svg.attr("viewBox", `0 0 ${plot.width} ${plot.height}`).attr("width", plot.width).attr("height", plot.height);
  const colour = colours();
  plot.colour = (row) => colour.get(level(row, state.colour));
  const frontiers = measured(state.x)
    ? [...d3.group(shown, (row) => level(row, state.panels)).values()].map(frontierOf) : [];
  best = new Set(frontiers.flat());
  drawAxes();
  drawBars();
  drawLines(frontiers);
  layers.dots.selectAll("circle").data([...shown].sort((a, b) => best.has(a) - best.has(b)), (row) => row.id)
    .join("circle").order()
    .attr("r", (row) => (best.has(row) ? 5.5 : 4)).attr("fill", plot.colour)
    .attr("fill-opacity", (row) => (best.has(row) || !measured(state.x) ? 1 : 0.55))
    .attr("cx", (row) => place(row)[0]).attr("cy", (row) => place(row)[1]);
  drawBrush();
  tellCounts();
  legend(colour);
};

const drawAxes = () => {
  const panels = [...plot.panels.values()];
  const xs = ticksOf(plot.sx, state.x, Math.max(3, Math.min(10, Math.floor(plot.wide / 62))));
  const ys = ticksOf(plot.sy, state.y, plot.high > 260 ? 8 : 5);
  const format = (value) => value.toLocaleString("en-US", { maximumSignificantDigits: 4 });
  layers.grid.selectAll("line")
    .data(panels.flatMap((p) => [
      ...xs.map((t) => [p.x + plot.sx(t), p.y, p.x + plot.sx(t), p.y + plot.high]),
      ...ys.map((t) => [p.x, p.y + plot.sy(t), p.x + plot.wide, p.y + plot.sy(t)])]))
    .join("line").attr("x1", (d) => d[0]).attr("y1", (d) => d[1]).attr("x2", (d) => d[2]).attr("y2", (d) => d[3]);
  layers.axes.selectAll("g.axis").data(panels.flatMap((p) => [["x", p], ["y", p]])).join("g").attr("class", "axis")
    .attr("transform", ([which, p]) => `translate(${p.x},${which === "x" ? p.y + plot.high : p.y})`)
    .each(function ([which, p]) {
      const axis = which === "x" ? d3.axisBottom(plot.sx).tickValues(xs) : d3.axisLeft(plot.sy).tickValues(ys);
      const labelled = which === "x" ? p.last : p.first;
      d3.select(this).call(axis.tickSize(4).tickSizeOuter(0).tickFormat(labelled ? format : () => ""));
    });
  layers.strips.selectAll("text").data(state.panels ? panels : []).join("text")
    .attr("x", (p) => p.x + plot.wide / 2).attr("y", (p) => p.y - 7).attr("text-anchor", "middle")
    .text((p) => parameter.get(state.panels).brief + " = " + p.name);
  const middle = (plot.left + plot.width - plot.right) / 2;
  layers.titles.selectAll("text")
    .data([[labelOf(state.x), `translate(${middle},${plot.height - 8})`],
      [labelOf(state.y), `translate(15,${(plot.height - 40) / 2}) rotate(-90)`]])
    .join("text").attr("text-anchor", "middle").attr("transform", (d) => d[1]).text((d) => d[0]);
};

const drawBars = () => {
  const axes = [state.x, state.y].filter(measured);
  const bars = shown.flatMap((row) => axes.map((axis) => [row, axis])).filter(([row, axis]) => half(row, named(axis)) !== null);
  const within = (value, [low, high]) => Math.max(low, Math.min(high, value));
  layers.bars.selectAll("line").data(bars).join("line").attr("class", "bar")
    .attr("stroke-opacity", ([row]) => (best.has(row) ? 0.9 : 0.3))
    .each(function ([row, axis]) {
      const across = axis === state.x, scale = across ? plot.sx : plot.sy, panel = panelOf(row);
      const [a, b] = [-1, 1].map((side) => (across ? panel.x : panel.y)
        + scale(within(mean(row, named(axis)) + side * half(row, named(axis)), scale.domain())));
      const [x, y] = place(row);
      d3.select(this).attr("x1", across ? a : x).attr("x2", across ? b : x).attr("y1", across ? y : a).attr("y2", across ? y : b);
    });
};

const drawLines = (frontiers) => {
  const along = measured(state.x) ? data.walk : named(state.x);
  const curves = along ? curvesAlong(along, shown) : [];
  const few = curves.length <= mostCurves;
  layers.curves.selectAll("path").data(few ? curves : []).join("path")
    .attr("stroke", (curve) => plot.colour(curve[0])).attr("stroke-opacity", measured(state.x) ? 0.35 : 0.9)
    .attr("d", (curve) => d3.line()(curve.map(place)));
  layers.frontiers.selectAll("path").data(frontiers.filter((each) => each.length)).join("path")
    .attr("d", (frontier) => {
      const corners = [];
      frontier.map(place).forEach(([x, y], i, all) => {
        if (i > 0) corners.push([x, all[i - 1][1]]);
        corners.push([x, y]);
      });
      return d3.line()(corners);
    });
  const told = [];
  if (frontiers.length) told.push("The dark line is the frontier: no configuration is at least as good in both figures and better in one.");
  if (few && curves.length) told.push(`Coloured lines join configurations that differ in ${parameter.get(along).brief} alone.`);
  if (!few) told.push(`The ${curves.length} curves are left out; filter to see them.`);
  if (levels(state.panels).length > mostPanels) told.push(`Only the first ${mostPanels} of ${levels(state.panels).length} panels are shown.`);
  told.push("Drag to select; click, or use the arrow keys, to keep a configuration.");
  byId("lines").textContent = told.join(" ");
};

const brush = d3.brush().touchable(false)
  .on("end", (event) => {
    if (!event.sourceEvent) return;
    keepBrush(event.selection);
    if (!event.selection) choose(nearest(event.sourceEvent)?.id ?? null);
    refresh();
  });
// In the terms of the axes, since a window changes its size and a live study its scales.
const keepBrush = (pixels) => {
  if (!pixels) { state.brushed = null; return; }
  const centre = [(pixels[0][0] + pixels[1][0]) / 2, (pixels[0][1] + pixels[1][1]) / 2];
  const panel = d3.least(plot.panels.values(), (p) =>
    Math.hypot(p.x + plot.wide / 2 - centre[0], p.y + plot.high / 2 - centre[1]));
  const inside = ([x, y]) => [plot.sx.invert(x - panel.x), plot.sy.invert(y - panel.y)];
  state.brushed = { panel: panel.name, low: inside([pixels[0][0], pixels[1][1]]), high: inside([pixels[1][0], pixels[0][1]]) };
};
const drawBrush = () => {
  brush.extent([[plot.left, 0], [plot.width - plot.right, plot.height - 40]]);
  layers.brush.call(brush);
  const panel = state.brushed && plot.panels.get(state.brushed.panel);
  if (!panel) { state.brushed = null; layers.brush.call(brush.move, null); return; }
  const { low, high } = state.brushed;
  layers.brush.call(brush.move, [
    [panel.x + plot.sx(low[0]), panel.y + plot.sy(high[1])], [panel.x + plot.sx(high[0]), panel.y + plot.sy(low[1])]]);
};
const inBrush = (row) => {
  const { panel, low, high } = state.brushed;
  const x = valueOn(row, state.x), y = valueOn(row, state.y);
  return x !== null && y !== null && (!state.panels || level(row, state.panels) === panel)
    && x >= low[0] && x <= high[0] && y >= low[1] && y <= high[1];
};

const tellCounts = () => {
  const on = measured(state.x) ? `, ${best.size} on the frontier` : "";
  const selected = state.brushed ? `, ${tableRows().length} in the selection` : "";
  byId("count").textContent = `${shown.length.toLocaleString("en-US")} of ${data.all.toLocaleString("en-US")} configurations shown${on}${selected}`;
};

const legend = (colour) => {
  const box = byId("legend");
  box.replaceChildren();
  if (!state.colour) return;
  box.append(element("span", parameter.get(state.colour).brief + ":"));
  colour.forEach((hue, name) => {
    const item = element("span");
    d3.select(item).append("svg").append("circle").attr("r", 6).attr("cx", 6).attr("cy", 6).attr("fill", hue);
    item.append(name);
    box.append(item);
  });
};

const nearest = (event) => {
  const [x, y] = d3.pointer(event, svg.node());
  const away = (row) => Math.hypot(place(row)[0] - x, place(row)[1] - y);
  const found = d3.least(shown, away);
  return found && away(found) < 26 ? found : undefined;
};
svg.on("pointermove", (event) => {
  if (event.buttons) return;
  state.under = nearest(event)?.id ?? null;
  detail();
});
svg.on("pointerleave", () => { state.under = null; detail(); });
svg.on("click", (event) => {
  if (event.pointerType !== "touch") return;
  choose(nearest(event)?.id ?? null);
  refresh();
});
svg.on("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
  if (step && shown.length) {
    const sorted = [...shown].sort((a, b) => valueOn(a, state.x) - valueOn(b, state.x));
    const at = sorted.findIndex((row) => row.id === state.chosen);
    choose(sorted[at < 0 ? 0 : Math.max(0, Math.min(sorted.length - 1, at + step))].id);
    event.preventDefault();
    mark();
  } else if (event.key === "Escape") {
    choose(null);
    state.brushed = null;
    refresh();
  }
});
