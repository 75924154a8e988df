const groups = [...new Set(data.rows.map((row) => row.group))];
const verdicts = data.labels.verdicts;
const filters = { words: "", group: "", verdict: new Set() };
const number = (row, at) => row.keys[at] != null ? Number(row.keys[at]) : data.numeric[at] && row.cells[at] !== "" ? Number(row.cells[at]) : null;
const hasKeys = (at) => data.numeric[at] || data.rows.some((row) => row.keys[at] != null);
const opener = (row) => row.sides.length ? make("button", { type: "button", class: "open", "aria-expanded": "false", onclick: () => open(row) }, row.cells[0]) : row.cells[0];
const columns = data.heads.map((name, at) => ({
  name: name || "±",
  of: (row) => at === 0 ? opener(row) : row.verdict && row.cells[at] === verdicts[row.verdict] ? make("span", { class: "verdict " + row.verdict }, verdicts[row.verdict]) : row.cells[at],
  by: hasKeys(at) ? (row) => number(row, at) : (row) => row.cells[at] || null,
  class: data.numeric[at] ? "num" : "",
}));
if (groups.length > 1) columns.unshift({ name: label.group, of: (row) => row.group, by: (row) => row.group, class: "small" });

// Below a row stand the sentences of its figures, side by side.
function told([name, facts]) {
  const quotes = facts.map(([shown, text, sentence, where]) => {
    const whole = data.sentences[sentence], at = text ? whole.indexOf(text) : -1;
    return [make("h3", {}, shown), make("blockquote", {}, ...(at < 0 ? [whole] : [whole.slice(0, at), make("mark", {}, text), whole.slice(at + text.length)])),
      make("p", { class: "small" }, where, " ", make("button", { type: "button", onclick: () => copy(whole + "\n——" + where) }, label.copy_sentence))];
  });
  return make("div", {}, make("h2", { class: "small" }, name), ...(quotes.length ? quotes.flat() : [make("p", { class: "small" }, "–")]));
}
function open(row) {
  if (!row.sides.length) return;
  const line = table.reach(row), below = line.nextSibling, shut = below?.classList.contains("told");
  find(".open", line).setAttribute("aria-expanded", !shut);
  if (shut) return below.remove();
  line.after(make("tr", { class: "told" }, make("td", { colspan: columns.length }, make("div", { class: "sides" }, ...row.sides.map(told)))));
}
for (const row of data.rows) row.className = "row " + row.verdict;
const table = new Table(find(".rows"), columns, open);

let shown = data.rows;
function refresh() {
  const words = filters.words.toLowerCase().split(/\s+/).filter(Boolean);
  shown = data.rows.filter((row) => {
    if (filters.group && row.group !== filters.group) return false;
    if (filters.verdict.size && !filters.verdict.has(row.verdict)) return false;
    if (!words.length) return true;
    const text = [...row.cells, row.group, ...row.sides.flatMap(([, facts]) => facts.map((fact) => data.sentences[fact[2]]))].join("\n").toLowerCase();
    return words.every((word) => text.includes(word));
  });
  table.show(shown);
  find("#count").textContent = fill(label.shown, { n: shown.length, all: data.rows.length });
}
table.onsort = () => table.show(shown);

const counts = new Map();
for (const row of data.rows) if (row.verdict) counts.set(row.verdict, (counts.get(row.verdict) ?? 0) + 1);
for (const [verdict, count] of counts) {
  find(".chips").append(make("button", { type: "button", class: "chip verdict " + verdict, "aria-pressed": "false", onclick: (event) => {
    const on = filters.verdict.has(verdict) ? !filters.verdict.delete(verdict) : !!filters.verdict.add(verdict);
    event.currentTarget.setAttribute("aria-pressed", on);
    refresh();
  } }, verdicts[verdict], " ", make("b", {}, count)));
}
if (groups.length > 1) find(".facets").append(make("select", { "aria-label": label.group, onchange: (event) => { filters.group = event.target.value; refresh(); } },
  make("option", { value: "" }, label.group + "：" + label.all), ...groups.map((group) => make("option", { value: group }, group))));
find("#words").addEventListener("input", (event) => { filters.words = event.target.value; refresh(); });
find(".filters").addEventListener("submit", (event) => event.preventDefault());
find(".filters").addEventListener("reset", () => {
  filters.words = filters.group = "";
  filters.verdict.clear();
  for (const chip of findAll(".chips button")) chip.setAttribute("aria-pressed", "false");
  refresh();
});
const everything = () => csvOf([...(groups.length > 1 ? [label.group] : []), ...data.heads], shown.map((row) => [...(groups.length > 1 ? [row.group] : []), ...row.cells]));
find("[data-do=save]").addEventListener("click", () => save(everything(), document.title + ".csv"));
find("[data-do=csv]").addEventListener("click", () => copy(everything()));
addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.target.matches("input, select")) { event.preventDefault(); find("#words").focus(); }
});
refresh();
