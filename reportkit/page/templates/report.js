const rows = data.rows.map((values, n) => Object.assign(Object.fromEntries(data.columns.map((name, at) => [name, values[at]])), { n }));
const byId = new Map(rows.map((row) => [row.id, row]));
const blocks = findAll("#text .b");
const marks = rows.map(() => []);
for (const mark of findAll("#text a.n")) for (const n of mark.dataset.n.split(" ")) marks[n].push(mark);
const { measures, statuses } = data.labels;
const wide = matchMedia("(min-width: 900px)");
let current = null;

const sentenceOf = (row) => row.sentence == null ? "" : typeof row.sentence === "number" ? data.sentences[row.sentence]
  : blocks[row.sentence[0]].textContent.substr(row.sentence[1], row.sentence[2]);
function pathOf(section) {
  const path = [];
  for (let at = section; at != null; at = data.sections[at][1]) path.unshift(data.sections[at][0]);
  return path;
}
const doubtsOf = (row) => row.doubts.map((at) => data.doubts[at][1]);
const doubtMark = (row) => row.doubts.length ? [" ", make("i", { class: "doubt", title: doubtsOf(row).join("\n") }, "?")] : [];

// The table and what it is filtered by.
const filters = { words: "", measure: new Set() };
const facets = [
  ["section", label.section, data.sections.map(([heading, , level], at) => [at, "\u3000".repeat(level - 1) + heading]),
    (row, value) => { let at = row.section; while (at != null && at != value) at = data.sections[at][1]; return at != null; }],
  ["status", label.status, Object.entries(statuses), (row, value) => row.status === value],
  ["concept", label.concept, [...new Set(rows.map((row) => row.concept).filter(Boolean))].sort((a, b) => a.localeCompare(b, "zh")).map((each) => [each, each]),
    (row, value) => row.concept === value],
  ["doubt", label.doubts, [["none", label.sure], ["any", label.doubtful], ...new Map(data.doubts.map(([code, says]) => [code, says.length > 40 ? code : says]))],
    (row, value) => value === "none" ? !row.doubts.length : value === "any" ? row.doubts.length > 0 : row.doubts.some((at) => data.doubts[at][0] === value)],
];
if (data.sources.length > 1) facets.unshift(["report", label.report, data.sources.map(({ source, title }, at) => [at, title || source]), (row, value) => row.report == value]);

const table = new Table(find("#table .rows"), [
  { name: label.name, of: (row) => [make("a", { href: "#" + row.id, tabindex: "-1" }, row.name || "–"), ...doubtMark(row)], by: (row) => row.name, class: "name" },
  { name: label.value, of: (row) => row.shown, by: (row) => Number(row.value), class: "value" },
  { name: label.measure, of: (row) => make("span", { class: "chip " + row.measure[0] }, measures[row.measure]), by: (row) => measures[row.measure] },
  { name: label.period, of: (row) => row.period ?? "–", by: (row) => row.period, class: "period" },
  { name: label.status, of: (row) => statuses[row.status], class: "status " },
], (row) => select(row));

function fits(row, words) {
  if (filters.measure.size && !filters.measure.has(row.measure)) return false;
  for (const [name, , , fit] of facets) if (filters[name] != null && !fit(row, filters[name])) return false;
  if (!words.length) return true;
  const text = [row.name, row.concept, row.text, row.shown, sentenceOf(row)].join("\n").toLowerCase();
  return words.every((word) => text.includes(word));
}
let shown = rows;
function refresh() {
  const words = filters.words.toLowerCase().split(/\s+/).filter(Boolean);
  shown = rows.filter((row) => fits(row, words));
  table.show(shown);
  find("#count").textContent = fill(label.shown, { n: shown.length, all: rows.length });
  const kept = new Set(shown.map((row) => row.n));
  for (const mark of findAll("#text a.n")) mark.classList.toggle("off", !mark.dataset.n.split(" ").some((n) => kept.has(Number(n))));
  if (current) mark(current, true);
}
table.onsort = () => { table.show(shown); if (current) mark(current, true); };

const form = find(".filters");
const counts = Object.groupBy ? Object.groupBy(rows, (row) => row.measure) : rows.reduce((all, row) => ((all[row.measure] ??= []).push(row), all), {});
for (const [measure, name] of Object.entries(measures)) {
  if (!counts[measure]) continue;
  find(".chips").append(make("button", { type: "button", class: "chip " + measure[0], "aria-pressed": "false", onclick: (event) => {
    const on = filters.measure.has(measure) ? !filters.measure.delete(measure) : !!filters.measure.add(measure);
    event.currentTarget.setAttribute("aria-pressed", on);
    refresh();
  } }, name, " ", make("b", {}, counts[measure].length)));
}
for (const [name, title, options] of facets) {
  if (!options.length) continue;
  const chosen = make("select", { id: "by-" + name, "aria-label": title, onchange: (event) => { filters[name] = event.target.value === "" ? null : event.target.value; refresh(); } },
    make("option", { value: "" }, title + "：" + label.all), ...options.map(([value, text]) => make("option", { value }, text)));
  find(".facets").append(chosen);
}
let typed;
find("#words").addEventListener("input", (event) => {
  clearTimeout(typed);
  typed = setTimeout(() => { filters.words = event.target.value; refresh(); }, 80);
});
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => {
  filters.words = "";
  filters.measure.clear();
  for (const [name] of facets) filters[name] = null;
  for (const chip of findAll(".chips button")) chip.setAttribute("aria-pressed", "false");
  refresh();
});

// Everything as csv, in the columns of reportkit that a page has.
const HEADS = ["source", "place", "kind", "organ", "title", "year", "section", "name", "concept", "value", "unit", "bound", "lower", "upper", "measure", "basis", "period", "status", "text", "page", "line", "doubts", "sentence"];
function record(row) {
  const { source, title, place, kind, organ, year } = data.sources[row.report];
  const [lower, upper] = row.ends ?? [row.value, row.value];
  return [source, place, kind, organ, title, year, pathOf(row.section).join(" > "), row.name, row.concept, row.value, row.unit, row.bound, lower, upper,
    row.measure, row.basis, row.period, row.status, row.text, row.page, row.line, row.doubts.map((at) => data.doubts[at][0]).join(" "), sentenceOf(row)];
}
const everything = () => csvOf(HEADS, shown.map(record));
find("[data-do=save]").addEventListener("click", () => save(everything(), document.title + ".csv"));
find("[data-do=csv]").addEventListener("click", () => copy(everything()));

// One number is selected in the text, in the table and in the address at once.
function mark(row, on) {
  for (const each of marks[row.n]) { each.classList.toggle("chosen", on); each.tabIndex = on ? 0 : -1; }
  const line = on ? table.reach(row) : table.made.get(row);
  line?.classList.toggle("chosen", on);
  if (line) line.tabIndex = on ? 0 : -1;
  return line;
}
function select(row, { from = "table", address = true } = {}) {
  if (current) mark(current, false);
  current = row;
  const line = mark(row, true);
  if (address && location.hash !== "#" + row.id) history.pushState(null, "", "#" + row.id);
  describe(row); // first, because it takes room
  if (from !== "text" && !wide.matches) look("text");
  if (from !== "text" || !wide.matches) marks[row.n][0]?.scrollIntoView({ block: "center" });
  if (from !== "table") line?.scrollIntoView({ block: "center" });
  if (from === "table") line?.focus({ preventScroll: true });
}
function boundOf(row) {
  const [low, high] = row.ends ?? [];
  return { ">": label.at_least, "<": label.at_most, "~": label.about, "range": fill(label.range, { low, high }) }[row.bound];
}
function placeOf(row) {
  const { source, title, place, year } = data.sources[row.report];
  return [title, place, year, source + ":" + row.line].filter(Boolean).join(" · ");
}
function describe(row) {
  const facts = [[label.printed, row.text], [label.exact, row.value + (row.unit ? " " + row.unit : "")], [label.bound, boundOf(row)], [label.measure, measures[row.measure]],
    [label.basis, row.basis], [label.period, row.period], [label.status, statuses[row.status]], [label.concept, row.concept], [label.section, pathOf(row.section).join(" › ")],
    [label.line, row.line], [label.page, row.page]].filter(([, value]) => value != null && value !== "");
  const sentence = sentenceOf(row);
  const at = sentence.indexOf(row.text);
  find("#detail").replaceChildren(
    make("button", { type: "button", class: "close", "aria-label": label.close, onclick: close }, "×"),
    make("h2", {}, row.name || "–", " ", make("strong", { class: row.measure[0] }, row.shown)),
    ...doubtsOf(row).map((says) => make("p", { class: "doubts" }, make("i", { class: "doubt" }, "?"), " ", says)),
    make("dl", {}, ...facts.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, String(value))))),
    make("blockquote", {}, ...(at < 0 ? [sentence] : [sentence.slice(0, at), make("mark", {}, row.text), sentence.slice(at + row.text.length)])),
    make("p", { class: "acts" },
      make("button", { type: "button", onclick: () => copyRow() }, label.copy_row),
      make("button", { type: "button", onclick: () => copy(sentence + "\n——" + placeOf(row)) }, label.copy_sentence),
      make("button", { type: "button", onclick: () => copy(location.href) }, label.copy_link)));
  find("#detail").hidden = false;
}
const copyRow = () => current && copy([current.name, current.shown, current.period ?? "", statuses[current.status], measures[current.measure], placeOf(current)].join("\t"));
function close() {
  if (current) mark(current, false);
  current = null;
  find("#detail").hidden = true;
  history.replaceState(null, "", location.pathname + location.search);
}
function follow() {
  let id = location.hash.slice(1);
  try { id = decodeURIComponent(id); } catch { /* no address of ours */ }
  const row = byId.get(id);
  if (row && row !== current) select(row, { from: "address", address: false });
}
addEventListener("hashchange", follow);
addEventListener("popstate", follow);

find("#text").addEventListener("click", (event) => {
  const link = event.target.closest("a.n");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const all = link.dataset.n.split(" ").map((n) => rows[n]);
  select(all[(all.indexOf(current) + 1) % all.length], { from: "text" });
});

// What is told of a number under the pointer or the keyboard.
const tip = find("#tip");
function hint(link) {
  const lines = link.dataset.n.split(" ").map((n) => rows[n]).flatMap((row) => [
    make("b", {}, row.name || "–"), make("span", { class: row.measure[0] }, row.shown),
    make("small", {}, [row.period, statuses[row.status], row.concept, row.basis].filter(Boolean).join(" · ")),
    ...doubtsOf(row).map((says) => make("small", { class: "doubts" }, "? " + says))]);
  tip.replaceChildren(...lines);
  tip.hidden = false;
  const box = link.getClientRects()[0], size = tip.getBoundingClientRect();
  tip.style.left = Math.max(8, Math.min(box.left, innerWidth - size.width - 8)) + "px";
  tip.style.top = (box.top > size.height + 8 ? box.top - size.height - 6 : box.bottom + 6) + "px";
}
const unhint = () => (tip.hidden = true);
find("#text").addEventListener("mouseover", (event) => { const link = event.target.closest("a.n"); link ? hint(link) : unhint(); });
find("#text").addEventListener("mouseleave", unhint);
find("#text").addEventListener("focusin", (event) => event.target.matches("a.n:focus-visible") && hint(event.target));
find("#text").addEventListener("focusout", unhint);
find("#text").addEventListener("scroll", unhint);

// The views, of which a narrow screen shows one at a time.
const tabs = findAll("[role=tab]");
function look(view) {
  document.body.dataset.view = view;
  for (const tab of tabs) {
    const on = tab.dataset.view === view;
    tab.setAttribute("aria-selected", on);
    tab.tabIndex = on ? 0 : -1;
  }
}
for (const tab of tabs) tab.addEventListener("click", () => look(tab.dataset.view));
find("[role=tablist]").addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const seen = tabs.filter((tab) => tab.offsetParent);
  const next = seen[(seen.indexOf(document.activeElement) + step + seen.length) % seen.length];
  next.focus();
  look(next.dataset.view);
});
const fit = () => look(wide.matches ? (document.body.dataset.view === "text" ? "table" : document.body.dataset.view ?? "table") : document.body.dataset.view ?? "text");
wide.addEventListener("change", fit);

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") { event.target.matches("input") && event.target.blur(); unhint(); return close(); }
  if (event.target.matches("input, select, textarea")) return;
  const step = { j: 1, k: -1 }[event.key] ?? (event.target.closest(".rows") ? { ArrowDown: 1, ArrowUp: -1 }[event.key] : undefined);
  if (step) {
    const list = table.rows, at = list.indexOf(current);
    const next = list[at < 0 ? (step > 0 ? 0 : list.length - 1) : at + step];
    if (next) { event.preventDefault(); select(next, { from: wide.matches ? "keys" : "table" }); }
  } else if (event.key === "/") { event.preventDefault(); if (!wide.matches) look("table"); find("#words").focus(); }
  else if (event.key === "c") copyRow();
});

find(".outline details").open = matchMedia("(min-width: 1200px)").matches;
fit();
refresh();
follow();
