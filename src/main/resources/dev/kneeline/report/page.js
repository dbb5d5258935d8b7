"use strict";
// The page's exploring view: a scatter of two metrics with its frontier, a filter, a brush and a
// linked table. Everything from a study is set as text, never as markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const width = 860, height = 520;
  const margin = { top: 14, right: 18, bottom: 48, left: 78 };
  const colours = data.palette;
  const state = { x: data.x, y: data.y, colour: data.colour, filter: [], brushed: null, sort: null, falling: false,
    chosen: data.rows.find((row) => row.id === data.best) ?? null };

  const metric = new Map(data.metrics.map((each, place) => [each.key, { ...each, place }]));
  const parameter = new Map(data.parameters.map((each, place) => [each.name, { ...each, place }]));
  const mean = (row, key) => row.m[metric.get(key).place];
  const half = (row, key) => row.h[metric.get(key).place];
  const setting = (row, name) => row.p[parameter.get(name).place];

  // Three significant digits, as in every table of Kneeline.
  const number = (value) => {
    if (value === null || value === undefined) return "-";
    const size = Math.abs(value);
    if (size >= 100) return Math.round(value).toLocaleString("en-US");
    return value === 0 ? "0" : size < 1e-4 ? value.toExponential(2) : value.toPrecision(3);
  };
  // A half width has the digits of its mean, and at least one: ±0 would claim certainty.
  const spread = (half, value) => {
    const digits = value === 0 ? 2 : Math.min(12, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value)))));
    const fixed = Number(half.toFixed(digits));
    if (fixed === 0 && half > 0) return half.toPrecision(1);
    return fixed.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  };
  const figure = (row, key) =>
    number(mean(row, key)) + (half(row, key) === null ? "" : " ±" + spread(half(row, key), mean(row, key)));
  const element = (tag, text, name) => {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (name) made.className = name;
    return made;
  };

  // Filter: terms such as tp=4 p99_ttft_ms<200; all of them must hold.
  const operators = {
    "=": (a, b) => a === b, "!=": (a, b) => a !== b, "<": (a, b) => a < b, ">": (a, b) => a > b,
    "<=": (a, b) => a <= b, ">=": (a, b) => a >= b };
  const parse = (text) => text.trim().split(/\s+/).filter(Boolean).map((term) => {
    const parts = /^([^<>=!]+)(<=|>=|!=|=|<|>)(.*)$/.exec(term);
    if (!parts) return { words: term.toLowerCase() };
    const wanted = parts[1].replaceAll("_", "-");
    const name = data.parameters.find((each) => [each.name, each.brief].includes(wanted));
    if (!name && !metric.has(parts[1])) throw new Error("no parameter or metric '" + parts[1] + "'");
    return { name: name && name.name, key: parts[1], holds: operators[parts[2]], value: parts[3] };
  });
  const keeps = (row, term) => {
    if (term.words) return row.label.toLowerCase().includes(term.words);
    const actual = term.name ? setting(row, term.name) : mean(row, term.key);
    const asNumber = Number(term.value);
    if (term.value !== "" && !Number.isNaN(asNumber) && actual !== null && actual !== "" && !Number.isNaN(Number(actual)))
      return term.holds(Number(actual), asNumber);
    return term.holds(String(actual), term.value);
  };
  const filtered = () => data.rows.filter((row) => state.filter.every((term) => keeps(row, term)));
  const placed = (rows) => rows.filter((row) => mean(row, state.x) !== null && mean(row, state.y) !== null);

  // The same definition as in the pictures: nothing is at least as good in both and better in one.
  const frontierOf = (rows) => {
    const sign = (key) => (metric.get(key).better === "lower" ? -1 : 1);
    const x = (row) => sign(state.x) * mean(row, state.x);
    const y = (row) => sign(state.y) * mean(row, state.y);
    const sorted = [...rows].sort((a, b) => x(b) - x(a) || y(b) - y(a));
    const kept = [];
    for (const row of sorted) {
      const last = kept.at(-1);
      if (!last || y(row) > y(last) || (x(row) === x(last) && y(row) === y(last))) kept.push(row);
    }
    return kept;
  };

  const scaleOf = (values, range) => {
    const [low, high] = d3.extent(values);
    if (low > 0 && high / low > 40) return d3.scaleLog().domain([low / 1.2, high * 1.2]).range(range);
    const span = high > low ? high - low : Math.max(Math.abs(high), 1);
    const from = low >= 0 && low <= high / 2 ? 0 : low - 0.12 * span;
    return d3.scaleLinear().domain([from, high + 0.12 * span]).range(range);
  };

  const levels = () => {
    if (!state.colour) return [""];
    const found = [...new Set(data.rows.map((row) => String(setting(row, state.colour) ?? "unset")))];
    return parameter.get(state.colour).numeric ? found.sort((a, b) => a - b) : found;
  };
  let places = new Map();
  const colourOf = (row) => state.colour
    ? colours[places.get(String(setting(row, state.colour) ?? "unset")) % colours.length]
    : colours[0];

  const svg = d3.select("#view").attr("viewBox", `0 0 ${width} ${height}`);
  const grid = svg.append("g").attr("class", "grid");
  const axisX = svg.append("g").attr("transform", `translate(0,${height - margin.bottom})`);
  const axisY = svg.append("g").attr("transform", `translate(${margin.left},0)`);
  const titleX = svg.append("text").attr("class", "title").attr("text-anchor", "middle")
    .attr("x", (margin.left + width - margin.right) / 2).attr("y", height - 8);
  const titleY = svg.append("text").attr("class", "title").attr("text-anchor", "middle")
    .attr("transform", `translate(16,${(height - margin.bottom) / 2}) rotate(-90)`);
  const bars = svg.append("g"), line = svg.append("path").attr("class", "frontier");
  const brushLayer = svg.append("g"), dots = svg.append("g").attr("pointer-events", "none");
  const ring = svg.append("circle").attr("class", "chosen").attr("r", 9).attr("pointer-events", "none");
  let sx, sy, shown = [], best = [];

  // On a logarithmic axis d3 offers every digit; 1, 2 and 5 are enough.
  const ticks = (axis, count) => axis.base
    ? axis.ticks().filter((tick) => [1, 2, 5].includes(Math.round(tick / 10 ** Math.floor(Math.log10(tick) + 1e-9))))
    : axis.ticks(count);
  const draw = () => {
    shown = placed(filtered());
    best = frontierOf(shown);
    places = new Map(levels().map((level, place) => [level, place]));
    const onFrontier = new Set(best);
    sx = scaleOf(shown.length ? shown.map((row) => mean(row, state.x)) : [1], [margin.left, width - margin.right]);
    sy = scaleOf(shown.length ? shown.map((row) => mean(row, state.y)) : [1], [height - margin.bottom, margin.top]);
    const format = (value) => value.toLocaleString("en-US", { maximumSignificantDigits: 4 });
    axisX.call(d3.axisBottom(sx).tickValues(ticks(sx, 8)).tickFormat(format));
    axisY.call(d3.axisLeft(sy).tickValues(ticks(sy, 7)).tickFormat(format));
    grid.selectAll("line").data([...ticks(sx, 8).map((t) => [sx(t), margin.top, sx(t), height - margin.bottom]),
      ...ticks(sy, 7).map((t) => [margin.left, sy(t), width - margin.right, sy(t)])])
      .join("line").attr("x1", (d) => d[0]).attr("y1", (d) => d[1]).attr("x2", (d) => d[2]).attr("y2", (d) => d[3]);
    titleX.text(metric.get(state.x).label);
    titleY.text(metric.get(state.y).label);
    const within = (value, [low, high]) => Math.max(low, Math.min(high, value));
    const spreads = shown.flatMap((row) => [[row, state.x], [row, state.y]]).filter(([row, key]) => half(row, key) !== null);
    bars.selectAll("line").data(spreads).join("line").attr("class", "bar")
      .attr("stroke-opacity", ([row]) => (onFrontier.has(row) ? 0.9 : 0.25))
      .each(function ([row, key]) {
        const low = mean(row, key) - half(row, key), high = mean(row, key) + half(row, key);
        const across = key === state.x;
        const axis = across ? sx : sy;
        const [a, b] = [low, high].map((value) => axis(within(value, axis.domain())));
        const atX = sx(mean(row, state.x)), atY = sy(mean(row, state.y));
        d3.select(this).attr("x1", across ? a : atX).attr("x2", across ? b : atX)
          .attr("y1", across ? atY : a).attr("y2", across ? atY : b);
      });
    const corners = [];
    best.forEach((row, i) => {
      if (i > 0) corners.push([sx(mean(row, state.x)), sy(mean(best[i - 1], state.y))]);
      corners.push([sx(mean(row, state.x)), sy(mean(row, state.y))]);
    });
    line.attr("d", corners.length ? d3.line()(corners) : null);
    dots.selectAll("circle").data([...shown].sort((a, b) => onFrontier.has(a) - onFrontier.has(b)), (row) => row.id)
      .join("circle").attr("r", (row) => (onFrontier.has(row) ? 5.5 : 4))
      .attr("cx", (row) => sx(mean(row, state.x))).attr("cy", (row) => sy(mean(row, state.y)))
      .attr("fill", colourOf).attr("fill-opacity", (row) => (onFrontier.has(row) ? 1 : 0.4));
    byId("count").textContent = `${shown.length} of ${data.rows.length} configurations shown, ${best.length} on the frontier`
      + (state.brushed ? `, ${tableRows().length} in the selection` : "");
    legend();
    table();
    detail();
  };

  const legend = () => {
    const place = byId("legend");
    place.replaceChildren();
    if (!state.colour) return;
    place.append(element("span", parameter.get(state.colour).brief + ":"));
    levels().forEach((level, i) => {
      const item = element("span");
      d3.select(item).append("svg").append("circle").attr("r", 6).attr("cx", 6).attr("cy", 6).attr("fill", colours[i % colours.length]);
      item.append(level);
      place.append(item);
    });
  };

  const inBrush = (row) => {
    const [[x0, y0], [x1, y1]] = state.brushed;
    const x = mean(row, state.x), y = mean(row, state.y);
    if (x === null || y === null) return false;
    return sx(x) >= x0 && sx(x) <= x1 && sy(y) >= y0 && sy(y) <= y1;
  };
  const tableRows = () => {
    const rows = filtered().filter((row) => !state.brushed || inBrush(row));
    if (!state.sort) return rows;
    const value = state.sort.name ? (row) => setting(row, state.sort.name) : (row) => mean(row, state.sort.key);
    const sign = state.falling ? -1 : 1;
    const missing = (v) => v === null || v === undefined;
    return rows.sort((a, b) => {
      const one = value(a), other = value(b);
      if (missing(one) || missing(other)) return missing(one) - missing(other);
      return sign * (Number.isNaN(one - other) ? String(one).localeCompare(String(other)) : one - other);
    });
  };
  const columns = () => [
    ...data.parameters.map((each) => ({ label: each.brief, name: each.name, number: each.numeric })),
    ...[...new Set([state.x, state.y, ...data.columns])].map((key) => ({ label: key, key, unit: metric.get(key).unit, number: true })),
  ];
  const most = 500;
  const table = () => {
    const head = element("tr"), body = element("tbody");
    for (const column of columns()) {
      const cell = element("th", undefined, column.number ? "number" : "");
      const same = state.sort && (column.name ? state.sort.name === column.name : state.sort.key === column.key);
      const button = element("button", column.label + (same ? (state.falling ? " ▼" : " ▲") : ""));
      cell.scope = "col";
      button.addEventListener("click", () => {
        state.falling = same ? !state.falling : Boolean(column.key);
        state.sort = column;
        table();
      });
      cell.append(button);
      if (column.unit) cell.append(element("small", column.unit));
      head.append(cell);
    }
    head.append(element("th", "remark"));
    const rows = tableRows();
    for (const row of rows.slice(0, most)) {
      const line = element("tr", undefined, row === state.chosen ? "chosen" : "");
      line.tabIndex = 0;
      for (const column of columns())
        line.append(element("td", column.name ? String(setting(row, column.name) ?? "unset") : figure(row, column.key), column.number ? "number" : ""));
      line.append(element("td", row.remark, "words"));
      const choose = () => { state.chosen = row; mark(); };
      line.addEventListener("click", choose);
      line.addEventListener("keydown", (event) => { if (event.key === "Enter") choose(); });
      line.dataset.id = row.id;
      body.append(line);
    }
    const whole = element("table"), top = element("thead");
    top.append(head);
    whole.append(top, body);
    byId("table").replaceChildren(whole);
    byId("more").textContent = rows.length > most ? `the first ${most} of ${rows.length} rows; filter to see others` : "";
  };

  const mark = () => {
    document.querySelectorAll("#table tr.chosen").forEach((line) => line.classList.remove("chosen"));
    if (state.chosen) {
      const line = [...document.querySelectorAll("#table tbody tr")].find((each) => each.dataset.id === state.chosen.id);
      if (line) line.classList.add("chosen");
    }
    detail();
  };

  // The chosen configuration, else the one under the pointer.
  const detail = (under) => {
    const row = under ?? state.chosen;
    const place = byId("detail");
    const at = row && shown.includes(row) ? row : null;
    ring.attr("visibility", at ? "visible" : "hidden");
    if (at) ring.attr("cx", sx(mean(at, state.x))).attr("cy", sy(mean(at, state.y)));
    if (!row) {
      place.replaceChildren(element("p", "Point at a configuration, or choose one with the mouse, with Enter in the table, or with the arrow keys in the picture.", "soft"));
      return;
    }
    const list = element("dl");
    const add = (name, value, style) => list.append(element("dt", name), element("dd", value, style));
    data.parameters.forEach((each) => add(each.brief, String(setting(row, each.name) ?? "unset")));
    [...new Set([state.x, state.y, ...data.columns])].forEach((key) =>
      add(metric.get(key).label, figure(row, key), "number"));
    add("runs", String(row.n));
    place.replaceChildren(element("strong", row.label || row.id), list);
    if (row.remark) place.append(element("p", row.remark, "error"));
    const command = data.commands[row.c];
    if (command) {
      const copy = element("button", "Copy command");
      copy.addEventListener("click", () => navigator.clipboard.writeText(command).then(
        () => { copy.textContent = "Copied"; }, () => { copy.textContent = "Mark the text below"; }));
      place.append(copy, element("pre", command));
    }
  };

  const nearest = (event) => {
    const [x, y] = d3.pointer(event, svg.node());
    const found = d3.least(shown, (row) => (sx(mean(row, state.x)) - x) ** 2 + (sy(mean(row, state.y)) - y) ** 2);
    return found && Math.hypot(sx(mean(found, state.x)) - x, sy(mean(found, state.y)) - y) < 24 ? found : undefined;
  };
  const brush = d3.brush().extent([[margin.left, margin.top], [width - margin.right, height - margin.bottom]])
    .on("end", (event) => {
      if (!event.sourceEvent) return;
      state.brushed = event.selection;
      if (!event.selection) { state.chosen = nearest(event.sourceEvent) ?? null; }
      draw();
    });
  brushLayer.call(brush);
  svg.on("pointermove", (event) => { if (!event.buttons) detail(nearest(event)); });
  svg.on("pointerleave", () => detail());
  svg.on("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step && shown.length) {
      const sorted = [...shown].sort((a, b) => mean(a, state.x) - mean(b, state.x));
      const place = sorted.indexOf(state.chosen);
      state.chosen = sorted[place < 0 ? 0 : Math.max(0, Math.min(sorted.length - 1, place + step))];
      event.preventDefault();
      mark();
    } else if (event.key === "Escape") {
      state.chosen = null;
      clear();
    }
  });
  const clear = () => { state.brushed = null; brushLayer.call(brush.move, null); draw(); };

  const fill = (id, options, value, change) => {
    const select = byId(id);
    options.forEach(([key, label]) => {
      const option = element("option", label);
      option.value = key;
      select.append(option);
    });
    select.value = value;
    select.addEventListener("change", () => { change(select.value); clear(); });
  };
  const metrics = data.metrics.map((each) => [each.key, each.label]);
  fill("x", metrics, state.x, (value) => { state.x = value; });
  fill("y", metrics, state.y, (value) => { state.y = value; });
  fill("colour", [["", "nothing"], ...data.parameters.map((each) => [each.name, each.brief])], state.colour,
    (value) => { state.colour = value; });
  byId("filter").addEventListener("input", (event) => {
    const told = byId("problem");
    try {
      state.filter = parse(event.target.value);
      told.textContent = "";
    } catch (problem) {
      told.textContent = problem.message;
      return;
    }
    clear();
  });
  byId("reset").addEventListener("click", () => {
    byId("filter").value = "";
    byId("problem").textContent = "";
    state.filter = [];
    state.chosen = null;
    clear();
  });
  draw();
})();
