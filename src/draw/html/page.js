"use strict";
// The page's state is one value, `state`; every action makes a new one, `render` shows it, and undo goes back to the one before.
// Names come from the data and are written as text only: `textContent`, never markup.

const data = JSON.parse(document.getElementById("data").textContent);
const at = (id) => document.getElementById(id);
const SVG = "http://www.w3.org/2000/svg";
const picture = at("picture").querySelector("svg");
const layer = picture.querySelector("[data-id]").parentNode;

// What is shown: nodes hidden by hand, nodes unfolded from beyond the picture, kinds and types that are filtered out, and a path.
let state = { hidden: [], unfolded: [], kinds: [], types: [], path: [] };
const before = [];
let chosen = null; // the place of the node whose details are shown
let start = null; // the first end of a path that is asked for

// --- Elements -------------------------------------------------------------------------------------------------------------------

const element = (name, properties, ...children) => {
  const made = document.createElement(name);
  Object.assign(made, properties);
  made.append(...children);
  return made;
};
const drawn = (name, attributes) => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

const parts = new Map([...layer.querySelectorAll("[data-id]")].map((part) => [part.dataset.id, part]));
const rows = new Map([...document.querySelectorAll("[data-row]")].map((row) => [row.dataset.row, row]));
const labels = [...layer.children].filter((part) => !part.dataset.id);
const size = picture.viewBox.baseVal;
const whole = { width: size.width, height: size.height };
// Where the corner of the layer stands in the picture.
const matrix = layer.transform.baseVal.consolidate()?.matrix;
const moved = { x: matrix?.e ?? 0, y: matrix?.f ?? 0 };

// A node that the picture shows from the beginning, or one that is drawn when it is first unfolded.
function partOf(place) {
  const node = data.nodes[place];
  if (!parts.has(node.id)) parts.set(node.id, nodePart(node));
  return parts.get(node.id);
}

function nodePart(node) {
  const look = data.looks[node.look];
  const part = drawn("g", { "data-id": node.id });
  const name = node.label.length > 30 ? node.label.slice(0, 29) + "…" : node.label;
  const text = drawn("text", { "font-size": 11, "text-anchor": "middle", fill: look.text });
  text.textContent = name;
  part.append(text);
  layer.append(part);
  const wide = text.getBBox().width + 18;
  const spot = free(wide, 26);
  text.setAttribute("x", spot.x + wide / 2);
  text.setAttribute("y", spot.y + 17);
  part.prepend(drawn("path", {
    d: `M${spot.x} ${spot.y} h${wide} v26 h${-wide} Z`, fill: look.inside, stroke: look.outline, "stroke-width": 1,
  }));
  alive(part, data.nodes.indexOf(node));
  return part;
}

// The free place that is nearest to the node being unfolded: rings around it, until one is found where nothing stands.
function free(wide, high) {
  const from = middle(origin);
  const taken = [...layer.querySelectorAll(".node:not([hidden])")].map((part) => part.getBBox());
  for (const part of picture.querySelectorAll(":scope > text, :scope > path")) {
    const box = part.getBBox();
    taken.push({ x: box.x - moved.x, y: box.y - moved.y, width: box.width, height: box.height });
  }
  taken.push(...labels.filter((part) => part.matches("text")).map((part) => part.getBBox()));
  const clear = (x, y) => taken.every((box) => x > box.x + box.width + 8 || x + wide + 8 < box.x || y > box.y + box.height + 6 || y + high + 6 < box.y);
  for (let ring = 1; ring < 60; ring++) {
    const steps = ring * 6;
    for (let step = 0; step < steps; step++) {
      const angle = (step / steps) * 2 * Math.PI;
      const x = from.x + Math.cos(angle) * ring * 60 - wide / 2;
      const y = from.y + Math.sin(angle) * ring * 36 - high / 2;
      if (clear(x, y)) return { x, y };
    }
  }
  return { x: from.x, y: from.y };
}
let origin = 0;

const middle = (place) => {
  const box = partOf(place).getBBox();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

function edgePart(edge) {
  if (parts.has(edge.id)) return parts.get(edge.id);
  const look = data.strokes[edge.look];
  const [from, to] = [middle(edge.from), middle(edge.to)];
  const part = drawn("g", { "data-id": edge.id });
  const title = drawn("title", {});
  title.textContent = `${data.nodes[edge.from].label} - ${edge.kind} - ${data.nodes[edge.to].label}`;
  part.append(title, drawn("path", {
    d: `M${from.x} ${from.y} L${to.x} ${to.y}`, fill: "none", stroke: look.colour, "stroke-width": look.width, "stroke-dasharray": look.dashes,
  }));
  layer.insertBefore(part, layer.querySelector(".node"));
  parts.set(edge.id, part);
  return part;
}

// Makes a node answer to the mouse and the keyboard.
function alive(part, place) {
  const node = data.nodes[place];
  part.classList.add("node");
  part.setAttribute("tabindex", "-1");
  part.setAttribute("role", "button");
  part.setAttribute("aria-label", [node.label, node.category ? `${node.kind}: ${node.category}` : node.kind].filter(Boolean).join(", "));
  part.addEventListener("click", () => choose(place));
  part.addEventListener("focus", () => rove(part));
  part.addEventListener("keydown", (event) => key(event, place));
}

// Of all nodes one is reached by Tab: the one where the focus was last.
function rove(part) {
  for (const other of layer.querySelectorAll(".node[tabindex='0']")) other.setAttribute("tabindex", "-1");
  part.setAttribute("tabindex", "0");
}

// --- State ----------------------------------------------------------------------------------------------------------------------

const isNode = (place) => {
  const node = data.nodes[place];
  return (place < data.shown || state.unfolded.includes(place)) && !state.hidden.includes(place) && !state.kinds.includes(node.look);
};
const isEdge = (edge) => isNode(edge.from) && isNode(edge.to) && !state.types.includes(edge.look);
const places = () => data.nodes.keys();
const edgesOf = (place) => data.edges.filter((edge) => edge.from === place || edge.to === place);
const other = (edge, place) => (edge.from === place ? edge.to : edge.from);

function change(next, said) {
  before.push(state);
  state = { ...state, ...next };
  render();
  say(said);
}

function undo() {
  if (!before.length) return;
  state = before.pop();
  render();
  say("undone");
}

const say = (text) => { at("status").textContent = text; };
const count = (number, one) => `${number} ${one}${number === 1 ? "" : "s"}`;

function expand(place) {
  const found = edgesOf(place).map((edge) => other(edge, place));
  const fresh = [...new Set(found)].filter((place) => !isNode(place));
  origin = place;
  change({
    unfolded: [...new Set([...state.unfolded, ...fresh.filter((place) => place >= data.shown)])],
    hidden: state.hidden.filter((place) => !fresh.includes(place)),
  }, `${count(fresh.length, "node")} unfolded around ${data.nodes[place].label}`);
}

// Folds away what is joined to this node alone.
function collapse(place) {
  const near = [...new Set(edgesOf(place).filter(isEdge).map((edge) => other(edge, place)))];
  const alone = near.filter((node) => node !== place && edgesOf(node).filter(isEdge).every((edge) => other(edge, node) === place));
  change({
    unfolded: state.unfolded.filter((node) => !alone.includes(node)),
    hidden: [...state.hidden, ...alone.filter((node) => node < data.shown)],
  }, `${count(alone.length, "node")} folded away`);
}

function hide(place) {
  if (chosen === place) choose(null);
  change({ hidden: [...state.hidden, place], path: [] }, `${data.nodes[place].label} is hidden`);
}

// The shortest path between two nodes over what is shown and there, by breadth-first search.
function path(from, to) {
  const came = new Map([[from, null]]);
  for (const place of came.keys()) {
    if (place === to) break;
    for (const edge of edgesOf(place)) {
      if (isEdge(edge) && !edge.missing && !came.has(other(edge, place))) came.set(other(edge, place), edge);
    }
  }
  const edges = [];
  for (let place = to; came.get(place); place = other(edges.at(-1), place)) edges.push(came.get(place));
  return edges.reverse();
}

function end(place) {
  if (start === null || start === place) {
    start = place;
    say(`a path from ${data.nodes[place].label}: now its other end`);
    return;
  }
  const [from, to] = [start, place];
  start = null;
  const found = path(from, to);
  const names = [data.nodes[from].label, data.nodes[to].label];
  if (!found.length) return say(`no path from ${names[0]} to ${names[1]} in what is shown`);
  change({ path: found.map((edge) => edge.id) }, `a path of ${count(found.length, "step")} from ${names[0]} to ${names[1]}`);
}

// --- Showing --------------------------------------------------------------------------------------------------------------------

function render() {
  const way = new Set(state.path);
  const ends = new Set(data.edges.filter((edge) => way.has(edge.id)).flatMap((edge) => [edge.from, edge.to]));
  for (const place of places()) {
    const node = data.nodes[place];
    if (place >= data.shown && !parts.has(node.id) && !isNode(place)) continue;
    const part = partOf(place);
    part.toggleAttribute("hidden", !isNode(place));
    part.classList.toggle("chosen", place === chosen);
    part.classList.toggle("way", ends.has(place));
    rows.get(node.id)?.toggleAttribute("hidden", !isNode(place));
  }
  for (const edge of data.edges) {
    if (!parts.has(edge.id) && !isEdge(edge)) continue;
    const part = edgePart(edge);
    part.toggleAttribute("hidden", !isEdge(edge));
    part.classList.toggle("way", way.has(edge.id));
    rows.get(edge.id)?.toggleAttribute("hidden", !isEdge(edge));
  }
  // Words beside relationships and frames of groups belong to the picture as it was laid out.
  const isWhole = data.edges.every((edge) => edge.to >= data.shown || edge.from >= data.shown || isEdge(edge));
  for (const label of labels) label.toggleAttribute("hidden", !isWhole && !label.matches("rect[rx], rect[rx] + text"));
  const focus = layer.querySelector(".node[tabindex='0']");
  const first = [...places()].find(isNode);
  if ((!focus || focus.hasAttribute("hidden")) && first !== undefined) rove(partOf(first));
  room();
  tally();
  search();
  at("undo").disabled = !before.length;
}

// Widens the picture where something stands outside of it.
function room() {
  const box = layer.getBBox();
  const left = Math.min(0, box.x + moved.x - 20);
  const top = Math.min(0, box.y + moved.y - 20);
  const right = Math.max(whole.width, box.x + box.width + moved.x + 20);
  const bottom = Math.max(whole.height, box.y + box.height + moved.y + 20);
  picture.setAttribute("viewBox", `${left} ${top} ${right - left} ${bottom - top}`);
  scale(zoom);
}

let zoom = null; // pixels to a point, or nothing where the picture fits the window
function scale(to) {
  zoom = to;
  const box = picture.viewBox.baseVal;
  picture.classList.toggle("fits", zoom === null);
  picture.setAttribute("width", box.width * (zoom ?? 1));
  picture.setAttribute("height", box.height * (zoom ?? 1));
}
const zoomed = () => zoom ?? picture.getBoundingClientRect().width / picture.viewBox.baseVal.width;

// --- Filters and search ---------------------------------------------------------------------------------------------------------

const boxes = [];
function filters(box, looks, which, countOf) {
  looks.forEach((look, place) => {
    if (!look.name) return;
    const input = element("input", { type: "checkbox", checked: true });
    const number = element("span", {});
    input.addEventListener("change", () => {
      const off = state[which].filter((known) => known !== place);
      change({ [which]: input.checked ? off : [...off, place] }, `${look.name} is ${input.checked ? "shown" : "left out"}`);
    });
    const label = element("label", {}, input, ` ${look.name} (`, number, ")");
    at(box).append(label);
    boxes.push({ label, input, number, place, which, count: () => countOf(place) });
  });
}
filters("kinds", data.looks, "kinds", (look) =>
  data.nodes.filter((node, place) => node.look === look && (place < data.shown || state.unfolded.includes(place)) && !state.hidden.includes(place)).length);
filters("types", data.strokes, "types", (look) =>
  data.edges.filter((edge) => edge.look === look && isNode(edge.from) && isNode(edge.to)).length);

function tally() {
  for (const box of boxes) {
    const number = box.count();
    const isOff = state[box.which].includes(box.place);
    box.number.textContent = number;
    box.input.checked = !isOff;
    box.label.hidden = number === 0 && !isOff;
  }
}

// Small letters without accents.
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
// A node is found by its name and by everything that the data says of it: aliases, acronyms, names in other languages.
const said = data.nodes.map((node) => folded([node.label, node.kind, node.category ?? "", ...node.facts.map((fact) => fact[1])].join("\n")));
const finds = (place) => folded(at("search").value.trim()).split(/\s+/).every((word) => said[place].includes(word));

function search() {
  const isAsked = at("search").value.trim() !== "";
  const found = [...places()].filter((place) => isNode(place) && finds(place));
  for (const [place, node] of data.nodes.entries()) {
    if (!parts.has(node.id)) continue;
    const isFaint = isAsked && !found.includes(place);
    partOf(place).classList.toggle("faint", isFaint);
    if (rows.has(node.id)) rows.get(node.id).hidden = isFaint || !isNode(place);
  }
  return isAsked ? found : [];
}

// --- Details --------------------------------------------------------------------------------------------------------------------

function choose(place) {
  chosen = place;
  for (const node of layer.querySelectorAll(".chosen")) node.classList.remove("chosen");
  at("details").hidden = place === null;
  if (place === null) return;
  partOf(place).classList.add("chosen");
  const node = data.nodes[place];
  const said = [["kind", node.kind], ["category", node.category], ...node.facts, ["source", node.source], ["caveat", node.caveat]];
  const list = element("dl", {});
  for (const [name, value] of said.filter(([, value]) => value)) {
    list.append(element("dt", {}, name), element("dd", { dir: "auto" }, value));
  }
  const button = (name, act) => {
    const made = element("button", { type: "button" }, name);
    made.addEventListener("click", act);
    return made;
  };
  const near = element("ul", {});
  for (const edge of edgesOf(place).filter(isEdge)) near.append(element("li", {}, ...relationship(edge, place)));
  at("details").replaceChildren(
    element("h2", { dir: "auto" }, node.label),
    element("p", {}, button("Expand", () => { expand(place); choose(place); }), " ", button("Collapse", () => { collapse(place); choose(place); }), " ",
      button("Hide", () => hide(place)), " ", button("Path", () => end(place)), " ", button("Close", () => choose(null))),
    list, near);
}

function relationship(edge, place) {
  const to = other(edge, place);
  const link = element("button", { type: "button", className: "link", dir: "auto" }, data.nodes[to].label);
  link.addEventListener("click", () => { choose(to); partOf(to).focus(); });
  const missing = edge.missing ? " (missing)" : "";
  const rest = [edge.says, edge.source, edge.caveat && `caveat: ${edge.caveat}`].filter(Boolean).join("; ");
  return [edge.from === place ? `${edge.kind}${missing} → ` : `← ${edge.kind}${missing} `, link, rest ? ` ${rest}` : ""];
}

// --- Keys -----------------------------------------------------------------------------------------------------------------------

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const KEYS = { Enter: choose, " ": choose, e: expand, c: collapse, h: hide, p: end, u: undo, Escape: () => choose(null) };

function key(event, place) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const next = ARROWS[event.key] && nearest(place, ARROWS[event.key]);
  if (ARROWS[event.key]) {
    if (next !== undefined) partOf(next).focus();
  } else if (KEYS[event.key]) {
    KEYS[event.key](place);
    // The focus does not vanish with the node that had it.
    if (!isNode(place)) layer.querySelector(".node[tabindex='0']")?.focus();
  } else return;
  event.preventDefault();
}

// The nearest node in a direction: what lies aside of it counts double.
function nearest(place, [dx, dy]) {
  const from = middle(place);
  const far = (to) => {
    const [x, y] = [middle(to).x - from.x, middle(to).y - from.y];
    const along = x * dx + y * dy;
    return along > 1 ? along + 2 * Math.abs(x * dy + y * dx) : Infinity;
  };
  return [...places()].filter((to) => to !== place && isNode(to) && far(to) < Infinity).sort((one, two) => far(one) - far(two))[0];
}

// --- Files ----------------------------------------------------------------------------------------------------------------------

function save(blob, ending) {
  const link = element("a", { href: URL.createObjectURL(blob), download: `picture.${ending}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function svgText() {
  const copy = picture.cloneNode(true);
  for (const part of copy.querySelectorAll("[hidden]")) part.remove();
  for (const part of [copy, ...copy.querySelectorAll(".node")]) for (const name of ["class", "tabindex", "role", "aria-label"]) part.removeAttribute(name);
  copy.setAttribute("width", picture.viewBox.baseVal.width);
  copy.setAttribute("height", picture.viewBox.baseVal.height);
  return new XMLSerializer().serializeToString(copy);
}

function png() {
  const image = new Image();
  image.onload = () => {
    const canvas = element("canvas", { width: image.width * 2, height: image.height * 2 });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => save(blob, "png"));
  };
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText())}`;
}

// A cell that a spreadsheet would run as a formula begins with an apostrophe.
const cell = (text) => `"${(/^[=+\-@\t\r]/.test(text) ? "'" : "") + text.replaceAll('"', '""')}"`;
function csv() {
  const edges = data.edges.filter(isEdge).map((edge) =>
    [data.nodes[edge.from].label, edge.kind, data.nodes[edge.to].label, edge.missing ? "missing" : "", edge.says ?? "", edge.source ?? "", edge.caveat ?? ""]);
  const joined = new Set(data.edges.filter(isEdge).flatMap((edge) => [edge.from, edge.to]));
  const lone = [...places()].filter((place) => isNode(place) && !joined.has(place))
    .map((place) => [data.nodes[place].label, "", "", "", "", data.nodes[place].source ?? "", data.nodes[place].caveat ?? ""]);
  return [["from", "relationship", "to", "missing", "says", "source", "caveat"], ...edges, ...lone].map((row) => row.map(cell).join(",") + "\r\n").join("");
}

// --- Beginning ------------------------------------------------------------------------------------------------------------------

picture.setAttribute("role", "group");
picture.setAttribute("aria-label", document.title);
for (let place = 0; place < data.shown; place++) alive(partOf(place), place);
at("undo").addEventListener("click", undo);
at("smaller").addEventListener("click", () => scale(zoomed() / 1.25));
at("larger").addEventListener("click", () => scale(zoomed() * 1.25));
at("fit").addEventListener("click", () => scale(null));
at("svg").addEventListener("click", () => save(new Blob([svgText()], { type: "image/svg+xml" }), "svg"));
at("png").addEventListener("click", png);
at("csv").addEventListener("click", () => save(new Blob([csv()], { type: "text/csv" }), "csv"));
at("search").addEventListener("input", () => {
  const found = search();
  say(at("search").value.trim() ? `${count(found.length, "node")} found` : "");
});
at("search").addEventListener("keydown", (event) => {
  const found = event.key === "Enter" ? search() : [];
  if (found.length) { partOf(found[0]).focus(); choose(found[0]); }
});
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "z" && event.target !== at("search")) { undo(); event.preventDefault(); }
});
at("controls").hidden = false;
render();
