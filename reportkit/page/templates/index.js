const lines = findAll("tbody tr").map((line) => [line, line.firstElementChild.textContent.toLowerCase()]);
function refresh() {
  const words = find("#words").value.toLowerCase().split(/\s+/).filter(Boolean);
  let n = 0;
  for (const [line, text] of lines) n += !(line.hidden = !words.every((word) => text.includes(word)));
  find("#count").textContent = fill(label.shown, { n, all: lines.length });
}
find("#words").addEventListener("input", refresh);
refresh();
