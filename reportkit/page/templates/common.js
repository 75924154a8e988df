"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const label = data.labels.js;
const find = (query, at = document) => at.querySelector(query);
const findAll = (query, at = document) => [...at.querySelectorAll(query)];
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

// Text is put into nodes alone, and never read as markup.
function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter((each) => each != null && each !== ""));
  return node;
}

let silence;
function say(text) {
  const said = find("#said");
  said.textContent = text;
  clearTimeout(silence);
  silence = setTimeout(() => (said.textContent = ""), 2500);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    say(label.copied);
  } catch {
    const area = make("textarea", { readonly: true, class: "unseen" });
    area.value = text;
    document.body.append(area);
    area.select();
    say(document.execCommand("copy") ? label.copied : label.not_copied);
    area.remove();
  }
}

// As reportkit writes it: what a spreadsheet may take for a formula begins with '.
function cell(value) {
  if (value == null) return "";
  const text = typeof value === "string" && /^([\t\r\n]|[\s\ufeff\u200b-\u200d\u2060]*[=+\-@＝＋－＠][^])/.test(value) && isNaN(value) ? "'" + value : String(value);
  return /[",;\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
}
const csvOf = (heads, rows) => [heads, ...rows].map((row) => row.map(cell).join(",") + "\r\n").join("");

function save(text, name) {
  const link = make("a", { download: name, href: URL.createObjectURL(new Blob(["\ufeff" + text], { type: "text/csv" })) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
