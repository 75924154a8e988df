// A table of rows, made as far as it is looked at. A column has a name and `of`, which gives what a row shows there;
// `by` gives what it is sorted by. `open` is called with a row that is clicked or entered.
const STEP = 200;

class Table {
  constructor(host, columns, open) {
    Object.assign(this, { host, columns, open, rows: [], made: new Map(), sorted: null });
    this.body = make("tbody");
    this.heads = columns.map((column, at) => make("th", { scope: "col", class: column.class, "aria-sort": "none" },
      make("button", { type: "button", onclick: () => this.sort(at) }, column.name)));
    this.more = make("button", { type: "button", class: "more", onclick: () => this.grow(STEP) });
    host.append(make("table", {}, make("thead", {}, make("tr", {}, ...this.heads)), this.body), this.more);
    host.addEventListener("scroll", () => host.scrollTop + host.clientHeight * 2 > host.scrollHeight && this.grow(STEP));
    addEventListener("beforeprint", () => this.grow(Infinity));
    this.body.addEventListener("click", (event) => {
      const line = event.target.closest("tr");
      if (line?.row && !event.target.closest("a, button") && !String(getSelection())) this.open(line.row);
    });
    this.body.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.row) this.open(event.target.row);
    });
  }

  show(rows) {
    this.rows = this.sorted ? this.order(rows) : rows;
    this.made.clear();
    this.body.replaceChildren();
    this.grow(STEP);
    if (!rows.length) this.body.append(make("tr", {}, make("td", { colspan: this.columns.length, class: "none" }, label.none)));
  }

  grow(count) {
    const from = this.made.size;
    const lines = this.rows.slice(from, from + count).map((row) => this.line(row));
    this.body.append(...lines);
    const left = this.rows.length - this.made.size;
    this.more.hidden = !left;
    this.more.textContent = fill(label.more, { n: Math.min(left, STEP) });
  }

  line(row) {
    const cells = this.columns.map((column) => make("td", { class: column.class }, ...[column.of(row)].flat()));
    const line = make("tr", { tabindex: "-1", class: row.className }, ...cells);
    line.row = row;
    this.made.set(row, line);
    return line;
  }

  // The line of a row, with all that stand before it.
  reach(row) {
    const at = this.rows.indexOf(row);
    if (at >= this.made.size) this.grow(at - this.made.size + STEP);
    return this.made.get(row);
  }

  sort(at) {
    const down = this.sorted?.at === at && !this.sorted.down;
    this.sorted = this.sorted?.at === at && this.sorted.down ? null : { at, down };
    this.heads.forEach((head, n) => head.setAttribute("aria-sort", n !== this.sorted?.at ? "none" : down ? "descending" : "ascending"));
    this.onsort();
  }

  order(rows) {
    const by = this.columns[this.sorted.at].by ?? this.columns[this.sorted.at].of;
    const keys = new Map(rows.map((row) => [row, by(row)]));
    const sign = this.sorted.down ? -1 : 1;
    return [...rows].sort((a, b) => {
      const [x, y] = [keys.get(a), keys.get(b)];
      if (x == null || y == null) return (x == null) - (y == null);
      return sign * (typeof x === "number" ? x - y : String(x).localeCompare(String(y), "zh"));
    });
  }
}
