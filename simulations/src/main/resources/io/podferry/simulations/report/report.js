"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const root = document.documentElement;
  const $ = (id) => document.getElementById(id);
  const make = (tag, attributes, text) => {
    const element = document.createElement(tag);
    Object.entries(attributes || {}).forEach(([name, value]) => element.setAttribute(name, value));
    if (text !== undefined) element.textContent = text;
    return element;
  };
  const GIB = 2 ** 30;
  const number = (value, digits) => value.toLocaleString("en", { maximumFractionDigits: digits, minimumFractionDigits: digits });
  const color = (name) => getComputedStyle(root).getPropertyValue(name).trim();
  const clock = (seconds) => Math.floor(seconds / 3600) + ":" + String(Math.floor(seconds / 60) % 60).padStart(2, "0") + " h";

  const summary = data.summary;
  $("scenario").textContent = `${summary.scenario.split("/").pop()} on ${summary.nodes} nodes of ${number(summary.nodeMemoryBytes / GIB, 0)} GiB, ${summary.seeds} seeds, peaks / capacity ${number(summary.demandRatio, 2)}`;

  const columns = [
    ["policy", (p) => p.policy, (p) => p.policy],
    ["kills", (p) => p.kills, (p) => number(p.kills, 1), (p) => `${number(p.killsInterval[0], 1)}-${number(p.killsInterval[1], 1)}`],
    ["regret", (p) => p.regret, (p) => number(p.regret, 2)],
    ["unavoidable", (p) => p.unavoidableKills, (p) => number(p.unavoidableKills, 1)],
    ["/1000 pod h", (p) => p.killsPer1000PodHours, (p) => number(p.killsPer1000PodHours, 1)],
    ["lost pod h", (p) => p.lostPodSeconds, (p) => number(p.lostPodSeconds / 3600, 2), (p) => `${number(p.lostPodSecondsInterval[0] / 3600, 1)}-${number(p.lostPodSecondsInterval[1] / 3600, 1)}`],
    ["moves", (p) => p.moves, (p) => number(p.moves, 1)],
    ["GiB moved", (p) => p.bytesMoved, (p) => number(p.bytesMoved / GIB, 0), (p) => `${number(p.bytesMovedInterval[0] / GIB, 0)}-${number(p.bytesMovedInterval[1] / GIB, 0)}`],
    ["down s", (p) => p.downtimeSeconds, (p) => number(p.downtimeSeconds, 0)],
    ["false / node day", (p) => p.falseAlarmsPerNodeDay, (p) => number(p.falseAlarmsPerNodeDay, 2)],
    ["beyond 95 %", (p) => p.coverage05, (p) => number(100 * p.coverage05, 1) + " %"],
  ];
  let order = { column: 0, sign: 0 };
  const table = () => {
    const target = $("policies");
    target.textContent = "";
    const head = target.appendChild(make("thead")).appendChild(make("tr"));
    columns.forEach(([name], index) => {
      const cell = head.appendChild(make("th", { scope: "col", "aria-sort": order.sign && order.column === index ? (order.sign > 0 ? "ascending" : "descending") : "none" }));
      const button = cell.appendChild(make("button", { type: "button" }, name));
      button.addEventListener("click", () => {
        order = { column: index, sign: order.column === index && order.sign === 1 ? -1 : 1 };
        table();
        target.querySelectorAll("th button")[index].focus();
      });
    });
    const rows = [...summary.policies];
    if (order.sign) {
      const key = columns[order.column][1];
      rows.sort((a, b) => order.sign * (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
    }
    const body = target.appendChild(make("tbody"));
    rows.forEach((policy) => {
      const row = body.appendChild(make("tr", summary.paretoFront.includes(policy.policy) ? { class: "front" } : {}));
      columns.forEach(([, , text, interval]) => {
        const cell = row.appendChild(make("td", {}, text(policy)));
        if (interval) cell.append(" ", make("small", {}, interval(policy)));
      });
    });
  };

  const SVG = "http://www.w3.org/2000/svg";
  const draw = (parent, tag, attributes, text) => {
    const element = document.createElementNS(SVG, tag);
    Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
    if (text !== undefined) element.textContent = text;
    return parent.appendChild(element);
  };
  const round = (most) => {
    const step = most / 4, unit = 10 ** Math.floor(Math.log10(step));
    return 4 * unit * [1, 1.5, 2, 2.5, 3, 4, 5, 10].find((factor) => factor * unit >= step * 0.999);
  };
  const plane = (id, label, mostX, mostY, nameX, nameY, digits) => {
    const box = $(id), maxX = round(mostX), maxY = round(mostY);
    box.textContent = "";
    const svg = draw(box, "svg", { viewBox: "0 0 520 330", role: "img", "aria-label": label });
    const x = (value) => 56 + (value / maxX) * 440;
    const y = (value) => 280 - (value / maxY) * 250;
    for (let i = 0; i <= 4; i++) {
      const vx = (maxX * i) / 4, vy = (maxY * i) / 4;
      draw(svg, "line", { class: "axis", x1: x(vx), x2: x(vx), y1: 30, y2: 280 });
      draw(svg, "line", { class: "axis", x1: 56, x2: 496, y1: y(vy), y2: y(vy) });
      draw(svg, "text", { class: "dim", x: x(vx), y: 298, "text-anchor": "middle" }, number(vx, maxX < 8 ? 2 : 0));
      draw(svg, "text", { class: "dim", x: 50, y: y(vy) + 4, "text-anchor": "end" }, number(vy, digits));
    }
    draw(svg, "text", { x: 276, y: 320, "text-anchor": "middle" }, nameX);
    draw(svg, "text", { x: 8, y: 18 }, nameY);
    return { svg, x, y };
  };
  const pareto = () => {
    const policies = summary.policies;
    const maxX = Math.max(1, ...policies.map((p) => p.bytesMovedInterval[1] / GIB)) * 1.1;
    const maxY = Math.max(1, ...policies.map((p) => p.killsInterval[1])) * 1.1;
    const { svg, x, y } = plane("pareto", "Kills against memory moved, one dot per policy", maxX, maxY, "GiB moved per run", "kills per run", maxY < 8 ? 1 : 0);
    const front = policies.filter((p) => summary.paretoFront.includes(p.policy)).sort((a, b) => a.bytesMoved - b.bytesMoved);
    draw(svg, "polyline", { fill: "none", stroke: color("--accent"), "stroke-width": 1.5, "stroke-dasharray": "5 4", points: front.map((p) => `${x(p.bytesMoved / GIB)},${y(p.kills)}`).join(" ") });
    const dots = policies.map((p) => ({ p, cx: x(p.bytesMoved / GIB), cy: y(p.kills), on: summary.paretoFront.includes(p.policy), name: p.policy.replace("default-without-", "\u2212 ") }));
    const taken = dots.map(({ cx, cy }) => [cx - 6, cx + 6, cy - 6, cy + 6]);
    const free = ([left, right, top, bottom]) => left >= 56 && right <= 518 && top >= 20 && bottom <= 279 && taken.every(([l, r, t, b]) => right < l || left > r || bottom < t || top > b);
    const spots = [];
    for (let away = 8; away <= 150; away += 14) for (const [dx, dy] of [[1, -0.4], [1, 0.4], [-1, -0.4], [0.6, -1], [-0.6, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]]) spots.push([dx * away, dy * away]);
    dots.sort((a, b) => b.on - a.on || a.cy - b.cy).forEach(({ p, cx, cy, on, name }) => {
      const tone = on ? color("--accent") : color("--dim");
      draw(svg, "line", { x1: cx, x2: cx, y1: y(p.killsInterval[0]), y2: y(p.killsInterval[1]), stroke: tone, "stroke-opacity": 0.5 });
      draw(svg, "line", { x1: x(p.bytesMovedInterval[0] / GIB), x2: x(p.bytesMovedInterval[1] / GIB), y1: cy, y2: cy, stroke: tone, "stroke-opacity": 0.5 });
      const dot = draw(svg, "circle", { cx, cy, r: 4.5, fill: tone });
      draw(dot, "title", {}, `${p.policy}: ${number(p.kills, 1)} kills, ${number(p.bytesMoved / GIB, 0)} GiB`);
      const width = 6.3 * name.length;
      const frame = ([dx, dy]) => (dx < 0 ? [cx + dx - width, cx + dx, cy + dy - 9, cy + dy + 3] : [cx + dx, cx + dx + width, cy + dy - 9, cy + dy + 3]);
      const spot = spots.find((one) => free(frame(one)));
      if (!spot) return;
      const [left, right, top, bottom] = frame(spot);
      taken.push([left, right, top, bottom]);
      if (Math.hypot(...spot) > 24) draw(svg, "line", { x1: cx, y1: cy, x2: spot[0] < 0 ? right + 1 : left - 1, y2: bottom - 5, stroke: tone, "stroke-width": 0.6 });
      draw(svg, "text", { x: left, y: bottom - 2, style: on ? "font-weight:600" : "" }, name);
    });
  };
  const calibration = () => {
    const { svg, x, y } = plane("calibration", "Observed share of exhaustion by forecast probability", 1, 1, "forecast probability", "share that happened", 2);
    draw(svg, "line", { x1: x(0), y1: y(0), x2: x(1), y2: y(1), stroke: color("--dim"), "stroke-dasharray": "4 4" });
    data.calibration.filter((bin) => bin.count > 0).forEach((bin) => {
      const dot = draw(svg, "circle", { cx: x(bin.forecast), cy: y(bin.happened), r: 3 + 2 * Math.log10(bin.count), fill: color("--accent"), "fill-opacity": 0.7 });
      draw(dot, "title", {}, `forecast ${number(bin.forecast, 2)}, happened ${number(bin.happened, 2)}, ${bin.count} forecasts`);
    });
  };

  const why = (event, button) => {
    document.querySelectorAll(".marks [aria-pressed]").forEach((other) => other.removeAttribute("aria-pressed"));
    button.setAttribute("aria-pressed", "true");
    $("why-title").textContent = `pod ${event.pod}, ${number(event.gib, 1)} GiB, ${event.kind} at ${clock(event.from)}` + (event.kind === "kill" ? "" : `, node ${event.node} to ${event.other}, ${event.to - event.from} s`);
    $("why").textContent = event.text || "No decision record.";
  };
  let charts = [];
  const timelines = () => {
    charts.forEach((chart) => chart.destroy());
    charts = [];
    const box = $("timelines");
    box.textContent = "";
    const line = data.timelines[$("policy").value];
    if (!line) return;
    const width = Math.max(240, box.clientWidth);
    const length = line.nodes.length ? line.nodes[0].usage.length : 0;
    const times = Array.from({ length }, (_, i) => i * line.bucketSeconds);
    line.nodes.forEach((node) => {
      const section = box.appendChild(make("section", { class: "timeline" }));
      section.appendChild(make("h3", {}, `node ${node.node}`));
      const marks = section.appendChild(make("div", { class: "marks" }));
      const holder = section.appendChild(make("div"));
      const axis = { stroke: color("--fg"), grid: { stroke: color("--line"), width: 1 }, ticks: { stroke: color("--line") } };
      const place = (chart) => {
        marks.textContent = "";
        line.events.filter((e) => e.node === node.node || e.other === node.node).forEach((event) => {
          const incoming = event.node !== node.node;
          const kind = event.kind === "move" && incoming ? "in" : event.kind;
          const sign = { kill: "\u2715", move: "\u2197", in: "\u2198", failed: "!" }[kind];
          const at = incoming ? event.to : event.from;
          const button = marks.appendChild(make("button", { type: "button", class: kind, title: `${kind} of pod ${event.pod} at ${clock(at)}`, "aria-label": `${kind} of pod ${event.pod}, ${event.gib} GiB, at ${clock(at)}` }, sign));
          button.style.left = chart.valToPos(at, "x") + chart.bbox.left / devicePixelRatio + "px";
          button.addEventListener("click", () => why(event, button));
        });
      };
      const chart = new uPlot(
        {
          width, height: 190, hooks: { ready: [place] }, cursor: { sync: { key: "nodes" } },
          scales: { x: { time: false }, y: { range: (u, low, high) => [0, Math.max(high, line.usable) * 1.05] } },
          axes: [{ ...axis, incrs: [60, 300, 600, 1800, 3600, 7200, 14400, 28800, 86400], values: (u, ticks) => ticks.map(clock) }, { ...axis, values: (u, ticks) => ticks.map((v) => v + " G"), size: 60 }],
          series: [
            { label: "time", value: (u, v) => (v === null ? "-" : clock(v)) },
            { label: "usage GiB", stroke: color("--accent"), width: 1.5, fill: color("--accent") + "22" },
            { label: "forecast q90", stroke: color("--fail"), width: 1, dash: [4, 3] },
            { label: "usable", stroke: color("--kill"), width: 1 },
          ],
        },
        [times, node.usage, node.forecast.length ? node.forecast : times.map(() => null), times.map(() => line.usable)],
        holder
      );
      charts.push(chart);
    });
  };
  const choice = $("policy");
  Object.keys(data.timelines).forEach((name) => choice.appendChild(make("option", { value: name }, name)));
  if (data.timelines["default"]) choice.value = "default";
  choice.addEventListener("change", timelines);

  const paint = () => { table(); pareto(); calibration(); timelines(); };
  const theme = (name) => {
    root.dataset.theme = name;
    $("theme").textContent = name === "dark" ? "Light" : "Dark";
    paint();
  };
  $("theme").addEventListener("click", () => theme(root.dataset.theme === "dark" ? "light" : "dark"));
  let resizing = 0;
  addEventListener("resize", () => { clearTimeout(resizing); resizing = setTimeout(timelines, 150); });
  theme(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
})();
